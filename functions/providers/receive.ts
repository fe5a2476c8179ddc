import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import { takePayload } from '../telemetry/use-cases.ts';
import { Received, WebhookBody } from './contract.ts';
import { providerCaller } from './provider-caller.ts';

/** A stream that was held up sends a lot at once. */
const MAX_WEBHOOK_BYTES = 4 * 1024 * 1024;

/** What a provider pushes. Once the broker has it the answer is a plain 200, because not every provider takes another for a success. */
export const receive = endpoint({
  summary: 'Take what a telematics provider sends',
  description:
    'For the providers themselves, who prove each request with the secret of the connection: Samsara and Motive sign the body, Flespi sends the secret in `x-webhook-token`. What is none of a vehicle’s positions is taken and left aside.',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  authenticate: providerCaller,
  params: z.object({ connectionId: z.string() }),
  body: WebhookBody,
  maxBytes: MAX_WEBHOOK_BYTES,
  answer: Received,
  async run({ body, caller }, services) {
    const { provider, status } = caller.connection;
    if (status === 'paused') throw conflict('providers/paused', 'This connection is paused. Send it again later.');
    return json(200, await takePayload(services, caller, provider, body));
  },
});
