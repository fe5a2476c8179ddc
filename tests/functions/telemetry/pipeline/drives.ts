import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';

const METRES_PER_DEGREE = 111_195;

/** Numbers from 0 to below 1 that look random and are the same for the same seed: mulberry32. */
export const randomFrom = (seed: number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export interface Device {
  readonly seed?: number;
  /** Seconds from fix to fix. */
  readonly every?: number;
  /** Metres, one standard deviation on each axis. */
  readonly noise?: number;
  /** Whether it says how fast it is, how exact, and whether the ignition is on. */
  readonly tellsSpeed?: boolean;
  readonly tellsAccuracy?: boolean;
  readonly tellsIgnition?: boolean;
  readonly at?: number;
  readonly lat?: number;
  readonly lon?: number;
  /** Further attributes of a fix, by what was truly driven (metres) and how long (seconds). */
  readonly also?: (driven: number, seconds: number) => Readonly<Record<string, string | number | boolean>>;
}

const DEVICE = {
  seed: 1,
  every: 10,
  noise: 3,
  tellsSpeed: true,
  tellsAccuracy: true,
  tellsIgnition: true,
  at: Date.UTC(2026, 2, 2, 6),
  lat: 49,
  lon: 8.4,
};

/**
 * A made-up vehicle with a made-up device: say what it does, and take the `fixes` that the device would have sent.
 * `drive().start().go(5_000, 15).stop(60).go(3_000, 10).off().stop(3_600).fixes`
 */
export const drive = (device: Device = {}) => new Drive({ ...DEVICE, ...device });

class Drive {
  readonly fixes: ReceivedFix[] = [];
  /** What was truly driven, metres. */
  driven = 0;
  private readonly device: typeof DEVICE & Device;
  private readonly random: () => number;
  private at: number;
  private lat: number;
  private lon: number;
  private heading = 90;
  private speed = 0;
  private isOn = false;
  private sentAt = Number.NEGATIVE_INFINITY;

  constructor(device: typeof DEVICE & Device) {
    this.device = device;
    this.random = randomFrom(device.seed);
    this.at = device.at;
    this.lat = device.lat;
    this.lon = device.lon;
  }

  /** Turns the key. */
  start = () => this.key(true);
  off = () => this.key(false);

  /** Straight on: metres at metres per second. */
  go(metres: number, speed: number) {
    this.speed = speed;
    return this.pass(metres / speed);
  }

  turn(degrees: number) {
    this.heading = (this.heading + degrees + 360) % 360;
    return this;
  }

  /** Stands for so many seconds. */
  stop(seconds: number) {
    this.speed = 0;
    return this.pass(seconds);
  }

  /** Sends nothing for so many seconds while it drives at that speed, or stands. */
  silent(seconds: number, speed = 0) {
    this.speed = speed;
    this.move(seconds);
    this.sentAt = this.at - this.device.every * 1_000;
    return this;
  }

  /** One more fix, as it is. */
  send(fix: Partial<ReceivedFix> = {}) {
    this.sentAt = this.at;
    this.fixes.push({ ...this.measured(), ...fix });
    return this;
  }

  private key(isOn: boolean) {
    this.isOn = isOn;
    this.speed = 0;
    if (this.device.tellsIgnition) {
      if (this.at === this.sentAt) this.move(1);
      this.send();
    }
    return this;
  }

  private pass(seconds: number) {
    const end = this.at + seconds * 1_000;
    for (let next = this.nextAt(); next <= end; next = this.nextAt()) {
      this.move((next - this.at) / 1_000);
      this.send();
    }
    this.move((end - this.at) / 1_000);
    return this;
  }

  private nextAt = () => Math.max(this.at, this.sentAt + this.device.every * 1_000);

  private move(seconds: number) {
    const metres = this.speed * seconds;
    const angle = (this.heading * Math.PI) / 180;
    this.at = Math.round(this.at + seconds * 1_000);
    this.driven += metres;
    this.lat += (metres * Math.cos(angle)) / METRES_PER_DEGREE;
    this.lon += (metres * Math.sin(angle)) / METRES_PER_DEGREE / Math.cos((this.lat * Math.PI) / 180);
  }

  private measured(): ReceivedFix {
    const { noise, tellsSpeed, tellsAccuracy, tellsIgnition, also, at } = this.device;
    const seconds = (this.at - at) / 1_000;
    const attributes = {
      ...(tellsIgnition && { ignition: this.isOn }),
      ...also?.(this.driven, seconds),
    };
    const east = (this.normal() * noise) / METRES_PER_DEGREE / Math.cos((this.lat * Math.PI) / 180);
    return {
      at: this.at,
      receivedAt: this.at + 2_000,
      lat: round(this.lat + (this.normal() * noise) / METRES_PER_DEGREE, 7),
      lon: round(this.lon + east, 7),
      ...(tellsSpeed && { speed: round(Math.abs(this.speed + this.normal() * 0.2), 3) }),
      ...(tellsAccuracy && { accuracy: round(Math.max(3, noise * 1.4), 2) }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    };
  }

  /** Of mean 0 and standard deviation 1: Box and Muller. */
  private normal = () => Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;
