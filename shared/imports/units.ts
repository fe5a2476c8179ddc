import type { Measure } from './importable.ts';

/** How much of our unit one of each is. Miles and gallons are exact by their definitions. */
const FACTORS = {
  metres: { m: 1, km: 1000, mi: 1609.344 },
  seconds: { s: 1, min: 60, h: 3600 },
  millilitres: { ml: 1, l: 1000, 'gal-us': 3785.411784, 'gal-uk': 4546.09 },
  'watt-hours': { wh: 1, kwh: 1000 },
} as const satisfies Record<Measure, Readonly<Record<string, number>>>;

export const UNITS = ['m', 'km', 'mi', 's', 'min', 'h', 'ml', 'l', 'gal-us', 'gal-uk', 'wh', 'kwh'] as const;
export type Unit = (typeof UNITS)[number];

/** The units in which a measure can be written. */
export const unitsOf = (measure: Measure): readonly string[] => Object.keys(FACTORS[measure]);

/** A measure in our unit, a whole number of it; undefined when it is not a unit of that measure. */
export const inOurUnit = (measure: Measure, value: number, unit: Unit): number | undefined => {
  const factor = (FACTORS[measure] as Readonly<Record<string, number>>)[unit];
  return factor === undefined ? undefined : Math.round(value * factor);
};

export const isMeasure = (reading: string): reading is Measure => reading in FACTORS;
