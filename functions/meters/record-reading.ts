import { z } from 'zod';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { changeMeters } from './change-meters.ts';
import { MeterReading, RecordReadingBody } from './contract.ts';
import { shownReading } from './readings.ts';

export const recordReading = endpoint({
  summary: 'Record what a meter shows',
  description:
    'A reading that cannot be right is kept as well, but does not count: the answer then has `void` with the reason. It can be accepted by a person.',
  scope: 'meters:write',
  params: z.object({ vehicleId: z.string().max(255) }),
  body: RecordReadingBody,
  answer: created(MeterReading),
  async run(input, services) {
    const { params, body, now, newId } = input;
    const readingId = newId('mtr');
    const command = { type: 'Record', data: { ...body, readingId, now } } as const;
    const { book, version } = await changeMeters(services, input, params.vehicleId, command);
    const location = `/api/v1/vehicles/${params.vehicleId}/meters`;
    return entity(shownReading(book, params.vehicleId, readingId, version), { status: 201, location });
  },
});
