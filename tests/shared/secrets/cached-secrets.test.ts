import { inspect } from 'node:util';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { jsonLog } from '../../../shared/observability/log.ts';
import { cachedSecrets } from '../../../shared/secrets/cached-secrets.ts';
import { memoryVault } from '../../../shared/secrets/memory-vault.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import type { Vault } from '../../../shared/secrets/secrets.ts';

const MINUTE = 60_000;

/** Two instances of the app on one vault, which counts how often it is read and may be slow or down. */
const setup = () => {
  const vault = memoryVault();
  let now = 1;
  let reads = 0;
  let before = async (): Promise<void> => undefined;
  const watched: Vault = {
    ...vault,
    async read(name, version) {
      reads += 1;
      const found = await vault.read(name, version);
      await before();
      return found;
    },
  };
  const instance = () => cachedSecrets(watched, () => now).in('ten_acme');
  return {
    ours: instance(),
    theirs: instance(),
    reads: () => reads,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** What happens after the vault has looked, and before it answers. */
    meanwhile: (work: () => Promise<void>) => {
      before = work;
    },
  };
};
const textOf = async (secret: Promise<Secret | undefined>) => (await secret)?.reveal();

describe('the cache of secrets', () => {
  it('asks the vault once for what is asked often, and at once', async () => {
    const { ours, theirs, reads } = setup();
    await theirs.set('signing', 'one');
    const texts = await Promise.all(Array.from({ length: 50 }, () => textOf(ours.get('signing'))));
    expect(new Set(texts)).toEqual(new Set(['one']));
    await ours.get('signing');
    expect(reads()).toBe(1);
  });

  it('sees within five minutes what another instance has rotated or removed', async () => {
    const { ours, theirs, pass } = setup();
    await theirs.set('signing', 'one');
    await theirs.set('mail', 'one');
    expect([await textOf(ours.get('signing')), await textOf(ours.get('mail'))]).toEqual(['one', 'one']);
    await theirs.rotate('signing', () => 'two');
    await theirs.remove('mail');
    pass(5 * MINUTE - 1);
    expect(await textOf(ours.get('signing'))).toBe('one');
    pass(2);
    expect([await textOf(ours.get('signing')), await ours.get('mail')]).toEqual(['two', undefined]);
  });

  it('sees at once what this instance has written, every version of it', async () => {
    const { ours } = setup();
    const { version } = await ours.set('signing', 'one');
    expect(await textOf(ours.get('signing'))).toBe('one');
    expect(await textOf(ours.get('signing', version))).toBe('one');
    await ours.rotate('signing', () => 'two');
    expect(await textOf(ours.get('signing'))).toBe('two');
    await ours.remove('signing');
    expect([await ours.get('signing'), await ours.get('signing', version)]).toEqual([undefined, undefined]);
    await ours.restore('signing');
    expect(await textOf(ours.get('signing'))).toBe('two');
  });

  it('sees at once what another instance has set for the first time', async () => {
    const { ours, theirs } = setup();
    expect(await ours.get('signing')).toBeUndefined();
    await theirs.set('signing', 'one');
    expect(await textOf(ours.get('signing'))).toBe('one');
  });

  it('rotates what is in the vault, not what it remembers', async () => {
    const { ours, theirs } = setup();
    await ours.set('counter', '1');
    await ours.get('counter');
    await theirs.set('counter', '2');
    const next = await ours.rotate('counter', (current) => `${Number(current?.reveal()) + 1}`);
    expect(next.reveal()).toBe('3');
  });

  it('does not keep what was read before a write of this instance', async () => {
    const { ours, meanwhile } = setup();
    await ours.set('signing', 'one');
    meanwhile(async () => {
      meanwhile(async () => undefined);
      await ours.set('signing', 'two');
    });
    expect(await textOf(ours.get('signing'))).toBe('one');
    expect(await textOf(ours.get('signing'))).toBe('two');
  });

  it('keeps no failure', async () => {
    const { ours, meanwhile } = setup();
    await ours.set('signing', 'one');
    meanwhile(async () => {
      throw new Error('No answer.');
    });
    await expect(ours.get('signing')).rejects.toThrow('No answer.');
    meanwhile(async () => undefined);
    expect(await textOf(ours.get('signing'))).toBe('one');
  });
});

describe('a secret', () => {
  const secret = new Secret('p4ss-w0rd', 'v1');
  const logged = (facts: Record<string, unknown>) => {
    const lines: string[] = [];
    const log = jsonLog((line) => lines.push(line));
    log.info('Rotated', facts);
    log.error(`It was ${secret}`, facts);
    return lines.join('\n');
  };
  const circle: Record<string, unknown> = { secret };
  circle.self = circle;

  it.each<[string, Record<string, unknown>]>([
    ['alone', { secret }],
    ['in an error', { error: new Error(`Cannot sign with ${secret}`, { cause: { secret } }) }],
    ['in the facts of an error', { error: new FleetError('upstream', 'x', 'No.', { secret }) }],
    ['in the state of a saga', { saga: { history: [{ input: [{ secret }], output: JSON.stringify({ secret }) }] } }],
    ['in what is no JSON', { circle, size: 10n }],
    ['in a map', { map: new Map([['secret', secret]]), set: new Set([secret]) }],
  ])('does not land in a log: %s', (_, facts) => expect(logged(facts)).not.toContain('p4ss'));

  it('is hidden however it is shown, and told to who asks for it', () => {
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify(secret),
      JSON.stringify({ ...secret }),
      inspect(secret, { showHidden: true, depth: 9, customInspect: false }),
      inspect([secret]),
      Object.entries(secret).join(),
      [secret].join(),
    ].join('\n');
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain('p4ss');
    expect(secret.reveal()).toBe('p4ss-w0rd');
  });
});
