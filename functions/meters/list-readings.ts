import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { Meter, MeterReading } from './contract.ts';
import { type MetersEvent, meters, metersStream } from './meters.ts';
import { shownReadings } from './readings.ts';

/** The reading after which the next page begins. */
const cursorOf = ({ at, id }: Pick<MeterReading, 'at' | 'id'>): string => `${at}~${id}`;

const badCursor = () =>
  invalid('paging/bad-cursor', 'This cursor is not one of ours.', [
    { path: ['cursor'], message: 'Pass a nextCursor exactly as it was received.' },
  ]);

const after = (readings: readonly MeterReading[], cursor: string | undefined): readonly MeterReading[] => {
  if (cursor === undefined) return readings;
  const index = readings.findIndex((reading) => cursorOf(reading) === cursor);
  if (index < 0) throw badCursor();
  return readings.slice(index + 1);
};

export const listReadings = endpoint({
  summary: 'List the readings of a vehicle',
  description: 'The latest first, whether they count or not.',
  scope: 'meters:read',
  params: z.object({ vehicleId: z.string().max(255) }),
  query: z.strictObject({
    ...paging(500, 100),
    meter: Meter.optional(),
    void: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional()
      .describe('Only readings that do not count, or only those that do.'),
  }),
  answer: pageOf(MeterReading),
  async run({ params: { vehicleId }, query, caller }, services) {
    const { meter, void: doubted, limit, cursor } = query;
    await vehicleResource.find(services, caller, vehicleId);
    const { events, version } = await services.streams.read<MetersEvent>(metersStream(caller.tenantId, vehicleId));
    const book = fold(
      meters,
      events.map(({ event }) => event),
    );
    const all = shownReadings(book, vehicleId, version).filter(
      (one) =>
        (meter === undefined || one.meter === meter) && (doubted === undefined || (one.void !== undefined) === doubted),
    );
    const rest = after(all, cursor);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return ok({ items, ...(last && rest.length > limit && { nextCursor: cursorOf(last) }) });
  },
});
