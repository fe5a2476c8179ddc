import type { Execution } from '../../shared/eventstore/execute.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { FleetError, isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { MetersCounted, Told } from '../telemetry/facts.ts';
import { recorder } from '../telemetry/recorder.ts';
import { type Counts, readingsOf } from './counted.ts';
import { type MetersCommand, type MetersEvent, meters, metersStream } from './meters.ts';
import type { Book } from './readings.ts';

/** What a device had counted of a vehicle at an instant (milliseconds since 1970); undefined when nobody knows any more. */
export type CountedAt = (
  services: Services,
  tenantId: string,
  vehicleId: string,
  at: number,
) => Promise<Counts | undefined>;

const MAX_ATTEMPTS = 5;

const commandOf = async (
  book: Book,
  fact: MetersCounted,
  change: Told['change'],
  now: string,
  countsAt: (at: number) => Promise<Counts | undefined>,
): Promise<MetersCommand> => {
  const readings = change === 'withdrawn' ? [] : await readingsOf(book, fact, countsAt);
  return { type: 'Count', data: { factId: fact.id, readings, now } };
};

/**
 * Writes down once a day what the device of a vehicle has counted: one read and one append with what follows from it, and what it takes to learn what had
 * been counted when a person has read the meter since.
 */
export const countingRecorder = (countedAt: CountedAt) =>
  recorder<'meters-counted', undefined>({
    types: ['meters-counted'],
    prepare: async () => undefined,
    // What the meter stood at before decides what it shows now.
    appended: () => undefined,
    async settle(services, tenantId, { change, fact }, execution: Execution) {
      if (fact.type !== 'meters-counted') return;
      const stream = metersStream(tenantId, fact.vehicleId);
      const countsAt = (at: number) => countedAt(services, tenantId, fact.vehicleId, at);
      // Not by `execute`: what the stream says is needed before there is a command, and reading it twice a day for every vehicle is too much.
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const { events, version } = await services.streams.read<MetersEvent>(stream);
        const book = fold(
          meters,
          events.map(({ event }) => event),
        );
        const command = await commandOf(book, fact, change, execution.at, countsAt);
        const news = meters.decide(command, book);
        if (news.length === 0) return;
        try {
          await services.streams.append(stream, version, news, execution);
          return;
        } catch (error) {
          if (!isKind(error, 'stale')) throw error;
        }
      }
      throw new FleetError('upstream', 'stream/contended', 'Too many change this at once; try again.');
    },
  });
