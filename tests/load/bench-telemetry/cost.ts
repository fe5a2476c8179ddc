/** What was counted of a fleet over some hours of its own clock. */
export interface Counted {
  readonly vehicles: number;
  readonly shards: number;
  readonly fixes: number;
  readonly rounds: number;
  /** Request units of the writes of a shard's state, once a round, and of all else. */
  readonly unitsOfRounds: number;
  readonly unitsOfRest: number;
  /** Microseconds. */
  readonly cpu: number;
  readonly bytesPerFix: number;
  readonly bytesPerPosition: number;
}

/** What may be otherwise elsewhere. */
export interface Usage {
  readonly vehiclesPerShard: number;
  readonly wakeSeconds: number;
  /** Fixes of a request, and how many shards they are of: a list by vehicle is of few, one by time of nearly all. */
  readonly batch: number;
  readonly shardsPerRequest: number;
  /** A fix every so many seconds while driving, for so many hours a day, and every so many while parked. */
  readonly drivingEvery: number;
  readonly drivingHours: number;
  readonly parkedEvery: number;
  readonly keepMonths: number;
  /** Pages that show the whole fleet, for each thousand vehicles, and how many hours a month each is open. */
  readonly watchersPerThousand: number;
  readonly watchedHours: number;
  /** Seconds that a request and a round keep an instance busy, its gigabytes, and processor time of HTTP and the broker for a fix, microseconds. */
  readonly requestSeconds: number;
  readonly roundSeconds: number;
  readonly instanceGigabytes: number;
  readonly ingestCpu: number;
  /** How much of a core an instance may use before there is another. */
  readonly fullAt: number;
}

export const USUAL: Usage = {
  vehiclesPerShard: 512,
  wakeSeconds: 10,
  batch: 100,
  shardsPerRequest: 1.2,
  drivingEvery: 30,
  drivingHours: 2.5,
  parkedEvery: 600,
  keepMonths: 12,
  watchersPerThousand: 2,
  watchedHours: 176,
  requestSeconds: 0.02,
  roundSeconds: 0.2,
  instanceGigabytes: 2,
  ingestCpu: 20,
  fullAt: 0.6,
};

/** Dollars. */
export interface Prices {
  readonly perMillionUnits: number;
  readonly perGigabyteMonth: number;
  readonly perMillionOperations: number;
  readonly busPerMonth: number;
  readonly perLiveUnitMonth: number;
  readonly connectionsPerLiveUnit: number;
  /** Of each unit, in a month, before the rest is paid for. */
  readonly messagesOfLiveUnit: number;
  readonly perMillionLiveMessages: number;
  readonly perGigabyteSecond: number;
  readonly perMillionExecutions: number;
}

/** Examples, not quotations: docs/scale.md says where each is to be looked up. */
export const EXAMPLE_PRICES: Prices = {
  perMillionUnits: 0.25,
  perGigabyteMonth: 0.25,
  perMillionOperations: 0.8,
  busPerMonth: 10,
  perLiveUnitMonth: 49,
  connectionsPerLiveUnit: 1_000,
  messagesOfLiveUnit: 30_000_000,
  perMillionLiveMessages: 1,
  perGigabyteSecond: 0.000026,
  perMillionExecutions: 0.4,
};

/** A month of a fleet. */
export interface Month {
  readonly vehicles: number;
  readonly fixes: number;
  readonly units: number;
  readonly operations: number;
  readonly liveMessages: number;
  readonly connections: number;
  readonly executions: number;
  readonly gigabyteSeconds: number;
  /** On average over the month. */
  readonly instances: number;
  readonly gigabytes: number;
}

const MONTH_SECONDS = 30 * 86_400;
const LIVE_MESSAGE_BYTES = 2_048;
/** A message is sent, handed over and settled; each is an operation. */
const PER_MESSAGE = 3;

/** Fixes of a vehicle in thirty days. */
export const fixesPerMonth = ({ drivingEvery, drivingHours, parkedEvery }: Usage): number =>
  30 * ((drivingHours * 3_600) / drivingEvery + ((24 - drivingHours) * 3_600) / parkedEvery);

/**
 * What a fleet uses in thirty days, from what was counted of another: what comes with every round of a shard grows with shards and buckets, the rest with
 * fixes. The state of a shard is as large as its vehicles are many.
 */
export const monthOf = (vehicles: number, counted: Counted, usage: Usage = USUAL): Month => {
  const shards = Math.max(1, Math.ceil(vehicles / usage.vehiclesPerShard));
  const fixes = vehicles * fixesPerMonth(usage);
  // Of a shard that nothing arrives for, nothing is written: of a Poisson number of fixes, so many buckets have one at least.
  const perBucket = (fixes / shards / MONTH_SECONDS) * usage.wakeSeconds;
  const rounds = shards * (MONTH_SECONDS / usage.wakeSeconds) * (1 - Math.exp(-perBucket));
  const fullness = vehicles / shards / (counted.vehicles / counted.shards);
  const units =
    rounds * fullness * (counted.unitsOfRounds / counted.rounds) + fixes * (counted.unitsOfRest / counted.fixes);

  const requests = fixes / usage.batch;
  const messages = requests * Math.min(shards, usage.shardsPerRequest) + rounds;
  const operations = PER_MESSAGE * messages + rounds;

  const watchers = Math.ceil((vehicles / 1_000) * usage.watchersPerThousand);
  const watchedShare = (usage.watchedHours * 3_600) / MONTH_SECONDS;
  const pieces = Math.ceil((usage.batch * counted.bytesPerPosition) / LIVE_MESSAGE_BYTES);
  const liveMessages = requests * pieces * watchers * watchedShare;

  const executions = requests + rounds;
  const cpuSeconds = (fixes * (counted.cpu / counted.fixes + usage.ingestCpu)) / 1e6;
  const busy = (requests * usage.requestSeconds + rounds * usage.roundSeconds) / MONTH_SECONDS;
  // One instance is paid for while anything runs on it, and more when one has not enough processor.
  const instances = Math.max(1 - Math.exp(-busy), cpuSeconds / MONTH_SECONDS / usage.fullAt);
  return {
    ...{ vehicles, fixes, units, operations, liveMessages, connections: watchers, executions, instances },
    gigabyteSeconds: instances * MONTH_SECONDS * usage.instanceGigabytes,
    gigabytes: (fixes * usage.keepMonths * counted.bytesPerFix) / 1e9,
  };
};

export type Bill = Readonly<Record<'store' | 'storage' | 'bus' | 'live' | 'functions' | 'total', number>>;

/** Dollars of a month. */
export const billOf = (month: Month, prices: Prices = EXAMPLE_PRICES): Bill => {
  const units = Math.max(1, Math.ceil(month.connections / prices.connectionsPerLiveUnit));
  const paid = Math.max(0, month.liveMessages - units * prices.messagesOfLiveUnit);
  const parts = {
    store: (month.units / 1e6) * prices.perMillionUnits,
    storage: month.gigabytes * prices.perGigabyteMonth,
    bus: prices.busPerMonth + (month.operations / 1e6) * prices.perMillionOperations,
    live: units * prices.perLiveUnitMonth + (paid / 1e6) * prices.perMillionLiveMessages,
    functions:
      month.gigabyteSeconds * prices.perGigabyteSecond + (month.executions / 1e6) * prices.perMillionExecutions,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
};
