import fc from 'fast-check';
import type { Protocol, Reading } from '../../../../functions/telemetry/protocols/protocol.ts';

export const NOW = Date.parse('2026-03-02T08:00:00.000Z');

/** A reading so short that a table can hold it: the fix with its time in words, or the reason. */
export const brief = (reading: Reading | undefined) => {
  if (!reading) return undefined;
  if ('reason' in reading) return reading.reason;
  const { at, ...rest } = reading.fix;
  return { at: new Date(at).toISOString(), ...rest };
};

export const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/** The fixes of a body, in a form that can be compared. */
export const fixesOf = (protocol: Protocol, bytes: Buffer) =>
  protocol.read(bytes, NOW).readings.flatMap((reading) => ('fix' in reading ? [JSON.stringify(reading.fix)] : []));

/** Of a body cut off anywhere, every fix is one of the whole body's. */
export const cutAnywhere = (protocol: Protocol, body: Buffer) => {
  const whole = new Set(fixesOf(protocol, body));
  for (let length = 0; length < body.length; length++)
    for (const fix of fixesOf(protocol, body.subarray(0, length))) expect(whole).toContain(fix);
};

/**
 * Of a body with one bit turned over, every fix is one of the whole body's, and, when a checksum protects the name too, of no other
 * device.
 */
export const flippedAnywhere = (protocol: Protocol, body: Buffer, isNamed = false) => {
  const { deviceId } = protocol.read(body, NOW);
  const whole = new Set(fixesOf(protocol, body));
  for (let bit = 0; bit < body.length * 8; bit++) {
    const flipped = Buffer.from(body);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    for (const fix of fixesOf(protocol, flipped)) expect(whole).toContain(fix);
    if (isNamed) expect([undefined, deviceId]).toContain(protocol.read(flipped, NOW).deviceId);
  }
};

/** Whatever bytes come, alone or amid a real message, there is an answer and no exception. */
export const neverThrows = (protocol: Protocol, sample: Buffer) =>
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(sample.length),
      fc.nat(sample.length),
      (noise, from, length) => {
        const readings = [
          ...protocol.read(Buffer.from(noise), NOW).readings,
          ...protocol.read(Buffer.concat([sample.subarray(0, from), noise, sample.subarray(from, from + length)]), NOW)
            .readings,
        ];
        for (const reading of readings)
          if ('fix' in reading) {
            expect(Math.abs(reading.fix.lat)).toBeLessThanOrEqual(90);
            expect(Math.abs(reading.fix.lon)).toBeLessThanOrEqual(180);
            expect(Number.isSafeInteger(reading.fix.at)).toBe(true);
          } else expect(reading.issue.message).not.toBe('');
      },
    ),
    { numRuns: 300 },
  );
