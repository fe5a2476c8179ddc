import { hashOf, isKey, newKey } from '../../../shared/identity/keys.ts';

describe('a key', () => {
  it('can be told from whatever is none', () => {
    for (let n = 0; n < 200; n++) expect(isKey('dk', newKey('dk'))).toBe(true);
  });

  it.each([
    '',
    'dk_',
    'dk_guess',
    `wf_${'0'.repeat(26)}`,
    `dk_${'0'.repeat(27)}`,
    `dk_${'O'.repeat(26)}`,
    `dk_${'i'.repeat(26)}`,
  ])('%j is none', (text) => expect(isKey('dk', text)).toBe(false));

  it('is never made twice', () => expect(new Set(Array.from({ length: 1_000 }, () => newKey('dk'))).size).toBe(1_000));

  it('uses every letter of its alphabet about as often', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 1_000; n++)
      for (const letter of newKey('dk').slice(3)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count / (26_000 / 32) - 1)).toBeLessThan(0.3);
  });

  it('is stored as a hash that says nothing of it, and is always the same', () => {
    expect(hashOf('dk_1')).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf('dk_1')).toBe(hashOf('dk_1'));
    expect(hashOf('dk_1')).not.toBe(hashOf('dk_2'));
  });
});
