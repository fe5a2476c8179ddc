import { cachedSecrets } from '../../../shared/secrets/cached-secrets.ts';
import { memoryVault } from '../../../shared/secrets/memory-vault.ts';
import { sealOf } from '../../../shared/secrets/seal.ts';

const text = Buffer.from('the key is dk_42');
const open = () => cachedSecrets(memoryVault());

describe('a seal', () => {
  it('hides a text, and opens it again wherever the vault is', async () => {
    const vault = memoryVault();
    const sealed = (await sealOf(cachedSecrets(vault), 'answers')).seal(text, 'request-1');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('dk_42');
    expect((await sealOf(cachedSecrets(vault), 'answers')).open(sealed, 'request-1')).toEqual(text);
  });

  it('never seals alike', async () => {
    const { seal } = await sealOf(open(), 'answers');
    expect(seal(text, 'request-1')).not.toBe(seal(text, 'request-1'));
  });

  it('does not open about something else, nor when it was changed, nor cut short', async () => {
    const { seal, open: unseal } = await sealOf(open(), 'answers');
    const sealed = seal(text, 'request-1');
    const changed = sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(() => unseal(sealed, 'request-2')).toThrow();
    expect(() => unseal(changed, 'request-1')).toThrow();
    expect(() => unseal(sealed.slice(0, -4), 'request-1')).toThrow();
    expect(() => unseal('', 'request-1')).toThrow();
  });

  it('of an older version is found by its version, and of none that is gone', async () => {
    const secrets = open();
    const old = await sealOf(secrets, 'answers');
    const sealed = old.seal(text, 'request-1');
    await secrets.in('system').rotate('answers', () => 'another key');
    expect((await sealOf(secrets, 'answers')).version).not.toBe(old.version);
    expect((await sealOf(secrets, 'answers', old.version)).open(sealed, 'request-1')).toEqual(text);
    await expect(sealOf(secrets, 'answers', 'never')).rejects.toMatchObject({ kind: 'upstream' });
  });

  it('derives the same from the same text, and nothing that another key derives', async () => {
    const [one, other] = [await sealOf(open(), 'answers'), await sealOf(open(), 'answers')];
    expect(one.derive('seed/1')).toEqual(one.derive('seed/1'));
    expect(one.derive('seed/1')).not.toEqual(one.derive('seed/2'));
    expect(one.derive('seed/1')).not.toEqual(other.derive('seed/1'));
  });
});
