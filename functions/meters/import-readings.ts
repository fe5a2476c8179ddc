import { z } from 'zod';
import type { Importable, KeyedRow, Plan } from '../../shared/imports/importable.ts';
import { planned } from '../../shared/imports/matching.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { conflict, invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { VEHICLE_COLUMN, vehiclesNamed } from '../vehicles/use-cases.ts';
import { changeMeters } from './change-meters.ts';
import { METERS, type Meter, RecordReadingBody, type VoidReason } from './contract.ts';
import { type MetersEvent, meters, metersStream } from './meters.ts';
import { type Book, readingIn } from './readings.ts';

const { at, note } = RecordReadingBody.shape;

/** A row says what one of the meters showed: kilometres and hours come as metres and seconds. */
const ReadingRow = z.strictObject({
  vehicle: z.string().max(255).exactOptional(),
  at: at.exactOptional(),
  odometer: RecordReadingBody.shape.value.exactOptional(),
  engineHours: RecordReadingBody.shape.value.exactOptional(),
  note,
});
type ReadingRow = z.infer<typeof ReadingRow>;

type Keyed = KeyedRow<ReadingRow>;

const WORDS: Readonly<Record<VoidReason, string>> = {
  'in-future': 'it lies in the future',
  duplicate: 'it is there already',
  'below-earlier': 'an earlier one is higher',
  'above-later': 'a later one is lower',
  jump: 'the meter cannot have run so fast',
  voided: 'somebody has said so',
};

const kept = (reasons: readonly string[]) =>
  conflict(
    'meters/doubted',
    `The reading was kept, but does not count: ${reasons.join('; ')}. A person can accept it.`,
  );

/** What a row says, of each meter that it names. */
const readingsOf = (row: ReadingRow) =>
  METERS.flatMap((meter) => (row[meter] === undefined ? [] : [{ meter, value: row[meter] }]));

const bookOf = async ({ streams }: Services, tenantId: string, vehicleId: string): Promise<Book> => {
  const { events } = await streams.read<MetersEvent>(metersStream(tenantId, vehicleId));
  return fold(
    meters,
    events.map(({ event }) => event),
  );
};

/** The reading of a moment that is there already. @throws FleetError `conflict` when it says something else, or does not count. */
const isThere = (book: Book, meter: Meter, at: string, value: number): boolean => {
  const known = book.readings.filter((one) => one.meter === meter && one.at === Date.parse(at));
  const same = known.find((one) => one.value === value);
  if (same?.void && same.void.reason !== 'duplicate') throw kept([WORDS[same.void.reason]]);
  if (!same && known.some((one) => !one.void))
    throw conflict('meters/other-value', 'Another value was read at this moment. Void it first.');
  return same !== undefined;
};

const record = async (
  services: Services,
  { asked, row, newIds }: Keyed,
  vehicleId: string,
  missing: ReturnType<typeof readingsOf>,
) => {
  const newId = newIds();
  const doubts: string[] = [];
  for (const { meter, value } of missing) {
    const readingId = newId('mtr');
    const reading = {
      meter,
      value,
      at: row.at ?? asked.now,
      source: 'import' as const,
      ...(row.note && { note: row.note }),
    };
    const command = { type: 'Record', data: { ...reading, readingId, now: asked.now } } as const;
    const { book } = await changeMeters(services, asked, vehicleId, command);
    const doubt = readingIn(book, readingId).void;
    if (doubt) doubts.push(WORDS[doubt.reason]);
  }
  if (doubts.length > 0) throw kept(doubts);
};

const planReading = (services: Services, keyed: Keyed, vehicleId: string, book: Book): Plan => {
  const { row } = keyed;
  const readings = readingsOf(row);
  if (readings.length === 0) {
    const message = 'A row needs what the odometer or the engine hours show.';
    throw invalid('meters/no-reading', message, [{ path: ['odometer'], message }]);
  }
  const missing = readings.filter(({ meter, value }) => !isThere(book, meter, row.at ?? '', value));
  if (missing.length === 0) return { outcome: 'unchanged' };
  return { outcome: 'created', apply: () => record(services, keyed, vehicleId, missing) };
};

/** Tables of meter readings: each is recorded once, however often its file is imported. */
export const readingImport: Importable<ReadingRow> = {
  entity: 'meter-readings',
  scope: 'meters:write',
  fields: [
    VEHICLE_COLUMN,
    {
      ...{ name: 'at', label: 'Read at', reads: 'instant', required: true, example: '2026-03-31 08:00' },
      synonyms: ['date', 'time', 'timestamp', 'reading date', 'datum', 'zeitpunkt', 'abgelesen'],
    },
    {
      ...{ name: 'odometer', label: 'Odometer (km)', reads: 'metres', unit: 'km', example: '84210.5' },
      synonyms: ['odometer', 'mileage', 'km', 'kilometres', 'kilometerstand', 'km-stand'],
    },
    {
      ...{ name: 'engineHours', label: 'Engine hours', reads: 'seconds', unit: 'h', example: '1204.5' },
      synonyms: ['hours', 'engine hours (h)', 'betriebsstunden', 'motorstunden'],
    },
    {
      name: 'note',
      label: 'Note',
      reads: 'text',
      synonyms: ['notes', 'comment', 'bemerkung'],
      example: 'At the garage',
    },
  ],
  keys: [{ name: 'vehicle and time', fields: ['vehicle', 'at'] }],
  row: ReadingRow,
  lane: ({ vehicle = '' }) => vehicle.toLowerCase(),
  async plan(rows, { services, caller }) {
    const vehicleOf = await vehiclesNamed(
      services,
      caller,
      rows.map(({ row }) => row.vehicle ?? ''),
    );
    const books = new Map<string, Promise<Book>>();
    const bookFor = (vehicleId: string) => {
      const book = books.get(vehicleId) ?? bookOf(services, caller.tenantId, vehicleId);
      books.set(vehicleId, book);
      return book;
    };
    return Promise.all(
      rows.map((keyed) =>
        planned(async () => {
          const { id } = vehicleOf(keyed.row.vehicle ?? '', 'vehicle');
          return planReading(services, keyed, id, await bookFor(id));
        }),
      ),
    );
  },
};
