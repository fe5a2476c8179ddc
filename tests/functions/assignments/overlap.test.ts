import fc from 'fast-check';
import { type AssignmentCommand, type AssignmentEvent, assignment } from '../../../functions/assignments/assignment.ts';
import { assignmentCards } from '../../../functions/assignments/assignment-cards.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { rebuild } from '../../../shared/projections/projection.ts';
import { recorded } from '../../../shared/testing/projection-spec.ts';

const instant = (hour: number) => new Date(Date.UTC(2026, 2, 2) + hour * 3_600_000).toISOString();
const ids = fc.constantFrom('asg_1', 'asg_2', 'asg_3', 'asg_4');

/** A command some hours after the one before it; what it plans lies some hours ahead. */
const step = fc.record({
  wait: fc.integer({ min: 0, max: 6 }),
  ahead: fc.integer({ min: 1, max: 12 }),
  lasts: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  assignmentId: ids,
  type: fc.constantFrom('Assign', 'Plan', 'End', 'SetEnd', 'Cancel', 'CallOff'),
});

const commandOf = (
  {
    type,
    ahead,
    lasts,
    assignmentId,
  }: { type: string; ahead: number; lasts: number | undefined; assignmentId: string },
  hour: number,
): AssignmentCommand => {
  const [now, driverId, later] = [instant(hour), `drv_${assignmentId}`, instant(hour + ahead)];
  switch (type) {
    case 'Assign':
      return { type, data: { assignmentId, driverId, now, ...(lasts && { until: instant(hour + lasts) }) } };
    case 'Plan':
      return {
        type,
        data: { assignmentId, driverId, from: later, now, ...(lasts && { until: instant(hour + ahead + lasts) }) },
      };
    case 'End':
      return { type, data: { assignmentId, operation: `op_${hour}`, now } };
    case 'SetEnd':
      return { type, data: { assignmentId, until: later, now } };
    case 'Cancel':
      return { type, data: { assignmentId, now } };
    default:
      return { type: 'CallOff', data: { assignmentId, now } };
  }
};

const stream = { tenantId: 'ten_acme', streamId: 'assignment-veh_7' };

/** What the view shows of each assignment, as it is kept for ever. */
const periodsOf = (events: readonly AssignmentEvent[]) =>
  ['asg_1', 'asg_2', 'asg_3', 'asg_4'].flatMap((id) => {
    const ours = recorded(stream, ...events).filter(({ event }) => assignmentCards.partsOf?.(event).includes(id));
    const card = rebuild(assignmentCards, ours);
    return card && !card.cancelled && card.from < card.until ? [card] : [];
  });

it('no two drivers ever have one vehicle at once, whatever is asked for', () =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const events: AssignmentEvent[] = [];
      let hour = 0;
      for (const one of steps) {
        hour += one.wait;
        try {
          events.push(...assignment.decide(commandOf(one, hour), fold(assignment, events)));
        } catch (error) {
          // A rule has said no: that is what it is for.
          if (!(error instanceof FleetError)) throw error;
        }
      }
      const periods = periodsOf(events).toSorted((a, b) => (a.from < b.from ? -1 : 1));
      for (const [index, { until }] of periods.entries())
        expect(until <= (periods[index + 1]?.from ?? until)).toBe(true);
    }),
    { numRuns: 400 },
  ));
