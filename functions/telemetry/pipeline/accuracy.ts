import type { ReceivedFix } from '../fix.ts';

/** What a receiver under open sky does no worse than, by far, when it says nothing about it. Metres. */
const USUAL = 10;
/** The error of one range as users see it, by which a dilution of precision is multiplied: GPS Standard Positioning Service, 2020, with margin. Metres. */
const RANGE_ERROR = 5;

/** How far off a fix may be: one standard deviation in metres, as far as the device says. Some say 0 for "unknown". */
export const accuracyOf = (fix: ReceivedFix): number => {
  if (fix.accuracy) return fix.accuracy;
  const hdop = fix.attributes?.hdop;
  return typeof hdop === 'number' && hdop > 0 ? hdop * RANGE_ERROR : USUAL;
};
