/** Since when it stands where: seconds since 1970, degrees. */
export type Stop = readonly [since: number, lat: number, lon: number];

/** What a tank shows at one place. Percent; seconds since it stopped there. */
export interface Rest {
  /** Before anything happened. The slope it stands on moves this as well as all that is compared with it. */
  readonly base: number;
  /** When the level was last about `base`. */
  readonly held: number;
  /** The level since it last changed by more than noise, and when that was. */
  readonly plateau: number;
  readonly turned: number;
  /** Whether the engine was off ever since `base`: nobody can have moved it onto a slope. */
  readonly sure: boolean;
}

/** A place where the vehicle stood for so long that its tank may have been filled, or emptied. */
export interface Stay {
  readonly stop: Stop;
  /** Whether the engine has been off here. */
  readonly off: boolean;
  /** While it stands there, and its fuel has come to rest. */
  readonly rest?: Rest;
  /** When it left, seconds after it stopped; absent while it stands there. */
  readonly left?: number;
}

/** What is known of a tank. Percent of the tank, seconds since 1970. */
export interface TankMemory {
  /** While moving, smoothed; absent until it has moved for long enough. What a parked tank shows is never mixed in: slope would be. */
  readonly level?: number;
  /** The level down to which trips have been told what they took. */
  readonly paid?: number;
  /** How far levels on the way are from their median, in the mean. */
  readonly noise: number;
  /** When the last level was taken. */
  readonly at: number;
  /** The last levels of this stay, or since the last one. */
  readonly recent: readonly number[];
  /** It stands; too short a time so far for its fuel to have settled. */
  readonly stop?: Stop;
  /** Where it stands, or stood last; absent when what was done there is known. */
  readonly stay?: Stay;
  /** Room in it, millilitres. */
  readonly room?: number;
}

const tenth = (percent: number): number => Math.round(percent * 10) / 10;

/** A sensor that has lost its wire, or its power with the key, shows nothing. No tank can be sucked so dry. */
const LOWEST = 0.1;
/** Some show a little more than full. */
const HIGHEST = 102;

/** Percent in the tank as the device says, if it says what can be. */
export const levelOf = (percent: unknown, millilitres: unknown, room: number | undefined): number | undefined => {
  const level =
    typeof percent === 'number'
      ? percent
      : typeof millilitres === 'number' && room !== undefined
        ? (millilitres / room) * 100
        : Number.NaN;
  return level >= LOWEST && level <= HIGHEST ? tenth(Math.min(level, 100)) : undefined;
};
