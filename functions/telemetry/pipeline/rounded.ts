/** To two decimals: what is stored for every vehicle is short. */
export const toHundredths = (value: number): number => Math.round(value * 100) / 100;

/** Degrees to five decimals, about a metre. */
export const toMetre = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
