import { memoryBlobs } from '../../../shared/blobs/memory-blobs.ts';
import { defenderScanner, RESULT_TAG } from '../../../shared/scanning/defender.ts';
import { EICAR, testStringScanner } from '../../../shared/scanning/test-string.ts';

const scene = async (content: string) => {
  const blobs = memoryBlobs(() => new Date('2026-03-02T08:00:00Z'));
  await blobs.in('ten_acme').write('a', Buffer.from(content), { contentType: 'text/plain' });
  return blobs;
};

describe('the scanner of a laptop', () => {
  it.each([
    ['clean', 'nothing to see here'],
    ['infected', `${'x'.repeat(100_000)}${EICAR}`],
    ['infected', EICAR],
    ['clean', EICAR.slice(1)],
  ])('says %s', async (verdict, content) =>
    expect(await testStringScanner(await scene(content)).scan('ten_acme', 'a')).toBe(verdict),
  );

  it('finds what two chunks share', async () => {
    const blobs = await scene('');
    const halves = [EICAR.slice(0, 30), EICAR.slice(30)].map((half) => Buffer.from(half));
    const split = {
      in: () => ({
        ...blobs.in('ten_acme'),
        read: async () => {
          const found = await blobs.in('ten_acme').read('a');
          return (
            found && {
              ...found,
              content: Object.assign(found.content, { [Symbol.asyncIterator]: () => halves.values() }),
            }
          );
        },
      }),
    };
    expect(await testStringScanner(split as never).scan('ten_acme', 'a')).toBe('infected');
  });

  it('says when there is nothing', async () =>
    await expect(testStringScanner(await scene('')).scan('ten_acme', 'b')).rejects.toMatchObject({
      code: 'scanning/no-blob',
    }));
});

describe('what Defender has found', () => {
  it.each([
    ['clean', { [RESULT_TAG]: 'No threats found' }],
    ['infected', { [RESULT_TAG]: 'Malicious' }],
    ['unknown', { [RESULT_TAG]: 'Error' }],
    ['unknown', { [RESULT_TAG]: 'Not scanned' }],
    ['unknown', {}],
  ])('is %s when its tags are %j', async (verdict, tags) => {
    const blobs = await scene(EICAR);
    blobs.tag('ten_acme', 'a', tags);
    expect(await defenderScanner(blobs).scan('ten_acme', 'a')).toBe(verdict);
  });

  it('is nothing when there is no blob', async () =>
    await expect(defenderScanner(await scene('')).scan('ten_acme', 'b')).rejects.toMatchObject({
      code: 'scanning/no-blob',
    }));
});
