import type { Attributes } from '../../../../functions/telemetry/contract.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';

/** Numbers from 0 to below 1, the same for the same seed (Mulberry32). */
export const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** What was really done to the tank. Percent; milliseconds. */
export interface Done {
  readonly kind: 'refuelled' | 'fuel-drained';
  readonly at: number;
  readonly percent: number;
}

export interface Moment {
  readonly fix: ReceivedFix;
  readonly isDriving: boolean;
  /** Whether a trip has ended just now. */
  readonly ended: boolean;
}

export interface Life {
  readonly moments: readonly Moment[];
  readonly done: readonly Done[];
  /** Percent that the engine has burnt, in all. */
  readonly burnt: number;
  readonly hours: number;
}

export interface Habits {
  readonly hours: number;
  /** Of a stay. */
  readonly refuels: number;
  readonly drains: number;
  /** Whether the device says what the key does. */
  readonly ignition: boolean;
  /** Whether it sleeps while the key is off. */
  readonly sleeps?: boolean;
  /** Seconds between two fixes on the way. */
  readonly every?: number;
}

/** The life of a vehicle whose tank is measured badly: slosh of 5 percent, slopes of 8, single spikes, values that are missing or zero. */
export const live = (seed: number, { hours, refuels, drains, ignition, sleeps = false, every = 30 }: Habits): Life => {
  const random = seeded(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  const chance = (probability: number) => random() < probability;
  const start = Date.UTC(2026, 0, 5);
  const moments: Moment[] = [];
  const done: Done[] = [];
  let [now, level, burnt, lat] = [start, 80, 0, 49];

  const measured = (slosh: number, slope: number): Attributes => {
    const what = random();
    if (what < 0.02) return {};
    if (what < 0.03) return { fuelLevel: 0 };
    if (what < 0.035) return { fuelLevel: Math.round(between(1, 100)) };
    const shown = level + between(-slosh, slosh) + slope;
    return { fuelLevel: Math.max(0, Math.min(100, Math.round(shown * 2.5) / 2.5)) };
  };
  const send = (speed: number, key: boolean, isDriving: boolean, slosh: number, slope: number, ended = false) => {
    const attributes = { ...measured(slosh, slope), ...(ignition && { ignition: key }) };
    const fix = { at: now, receivedAt: now, lat: lat + between(-5e-5, 5e-5), lon: 8.4, speed, attributes };
    moments.push({ fix, isDriving, ended });
  };

  const drive = () => {
    const rate = between(2, 12);
    // There and back, so that no life leads over the pole.
    const north = lat < 50 ? 1 : -1;
    const until = now + between(0.2, 3) * 3_600_000;
    let light = 0;
    while (now < until && level > 8) {
      now += every * 1000;
      if (light <= 0 && chance(every / 600)) light = between(20, 100);
      light -= every;
      const speed = light > 0 ? 0 : between(4, 30);
      lat += (north * speed * every) / 111_000;
      const less = (rate * every) / 3600;
      level -= less;
      burnt += less;
      send(speed, true, true, 5, 0);
    }
  };

  /** Pours in or takes out over some minutes, and is seen doing it unless the device sleeps. */
  const change = (by: number, minutes: number, slope: number, kind: Done['kind']) => {
    done.push({ kind, at: now, percent: Math.abs(by) });
    for (let minute = 0; minute < minutes; minute += 1) {
      now += 60_000;
      level += by / minutes;
      if (!sleeps) send(0, false, false, 0.6, slope);
    }
  };

  const park = () => {
    const slope = chance(0.4) ? (chance(0.5) ? 8 : -8) : between(-1, 1);
    for (let settled = 0; settled < 90; settled += 30) {
      now += 30_000;
      send(0, true, true, settled < 60 ? 3 : 0.6, slope);
    }
    now += 5_000;
    send(0, false, false, 0.6, slope, true);
    const rest = between(0.2, 6) * 3_600_000;
    const wait = (until: number) => {
      while (now < until) {
        now = Math.min(now + 300_000, until);
        if (!sleeps) send(0, false, false, 0.6, slope);
      }
    };
    const begun = now;
    wait(begun + rest / 2);
    if (level < 25 || chance(refuels)) {
      const by = Math.min(97 - level, between(20, 90));
      if (by >= 20) change(by, Math.ceil(between(2, 6)), slope, 'refuelled');
    } else if (level > 35 && chance(drains))
      change(-between(12, Math.min(60, level - 15)), Math.ceil(between(3, 15)), slope, 'fuel-drained');
    wait(begun + rest + 3_600_000);
    for (let settled = 0; settled < 60; settled += 30) {
      now += 30_000;
      send(0, true, false, 0.6, slope);
    }
  };

  while (now - start < hours * 3_600_000) {
    drive();
    park();
  }
  drive();
  return { moments, done, burnt, hours: (now - start) / 3_600_000 };
};
