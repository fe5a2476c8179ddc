import { Line, Text } from '../../../shared/kernel/text.ts';

describe('text that a person has written', () => {
  it('is trimmed', () => expect(Line(10).parse(' Van 7 ')).toBe('Van 7'));

  it.each(['a\u0000', 'a\u202eb', 'a\ud800b', 'a\udfff', '', ' ', 'x'.repeat(11)])('of one line is not %j', (text) =>
    expect(Line(10).safeParse(text).success).toBe(false),
  );

  it.each(['a\nb', 'a\tb'])('of several lines may be %j, and of one line may not', (text) => {
    expect(Text(10).safeParse(text).success).toBe(true);
    expect(Line(10).safeParse(text).success).toBe(false);
  });

  it.each(['a\u0000', 'a\u2066b', 'a\ud800b'])('of several lines is not %j', (text) =>
    expect(Text(10).safeParse(text).success).toBe(false),
  );

  it('may have characters of any script', () => expect(Line(10).parse('Ünal 🚚 車')).toBe('Ünal 🚚 車'));
});
