/** In this order ISO 3780 counts the second character. */
const ORDER = 'ABCDEFGHJKLMNPRSTUVWXYZ1234567890';

/** Which countries the first two characters were given to: of each first character, ranges of the second (ISO 3780; countries as in ISO 3166-1). */
const RANGES: Readonly<Record<string, string>> = {
  A: 'A-H ZA, J-K CI, L-M LS, N-P BW, R-S NA, T-U MG, V-W MU, X-Y TN, 2-3 ZW, 4-5 MZ',
  B: 'A-B AO, C ET, F-G KE, H RW, L NG, R DZ, T SZ, U UG, 3-4 LY',
  C: 'A-B EG, F-G MA, L-M ZM',
  E: 'A-0 RU',
  H: 'A-0 CN',
  J: 'A-0 JP',
  K: 'F-H IL, L-R KR, S-T JO, 1-3 KR, 5 KG',
  L: 'A-0 CN',
  M: 'A-E IN, F-K ID, L-R TH, S MM, U MN, X KZ, 1-0 IN',
  N: 'A-E IR, F-G PK, J IQ, L-R TR, S-T UZ, V AZ, X TJ, Y AM, 1-5 IR, 7-8 TR',
  P: 'A-C PH, F-G SG, L-R MY, S-T BD, 5-0 IN',
  R: 'A-B AE, F-K TW, L-M VN, P LA, S-T SA, 1-7 HK',
  S: 'A-M GB, N-T DE, U-Z PL, 1-2 LV, 3 GE, 4 IS',
  T: 'A-H CH, J-P CZ, R-V HU, W-1 PT, 3-5 RS, 6 AD, 7-8 NL',
  U: 'A-C ES, H-M DK, N-R IE, U-X RO, 1-2 MK, 5-7 SK, 8-0 BA',
  V: 'A-E AT, F-R FR, S-W ES, X-2 FR, 3-5 HR, 6-8 EE',
  W: 'A-0 DE',
  X: 'A-C BG, F-H GR, L-R NL, S-W RU, X-Y LU, Z-0 RU',
  Y: 'A-E BE, F-K FI, N MT, S-W SE, X-2 NO, 3-5 BY, 6-8 UA',
  Z: 'A-U IT, X-Z SI, 1 SM, 3-5 LT, 6-0 RU',
  1: 'A-0 US',
  2: 'A-5 CA',
  3: 'A-X MX, 4 NI, 5 DO, 6 HN, 7 PA, 8-9 PR',
  4: 'A-0 US',
  5: 'A-0 US',
  6: 'A-X AU, Y-1 NZ',
  7: 'A-E NZ, F-0 US',
  8: 'A-E AR, F-G CL, L-N EC, S-T PE, X-Z VE, 2 BO, 4 CR',
  9: 'A-E BR, F-G CO, S-V UY, 1-0 BR',
};

const COUNTRIES: ReadonlyMap<string, string> = new Map(
  Object.entries(RANGES).flatMap(([first, ranges]) =>
    ranges.split(', ').flatMap((range) => {
      const [, from = '', to = from, country = ''] = /^(.)(?:-(.))? (..)$/.exec(range) ?? [];
      return [...ORDER.slice(ORDER.indexOf(from), ORDER.indexOf(to) + 1)].map(
        (second) => [first + second, country] as const,
      );
    }),
  ),
);

/** The country whose body has given the maker this VIN's identifier, as ISO 3166-1 alpha-2: where the maker sits, not always where it builds. */
export const countryOf = (vin: string): string | undefined => COUNTRIES.get(vin.slice(0, 2));
