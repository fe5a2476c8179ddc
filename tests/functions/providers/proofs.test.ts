import { createHmac } from 'node:crypto';
import type { Provider } from '../../../functions/providers/contract.ts';
import { isProven } from '../../../functions/providers/proofs.ts';
import { NOW } from './payloads.ts';
import { signedBySamsara } from './scene.ts';

const delivery = (headers: Readonly<Record<string, string>>, body: string, now = NOW) => ({
  header: (name: string) => headers[name] ?? null,
  bytes: Buffer.from(body),
  now,
});

const BODY = '{"eventType":"Ping"}';
const KEY = Buffer.from('a key of thirty-two bytes, or so').toString('base64');
const OTHER = Buffer.from('another key of thirty-two bytes!').toString('base64');

const samsara = (over: Readonly<Record<string, string>> = {}, body = BODY, now = NOW) =>
  isProven('samsara', delivery({ ...signedBySamsara(KEY, BODY, NOW), ...over }, body, now), KEY);

describe('a webhook of Samsara', () => {
  it('is believed when it is signed', () => expect(samsara()).toBe(true));

  it('is signed as the documentation says, over version, time and body', () => {
    const at = String(NOW / 1_000);
    const hex = createHmac('sha256', Buffer.from(KEY, 'base64')).update(`v1:${at}:${BODY}`).digest('hex');
    expect(samsara({ 'x-samsara-timestamp': at, 'x-samsara-signature': `v1=${hex}` })).toBe(true);
  });

  it.each([
    ['another body', () => samsara({}, `${BODY} `)],
    ['no signature', () => samsara({ 'x-samsara-signature': '' })],
    [
      'half a signature',
      () => samsara({ 'x-samsara-signature': signedBySamsara(KEY, BODY, NOW)['x-samsara-signature'].slice(0, 30) }),
    ],
    ['the key of another connection', () => samsara(signedBySamsara(OTHER, BODY, NOW))],
    ['another time than was signed', () => samsara({ 'x-samsara-timestamp': String(NOW / 1_000 + 1) })],
    ['no time', () => samsara({ 'x-samsara-timestamp': '' })],
    ['a time that is no number', () => samsara({ 'x-samsara-timestamp': 'now' })],
  ])('is not believed with %s', (_, proven) => expect(proven()).toBe(false));

  it.each([
    [299, true],
    [301, false],
    [-299, true],
    [-301, false],
  ])('is believed for five minutes, by either clock: %i seconds later', (seconds, believed) =>
    expect(samsara({}, BODY, NOW + seconds * 1_000)).toBe(believed),
  );
});

describe('a webhook of Motive', () => {
  // The example of its documentation.
  const SECRET = 'd9d36bea41c44ae49d1bfc4a48ba2abe';
  const SIGNED = '["fault_code_closed"]';
  const SIGNATURE = 'f04a8386a21a6cba0447024e83b3f0983352bb72';
  const motive = (signature: string | undefined, body = SIGNED, secret = SECRET) =>
    isProven('motive', delivery(signature === undefined ? {} : { 'x-kt-webhook-signature': signature }, body), secret);

  it('is believed when it is signed', () => expect(motive(SIGNATURE)).toBe(true));

  it.each([
    ['another body', () => motive(SIGNATURE, '["fault_code_opened"]')],
    ['no signature', () => motive(undefined)],
    ['an empty signature', () => motive('')],
    ['another secret', () => motive(SIGNATURE, SIGNED, 'd9d36bea41c44ae49d1bfc4a48ba2abf')],
    ['a longer signature', () => motive(`${SIGNATURE}00`)],
  ])('is not believed with %s', (_, proven) => expect(proven()).toBe(false));
});

describe('a stream of Flespi', () => {
  const flespi = (token: string, secret = 'ws_abcdefgh') =>
    isProven('flespi', delivery(token === '' ? {} : { 'x-webhook-token': token }, '[]'), secret);

  it('is believed with its token', () => expect(flespi('ws_abcdefgh')).toBe(true));
  it.each(['ws_abcdefgi', 'ws_abcdefg', 'ws_abcdefghh', '', ' '])('is not believed with another: %j', (token) =>
    expect(flespi(token)).toBe(false),
  );
});

describe('nobody', () => {
  it.each(['samsara', 'motive', 'flespi'] as Provider[])('is believed with an empty secret: %s', (provider) => {
    const signed = {
      ...signedBySamsara('', BODY, NOW),
      'x-kt-webhook-signature': createHmac('sha1', '').update(BODY).digest('hex'),
      'x-webhook-token': '',
    };
    expect(isProven(provider, delivery(signed, BODY), '')).toBe(false);
  });

  it('is believed as Geotab, which sends nothing', () => {
    expect(isProven('geotab', delivery({ 'x-webhook-token': 'secret' }, BODY), 'secret')).toBe(false);
  });
});
