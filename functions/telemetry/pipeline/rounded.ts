/** To two decimals: what is stored for every vehicle is short. */
export const toHundredths = (value: number): number => Math.round(value * 100) / 100;

/** Degrees to five decimals, about a metre. */
export const toMetre = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** For what changes so slowly that hundredths would stand still. */
export const toThousandths = (value: number): number => Math.round(value * 1000) / 1000;
