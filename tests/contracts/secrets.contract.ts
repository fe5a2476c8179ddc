import { inspect } from 'node:util';
import type { Secrets } from '../../shared/secrets/secrets.ts';

const textOf = async (secret: Promise<{ reveal(): string } | undefined>) => (await secret)?.reveal();

/** The promises every store of secrets keeps. Names are new in every test: the vault may be shared. */
export const secretsContract = (name: string, open: () => Promise<Secrets>) =>
  describe(`secrets: ${name}`, () => {
    let secrets: Secrets;
    let tests = 0;
    let tenant = '';
    const acme = () => secrets.in(tenant);
    const globex = () => secrets.in(`${tenant}-globex`);
    beforeEach(async () => {
      secrets ??= await open();
      tests += 1;
      tenant = `ten_acme${tests}`;
    });

    it('has nothing under a name that nobody has set', async () => {
      expect(await acme().get('signing')).toBeUndefined();
      expect(await acme().get('signing', 'a'.repeat(32))).toBeUndefined();
    });

    it('gives back what was set, and hides it from everything but who asks for it', async () => {
      await acme().set('signing', 'p4ss-Élan\n');
      const secret = await acme().get('signing');
      expect(secret?.reveal()).toBe('p4ss-Élan\n');
      for (const shown of [`${secret}`, JSON.stringify({ secret }), inspect({ secret }, { showHidden: true })]) {
        expect(shown).toContain('[secret]');
        expect(shown).not.toContain('p4ss');
      }
    });

    it('keeps older versions', async () => {
      const first = await acme().set('signing', 'one');
      const second = await acme().set('signing', 'two');
      expect(first.version).not.toBe(second.version);
      expect(await textOf(acme().get('signing'))).toBe('two');
      expect(await textOf(acme().get('signing', first.version))).toBe('one');
      expect(await textOf(acme().get('signing', second.version))).toBe('two');
    });

    it('rotates to a version made from the one before, which stays readable', async () => {
      const first = await acme().rotate('signing', (current) => `${current?.reveal() ?? 'made'}+1`);
      const second = await acme().rotate('signing', async (current) => `${current?.reveal()}+2`);
      expect(second.reveal()).toBe('made+1+2');
      expect(await textOf(acme().get('signing'))).toBe('made+1+2');
      expect(await textOf(acme().get('signing', first.version))).toBe('made+1');
    });

    it('changes nothing when the next version cannot be made', async () => {
      await acme().set('signing', 'one');
      const failing = acme().rotate('signing', () => {
        throw new Error('No.');
      });
      await expect(failing).rejects.toThrow('No.');
      expect(await textOf(acme().get('signing'))).toBe('one');
    });

    it('removes a secret with all its versions until it is restored', async () => {
      const first = await acme().set('signing', 'one');
      await acme().set('signing', 'two');
      await acme().remove('signing');
      expect(await acme().get('signing')).toBeUndefined();
      expect(await acme().get('signing', first.version)).toBeUndefined();
      expect(await acme().names()).toEqual([]);
      await expect(acme().set('signing', 'three')).rejects.toMatchObject({
        kind: 'conflict',
        code: 'secrets/removed',
      });

      await acme().restore('signing');
      expect(await textOf(acme().get('signing'))).toBe('two');
      expect(await textOf(acme().get('signing', first.version))).toBe('one');
    });

    it('may remove what is not there, and cannot restore it', async () => {
      expect(await acme().remove('signing')).toBeUndefined();
      await expect(acme().restore('signing')).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('restores what was never removed as it is', async () => {
      await acme().set('signing', 'one');
      await acme().restore('signing');
      expect(await textOf(acme().get('signing'))).toBe('one');
    });

    it('lists the names of one company, sorted, as they were given', async () => {
      const names = ['Webhooks/signing', 'a', 'b_c', 'webhooks-signing', 'webhooks/signing', 'über'];
      for (const one of names.toReversed()) await acme().set(one, 'text');
      await globex().set('theirs', 'text');
      expect(await acme().names()).toEqual(names);
    });

    it('never takes one name for another, nor one company', async () => {
      const places: readonly [tenantId: string, name: string][] = [
        [tenant, 'a-b'],
        [tenant, 'a_b'],
        [tenant, 'a/b'],
        [tenant, 'A/B'],
        [tenant, 'a-2fb'],
        [`${tenant}-`, 'a-b'],
        [`${tenant}--a`, 'b'],
        [tenant.toUpperCase(), 'a-b'],
        [tenant, '-a-b'],
      ];
      for (const place of places) await secrets.in(place[0]).set(place[1], place.join(' '));
      for (const place of places) expect(await textOf(secrets.in(place[0]).get(place[1]))).toBe(place.join(' '));
    });

    it.each([
      ['nothing', ''],
      ['more than a vault has room for', 'x'.repeat(128)],
      ['half a character', '\ud800'],
    ])('cannot have %s for a name', async (_, bad) => {
      await expect(acme().get(bad)).rejects.toMatchObject({ kind: 'invalid', code: 'secrets/bad-name' });
      await expect(acme().set(bad, 'text')).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('has 25,600 bytes at most, and one at least', async () => {
      await acme().set('signing', 'x'.repeat(25_600));
      expect(await textOf(acme().get('signing'))).toHaveLength(25_600);
      const refused = (kind: string) => expect.objectContaining({ kind, code: 'secrets/bad-size' });
      await expect(acme().set('signing', '')).rejects.toEqual(refused('invalid'));
      await expect(acme().set('signing', 'ü'.repeat(12_801))).rejects.toEqual(refused('too-large'));
    });

    it('belongs to a company', async () => await expect(secrets.in('').get('signing')).rejects.toThrow('tenant'));
  });
