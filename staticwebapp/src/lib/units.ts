/** The API speaks SI. This is the one place where it becomes what a dispatcher reads. */
export const kilometresPerHour = (metresPerSecond: number): number => metresPerSecond * 3.6;
export const metresPerSecond = (kilometresPerHour: number): number => kilometresPerHour / 3.6;
export const kilometres = (metres: number): number => metres / 1000;
