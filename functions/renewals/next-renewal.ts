import { type Execution, execute } from '../../shared/eventstore/execute.ts';
import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import { type RenewalEvent, renewal, renewalStream } from './renewal.ts';

const handle = execute(renewal);

/** Adds the renewal that comes after one that was done, if one does. Safe to repeat. */
export const addNext = async (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  renewalId: string,
  cause: Execution,
): Promise<void> => {
  const history = await streams.read<RenewalEvent>(renewalStream(tenantId, renewalId));
  const events = history.events.map(({ event }) => event);
  const done = events.findLast(({ type }) => type === 'RenewalCompleted');
  const state = fold(renewal, events);
  if (done?.type !== 'RenewalCompleted' || state.status === 'absent') return;
  const { nextId, nextDueOn } = done.data;
  if (nextId === undefined || nextDueOn === undefined) return;
  // Its papers and its price are those of the one that was done.
  const { documentIds: _, cost: __, ...details } = state.details;
  const next = { renewalId: nextId, subject: state.subject, details: { ...details, dueOn: nextDueOn } };
  const command = { type: 'Add', data: { ...next, previousId: renewalId, now: cause.at } } as const;
  const { expected: _expected, ...run } = cause;
  await handle(streams, renewalStream(tenantId, nextId), command, run);
};
