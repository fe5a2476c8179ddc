import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { FuelEvent, JudgeFuelEventBody } from './contract.ts';
import { fuelling, fuellingStream } from './fuelling.ts';
import { findFuelEvent } from './read-energy.ts';
import { fuelEventResource } from './resource.ts';

const handle = execute(fuelling);

/** An endpoint by which a person says what they know of a fuel event. Safe to send twice. */
const judging = (type: 'Confirm' | 'Dismiss', about: { readonly summary: string; readonly description: string }) =>
  endpoint({
    ...about,
    scope: 'energy:write',
    params: z.object({ fuelEventId: z.string().max(255) }),
    body: JudgeFuelEventBody,
    answer: FuelEvent,
    async run(input, services) {
      const { params, body, caller, now } = input;
      const { fuelEventId } = params;
      // The stream does not know who may see it.
      if (caller.groups) await findFuelEvent(services, caller, fuelEventId);
      const { tenantId } = caller;
      const stream = fuellingStream(tenantId, fuelEventId);
      const { version } = await handle(services.streams, stream, { type, data: { ...body, now } }, causeOf(input));
      return entity(await fuelEventResource.find(services, { tenantId }, fuelEventId, version));
    },
  });

export const confirmFuelEvent = judging('Confirm', {
  summary: 'Confirm that a tank was filled or emptied',
  description: 'Late fixes may still change how much it was.',
});

export const dismissFuelEvent = judging('Dismiss', {
  summary: 'Say that a tank was not filled, or that nothing was stolen from it',
  description: 'It is then in lists only when `status` asks for it.',
});
