import { memoryBlobs } from '../../../shared/blobs/memory-blobs.ts';
import type { Services } from '../../../shared/services.ts';
import { app, signedIn } from '../company.ts';
import { documentedApi, isForDevices, type Operation } from '../scene/operations.ts';
import { pathOf } from '../scene/requests.ts';

/** A port that tells whoever looks into it. */
const closed = <Port extends object>(name: string): Port =>
  new Proxy({} as Port, {
    get(_, member) {
      throw new Error(`${name}.${String(member)} was looked at for nobody.`);
    },
  });

/** An app that can look at nothing but who is calling. */
const blindApp = () =>
  app(() => ({
    streams: closed<Services['streams']>('streams'),
    views: closed<Services['views']>('views'),
    live: closed<Services['live']>('live'),
    history: closed<Services['history']>('history'),
    operations: closed<Services['operations']>('operations'),
    bus: closed<Services['bus']>('bus'),
    files: memoryBlobs(() => new Date()),
  }));

/** Any value does: nothing of the path may be looked at. */
const ANYTHING = new Proxy({}, { get: (_, name) => (name === 'deviceKey' ? `dk_${'0'.repeat(26)}` : 'anything') });

const principal = (text: string) => ({ 'x-ms-client-principal': text });

const NOBODIES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['no token', {}],
  ['an API key that never was', { 'x-api-key': `wf_${'0'.repeat(26)}` }],
  ['an API key of no form', { 'x-api-key': "' OR 1=1 --" }],
  ['a principal that is no JSON', principal('nonsense')],
  ['a principal that says nothing', principal(Buffer.from('{}').toString('base64'))],
  ['a principal of something else', principal(Buffer.from('[["owner@acme.example"]]').toString('base64'))],
];

/** Nothing in there can be read, but nobody gets so far. */
const BROKEN = '{"name": ';

describe('whoever does not say who they are', () => {
  const walked = async (identity: Readonly<Record<string, string>>) => {
    const { operations } = await documentedApi();
    const world = blindApp();
    const ask = ({ method, ...operation }: Operation) =>
      world.ask(method, pathOf(operation, ANYTHING), { headers: identity, ...(method !== 'GET' && { body: BROKEN }) });
    const closedOnes = operations.filter(({ scope }) => scope !== undefined);
    return Promise.all(closedOnes.map(async (one) => ({ one, answer: await ask(one) })));
  };

  it.each(NOBODIES)('is turned away everywhere before anything is looked at: %s', async (_, identity) => {
    for (const { one, answer } of await walked(identity)) {
      const { status, headers, body } = answer;
      expect([one.id, status, body.code]).toEqual([
        one.id,
        401,
        expect.stringMatching(/^(access|telemetry|providers)\//),
      ]);
      expect([one.id, headers.get('www-authenticate')]).toEqual([one.id, 'ApiKey header="x-api-key"']);
    }
  });

  it('is turned away from what belongs to a company when no company has let them in', async () => {
    for (const { one, answer } of await walked(signedIn('stranger@nowhere.example'))) {
      // Who comes with an invitation belongs to no company yet; what they show here is none.
      const expected = one.id === 'access-acceptInvitation' ? 400 : isForDevices(one) ? 401 : 403;
      expect([one.id, answer.status]).toEqual([one.id, expected]);
    }
  });

  it('finds open what says so, and nothing else', async () => {
    const { operations } = await documentedApi();
    expect(operations.filter(({ scope }) => scope === undefined).map(({ id }) => id)).toEqual([
      'api-document',
      'api-problems',
      'system-health',
      'access-stampSession',
    ]);
  });
});
