import { readDemo } from '../../../local/demo/demo-file.ts';
import type { ReplayArguments } from './arguments.ts';
import {
  type Casting,
  castDevice,
  castTenant,
  deviceNamed,
  onlyVehicles,
  type Tenant,
  tenantNumber,
} from './casting.ts';
import { play, type Tally } from './play.ts';
import { type Progress, progressOf, rejectedIn } from './progress.ts';
import { type Recording, readRecording } from './recording.ts';
import { batchSender, osmandSender, type Sender } from './sending.ts';
import { layOut, momentsFrom, type Timeline } from './timeline.ts';

const PATIENCE = 10 * 60_000;

/** Replays as told, writing what happens to `out`. False when anything was rejected or left unsent. Throws when it cannot start. */
export const replay = async (args: ReplayArguments, out: NodeJS.WriteStream, signal: AbortSignal): Promise<boolean> => {
  const say = (line: string) => out.write(`${line}\n`);
  const demo = await readDemo();
  const tenant = tenantNumber(demo, args.tenant);
  const recordings = onlyVehicles(await readAll(args, say), args.vehicles);
  const casting = cast(args, recordings, tenant);
  const timeline = layOut(recordings, casting.devices);
  const total = timeline.lanes.reduce((sum, cues) => sum + cues.length, 0);

  const start = Date.now();
  const momentOf = momentsFrom(start, timeline.length, args);
  for (const line of announcement(args, casting, timeline, tenant)) say(line);
  const stamps = timeline.lanes
    .flatMap((cues) => [cues[0], cues.at(-1)])
    .flatMap((cue) => (cue ? [momentOf(cue).stamp] : []));
  say(`Stamped from ${iso(Math.min(...stamps))} to ${iso(Math.max(...stamps))}.`);

  const progress = progressOf(total, out);
  let tally: Tally = { sent: 0, accepted: 0, rejected: new Map() };
  let failure: unknown;
  try {
    const sender = senderFor(args, demo.api, tenant, signal, progress);
    await play({
      timeline,
      sender,
      momentOf,
      signal,
      onProgress(latest) {
        tally = { ...latest };
        progress.update(latest);
      },
    });
  } catch (error) {
    failure = error;
  } finally {
    progress.stop();
  }
  if (failure !== undefined) say(signal.aborted ? 'Stopped.' : (failure as Error).message);
  for (const line of summary(tally, total, Date.now() - start)) say(line);
  return failure === undefined && rejectedIn(tally) === 0;
};

const readAll = async ({ files, columns }: ReplayArguments, say: (line: string) => void): Promise<Recording[]> => {
  const recordings: Recording[] = [];
  for (const file of files) {
    const recording = await readRecording(file, columns);
    recordings.push(recording);
    const { tracks, flaws, derived } = recording;
    const fixes = tracks.reduce((sum, { points }) => sum + points.length, 0);
    say(`${file}: ${count(fixes, 'fix', 'fixes')} of ${count(tracks.length, 'vehicle', 'vehicles')}.`);
    if (derived > 0) say(`  Speed or heading worked out for ${derived} of them.`);
    for (const [flaw, cases] of Map.groupBy(flaws, (each) => each.flaw))
      say(`  Skipped ${cases.length}: ${flaw} (first at ${cases[0]?.where}).`);
  }
  return recordings;
};

const cast = ({ device, batch }: ReplayArguments, recordings: readonly Recording[], tenant: Tenant): Casting => {
  if (device === undefined) return castTenant(recordings, tenant);
  const chosen = deviceNamed(tenant, device);
  if (batch && chosen.deviceId === undefined)
    throw new Error(`--batch names devices by id, and '${device}' is no device of ${tenant.name}.`);
  return castDevice(recordings, chosen);
};

const announcement = (
  args: ReplayArguments,
  { left }: Casting,
  timeline: Timeline,
  { name, devices }: Tenant,
): string[] => {
  const shared = timeline.lanes.some(([cue]) => devices.slice(1).some(({ key }) => key === cue?.device.key));
  const time = args.speed === 0 ? 'as fast as it goes' : `in ${duration(timeline.length / args.speed)}`;
  return [
    `Playing ${duration(timeline.length)} on ${count(timeline.lanes.length, 'device', 'devices')} of ${name}, ${time}.`,
    ...(shared ? ['Only the first device is free; the simulator drives the others too, and the newest fix wins.'] : []),
    ...(left.length > 0
      ? [
          `There are not enough devices: ${count(left.length, 'vehicle stays', 'vehicles stay')} out, choose with --vehicle.`,
        ]
      : []),
  ];
};

const senderFor = (
  { batch }: ReplayArguments,
  api: string,
  tenant: Tenant,
  signal: AbortSignal,
  progress: Progress,
): Sender => {
  const patience = {
    patience: PATIENCE,
    signal,
    onRetry: (failure: Error, wait: number) => progress.note(`${failure.message}; asking again in ${wait / 1000} s.`),
  };
  return batch ? batchSender(api, tenant.apiKey, patience) : osmandSender(api, patience);
};

const summary = (tally: Tally, total: number, elapsed: number): string[] => [
  `Sent ${tally.sent} of ${total} fixes in ${duration(elapsed)}: ${tally.accepted} accepted, ${rejectedIn(tally)} rejected.`,
  ...[...tally.rejected].map(([reason, times]) => `  ${times}: ${reason}`),
];

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

const iso = (time: number) => new Date(time).toISOString();

const duration = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${(milliseconds / 1000).toFixed(1)} s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
};
