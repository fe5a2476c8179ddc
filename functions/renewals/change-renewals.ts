import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf, causeOfNew } from '../../shared/http/cause.ts';
import { type Endpoint, endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { todayOf } from '../../shared/identity/company.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { findSubject } from '../subjects/use-cases.ts';
import {
  AddRenewalBody,
  CancelRenewalBody,
  ChangeRenewalBody,
  CompleteRenewalBody,
  Renewal,
  SnoozeRenewalBody,
} from './contract.ts';
import { findRenewal } from './find-renewal.ts';
import { addNext } from './next-renewal.ts';
import { type RenewalCommand, renewal, renewalStream } from './renewal.ts';
import { shownOn } from './state.ts';

const handle = execute(renewal);

export const addRenewal = endpoint({
  summary: 'Add something that has to be renewed',
  description:
    'A registration, an insurance, an inspection, a permit, a lease. Driving licences are here by themselves. Reminders go to the members in `notify`, or to those who run the company and its dispatchers.',
  scope: 'renewals:write',
  body: AddRenewalBody,
  answer: created(Renewal),
  async run(input, services) {
    const { caller, now, newId } = input;
    const { subject, ...details } = input.body;
    await findSubject(services, caller, subject);
    const renewalId = newId('rnw');
    const command = { type: 'Add', data: { renewalId, subject, details: defined(details), now } } as const;
    const stream = renewalStream(caller.tenantId, renewalId);
    const { version } = await handle(services.streams, stream, command, causeOfNew(input));
    const added = await findRenewal(services, caller, renewalId, version);
    const location = `/api/v1/renewals/${renewalId}`;
    return entity(shownOn(await todayOf(services, caller.tenantId), added), { status: 201, location });
  },
});

type Asked<Body> = Input<{ renewalId: string }, unknown, Body>;

/** An endpoint that changes one renewal and answers with it as it is now. Safe to send twice. */
const changing = <Body extends z.ZodType = z.ZodUnknown>(
  about: { readonly summary: string; readonly description?: string; readonly body?: Body },
  command: (input: Asked<z.output<Body>>, today: string) => RenewalCommand,
  then: (input: Asked<z.output<Body>>, services: Services) => Promise<void> = async () => undefined,
): Endpoint =>
  endpoint({
    ...about,
    scope: 'renewals:write',
    params: z.object({ renewalId: z.string().max(255) }),
    answer: Renewal,
    async run(input, services) {
      const asked = input as Asked<z.output<Body>>;
      const { caller, params } = asked;
      if (caller.groups) await findRenewal(services, caller, params.renewalId);
      const today = await todayOf(services, caller.tenantId);
      const stream = renewalStream(caller.tenantId, params.renewalId);
      const { version } = await handle(services.streams, stream, command(asked, today), causeOf(asked));
      await then(asked, services);
      return entity(shownOn(today, await findRenewal(services, caller, params.renewalId, version)));
    },
  });

export const changeRenewal = changing(
  { summary: 'Change what is known of a renewal', body: ChangeRenewalBody },
  ({ body, now }) => ({ type: 'Change', data: { patch: defined(body), now } }),
);

const notYet = () =>
  invalid('renewals/not-yet', 'What is done was done by today.', [
    { path: ['on'], message: 'Give today or a day before.' },
  ]);

export const completeRenewal = changing(
  {
    summary: 'Say that it was renewed',
    description: 'With `nextDueOn`, or when it repeats, the next renewal is added: `nextId`. Safe to send twice.',
    body: CompleteRenewalBody,
  },
  ({ body, now, newId }, today) => {
    const { on = today, ...rest } = body;
    // Somewhere it may be tomorrow already.
    if (Date.parse(on) - Date.parse(today) > 86_400_000) throw notYet();
    return { type: 'Complete', data: { on, nextId: newId('rnw'), ...defined(rest), now } };
  },
  (input, services) => addNext(services, input.caller.tenantId, input.params.renewalId, causeOf(input)),
);

export const snoozeRenewal = changing(
  { summary: 'Let nobody be reminded before a day', body: SnoozeRenewalBody },
  ({ body: { until }, now }, today) => ({ type: 'Snooze', data: { until, today, now } }),
);

export const cancelRenewal = changing(
  { summary: 'Cancel a renewal that is needed no more', body: CancelRenewalBody },
  ({ body, now }) => ({ type: 'Cancel', data: { ...defined({ reason: body?.reason }), now } }),
);
