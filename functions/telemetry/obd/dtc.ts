/**
 * Diagnostic trouble codes as SAE J2012 / ISO 15031-6 write them: a letter of the system, a digit 0 to 3, three hexadecimal digits. Those of heavy vehicles
 * (SAE J1939-73) are written as the parameter and the failure mode: `SPN110/FMI0`.
 */
const SYSTEMS = 'PCBU';
const CODE = /^(?:[PCBU][0-3][0-9A-F]{3}|SPN\d{1,6}\/FMI\d{1,2})$/;
/** A text attribute has 200 characters. */
const MOST_CHARACTERS = 200;

export const isDtc = (code: string): boolean => CODE.test(code);

/** The code that two bytes stand for: the upper two bits are the system, the next two the first digit. `dtcOf(0x0301)` is `P0301`. */
export const dtcOf = (word: number): string =>
  `${SYSTEMS[(word >> 14) & 3]}${(word >> 12) & 3}${(word & 0xfff).toString(16).toUpperCase().padStart(3, '0')}`;

/** The codes of an answer to service 03, 07 or 0A, two bytes each, without its first byte; zeroes fill the frame and are none. */
export const dtcsIn = (bytes: Uint8Array): string[] => {
  const codes: string[] = [];
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    const word = ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
    if (word !== 0) codes.push(dtcOf(word));
  }
  return codes;
};

/** First bytes of answers to services 03, 07 and 0A: stored, pending and permanent codes. */
const CODE_ANSWERS: readonly (number | undefined)[] = [0x43, 0x47, 0x4a];

/**
 * The codes in an answer to service 03, 07 or 0A, with its first byte. On CAN the number of codes comes before them, on older buses it does not: then they are filled
 * up to three, so that the number of bytes tells which it is. Undefined when it is no such answer, or is cut off.
 */
export const readDtcs = (answer: Buffer): string[] | undefined => {
  if (!CODE_ANSWERS.includes(answer[0])) return undefined;
  const rest = answer.subarray(1);
  if (rest.length % 2 === 0) return rest.length > 0 ? dtcsIn(rest) : undefined;
  const end = 1 + 2 * (rest[0] ?? 0);
  return end <= rest.length ? dtcsIn(rest.subarray(1, end)) : undefined;
};

/** What the attribute `dtcs` says: each code once, comma separated, as many as there is room for. Whatever is no code is left out; undefined when nothing remains. */
export const dtcText = (codes: Iterable<string>): string | undefined => {
  const known = new Set(Array.from(codes, (code) => code.trim().toUpperCase()).filter(isDtc));
  let text = '';
  for (const code of known) {
    const longer = text ? `${text},${code}` : code;
    if (longer.length > MOST_CHARACTERS) break;
    text = longer;
  }
  return text || undefined;
};
