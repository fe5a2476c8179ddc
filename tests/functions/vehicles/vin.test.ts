import fc from 'fast-check';
import { countryOf } from '../../../functions/vehicles/countries.ts';
import { makerOf } from '../../../functions/vehicles/makers.ts';
import { checkDigitOf, modelYearsOf, vinCheckOf } from '../../../functions/vehicles/vin.ts';
import { app, found } from '../company.ts';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const vins = fc.array(fc.constantFrom(...LETTERS), { minLength: 17, maxLength: 17 }).map((letters) => letters.join(''));

describe('the check digit of a VIN', () => {
  it.each([
    ['1M8GDM9AXKP042788', 'valid'],
    ['11111111111111111', 'valid'],
    ['1HGCM82633A004352', 'valid'],
    ['1HGCM82643A004352', 'invalid'],
    ['5GZCZ43D13S812715', 'valid'],
    ['LRW3E7FA0MC123456', 'invalid'],
    ['WVWZZZ1JZ3W386752', 'not-used'],
  ])('of %s is %s', (vin, expected) => expect(vinCheckOf(vin)).toBe(expected));

  it('finds every single character that was mistyped for one of another value', () =>
    fc.assert(
      fc.property(vins, fc.nat(16), fc.constantFrom(...LETTERS), (vin, index, other) => {
        const right = `1${vin.slice(1, 8)}0${vin.slice(9)}`;
        const checked = right.slice(0, 8) + checkDigitOf(right) + right.slice(9);
        expect(vinCheckOf(checked)).toBe('valid');
        if (index === 0 || index === 8) return;
        const wrong = checked.slice(0, index) + other + checked.slice(index + 1);
        const sameValue = checkDigitOf(wrong) === checkDigitOf(checked);
        expect(vinCheckOf(wrong)).toBe(sameValue ? 'valid' : 'invalid');
      }),
    ));
});

describe('what a VIN tells', () => {
  it.each([
    ['WVWZZZ1JZ3W386752', 'DE', 'Volkswagen'],
    ['VF1FL000067891234', 'FR', 'Renault'],
    ['YV2RT40A1FB123456', 'SE', 'Volvo Trucks'],
    ['XLRTE47MS0E123456', 'NL', 'DAF'],
    ['1FTFW1ET5DFC10312', 'US', 'Ford'],
    ['7SAYGDEE1NF312345', 'US', 'Tesla'],
    ['7A84A0B0123456789', 'NZ', undefined],
    ['3VWFE21C04M000001', 'MX', 'Volkswagen'],
    ['SA9ABCDEFGH123456', 'GB', undefined],
    ['00000000000000000', undefined, undefined],
  ])('%s: %s, %s', (vin, country, maker) => expect([countryOf(vin), makerOf(vin)]).toEqual([country, maker]));

  it('names a model year in North America only, and both when two are possible', () => {
    expect(modelYearsOf('1HGCM82633A004352', 2026)).toEqual([2003]);
    expect(modelYearsOf('1HGCM8263KA004352', 2026)).toEqual([2019, 1989]);
    expect(modelYearsOf('1HGCM8263VA004352', 2026)).toEqual([2027, 1997]);
    expect(modelYearsOf('1HGCM8263WA004352', 2026)).toEqual([1998]);
    expect(modelYearsOf('1HGCM82630A004352', 2026)).toEqual([]);
    expect(modelYearsOf('YV2RT40A1KB123456', 2026)).toEqual([]);
  });

  it('is asked for by anybody who may see the fleet', async () => {
    const acme = await found(app(), 'acme');
    const viewer = acme.as('viewer');
    expect((await viewer.get('vin/wvwzzz1jz3w386752')).body).toEqual({
      vin: 'WVWZZZ1JZ3W386752',
      wmi: 'WVW',
      check: 'not-used',
      country: 'DE',
      maker: 'Volkswagen',
      modelYears: [],
    });
    expect(await viewer.get('vin/WVWZZZ1JZ3W38675O')).toMatchObject({ status: 400, body: { code: 'path/invalid' } });
  });
});
