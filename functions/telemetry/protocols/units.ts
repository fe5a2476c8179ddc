// The international mile of 1959 and the US liquid gallon: NIST Handbook 44, appendix C.
export const METRES_PER_MILE = 1_609.344;
export const METRES_PER_SECOND_PER_MPH = METRES_PER_MILE / 3_600;
export const METRES_PER_SECOND_PER_KMH = 1 / 3.6;
/** The nautical mile has 1,852 metres. */
export const METRES_PER_SECOND_PER_KNOT = 1_852 / 3_600;
export const METRES_PER_KILOMETRE = 1_000;
export const MILLILITRES_PER_GALLON = 3_785.411784;
export const MILLILITRES_PER_LITRE = 1_000;
export const SECONDS_PER_HOUR = 3_600;
