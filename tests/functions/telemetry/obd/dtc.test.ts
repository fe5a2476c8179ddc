import fc from 'fast-check';
import { describeDtc } from '../../../../functions/telemetry/obd/describe-dtc.ts';
import { dtcOf, dtcsIn, dtcText, isDtc } from '../../../../functions/telemetry/obd/dtc.ts';
import { OTHER_TEXTS } from '../../../../functions/telemetry/obd/other-texts.ts';
import { POWERTRAIN_TEXTS } from '../../../../functions/telemetry/obd/powertrain-texts.ts';

describe('a trouble code', () => {
  it.each([
    [0x0301, 'P0301'],
    [0x0420, 'P0420'],
    [0x2bac, 'P2BAC'],
    [0x4035, 'C0035'],
    [0x9234, 'B1234'],
    [0xc100, 'U0100'],
    [0xffff, 'U3FFF'],
  ])('%d is written %s', (word, code) => expect(dtcOf(word)).toBe(code));

  it('is well formed, whatever the two bytes', () =>
    fc.assert(fc.property(fc.nat(0xffff), (word) => isDtc(dtcOf(word)))));

  it.each(['P0301', 'U3FFF', 'SPN110/FMI0'])('may be %s', (code) => expect(isDtc(code)).toBe(true));
  it.each(['', 'P030', 'P4000', 'X0301', 'p0301', 'P0301 ', 'SPN/FMI1'])('is not “%s”', (code) =>
    expect(isDtc(code)).toBe(false),
  );

  it('comes two bytes each, and zeroes are none', () =>
    expect(dtcsIn(Buffer.from('0301c1000000', 'hex'))).toEqual(['P0301', 'U0100']));
  it('that is cut off is none', () => expect(dtcsIn(Buffer.from('0301c1', 'hex'))).toEqual(['P0301']));
});

describe('the trouble codes of a fix', () => {
  it('are each there once, and only codes', () =>
    expect(dtcText(['p0301', ' P0420 ', 'P0301', '', 'none'])).toBe('P0301,P0420'));
  it('are absent when there are none', () => expect(dtcText(['', 'ok'])).toBeUndefined());
  it('are as many as an attribute has room for', () => {
    const many = dtcText(Array.from({ length: 100 }, (_, index) => dtcOf(0x0100 + index))) ?? '';
    expect(many.length).toBeLessThanOrEqual(200);
    expect(many.split(',').every(isDtc)).toBe(true);
    expect(many.split(',')).toHaveLength(33);
  });
});

describe('what a trouble code is about', () => {
  it.each([
    ['P0171', 'Mixture too lean, bank 1'],
    ['P0300', 'Misfire in changing or several cylinders'],
    ['P0301', 'Misfire in cylinder 1'],
    ['P0310', 'Misfire in cylinder 10'],
    ['P0312', 'Misfire in cylinder 12'],
    ['P0204', 'Injector of cylinder 4: circuit'],
    ['P0352', 'Ignition coil B: circuit'],
    ['P0672', 'Glow plug of cylinder 2: circuit'],
    ['P0130', 'Oxygen sensor, bank 1 sensor 1: circuit'],
    ['P0141', 'Oxygen sensor, bank 1 sensor 2: heater: circuit'],
    ['P0157', 'Oxygen sensor, bank 2 sensor 2: signal low'],
    ['C0035', 'Left front wheel speed: circuit'],
    ['U0100', 'Nothing heard from the engine control'],
    // No table has these.
    ['P0199', 'Fuel and air: fault'],
    ['P0899', 'Gearbox: fault'],
    ['P0C99', 'Hybrid or electric drive: fault'],
    ['P1234', 'Fuel and air: injectors: a code of the maker'],
    ['P3100', 'Fuel and air: a code of the maker'],
    ['P3456', 'Emission control: fault'],
    ['B2999', 'Body: a code of the maker'],
    ['C0999', 'Chassis: fault'],
    ['U1000', 'Network: a code of the maker'],
  ])('%s: %s', (code, text) => expect(describeDtc(code)).toBe(text));

  it('is said of every code there can be, and of nothing else', () => {
    fc.assert(fc.property(fc.nat(0xffff), (word) => (describeDtc(dtcOf(word))?.length ?? 0) > 5));
    expect(describeDtc('hello')).toBeUndefined();
  });

  const texts = Object.entries({ ...POWERTRAIN_TEXTS, ...OTHER_TEXTS });
  it('is in the tables for the common ones, each with words of its own', () => {
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter(([code]) => !isDtc(code))).toEqual([]);
    expect(new Set(texts.map(([, text]) => text)).size).toBe(texts.length);
    expect(texts.filter(([, text]) => text.length > 60)).toEqual([]);
  });
});
