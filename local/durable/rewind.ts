import { EventType, type HistoryEvent, settledBy } from './history.ts';

const { ExecutionCompleted, TaskFailed, SubOrchestrationInstanceCreated, SubOrchestrationInstanceFailed } = EventType;

/**
 * The history of a failed instance as if nothing had failed: every failure, and what has not succeeded, becomes a generic event,
 * so that the replay schedules it again under the same id. Of a sub-orchestration that `rewindChild` could rewind the answer is
 * still to come. Timers that fired stay, which is why an activity with retries cannot be rewound: the replay misses its
 * attempts. So it is in Azure.
 */
export const rewound = (history: readonly HistoryEvent[], rewindChild: (id: string) => boolean): HistoryEvent[] => {
  const isFailure = ({ EventType: type }: HistoryEvent) =>
    type === TaskFailed || type === SubOrchestrationInstanceFailed;
  const succeeded = new Set(history.filter((event) => !isFailure(event)).map(settledBy));
  const isUndone = (event: HistoryEvent) => {
    if (event.EventType === EventType.EventSent || event.EventId < 0)
      return event.EventType === ExecutionCompleted || isFailure(event);
    if (succeeded.has(event.EventId)) return false;
    return event.EventType !== SubOrchestrationInstanceCreated || !rewindChild(event.InstanceId);
  };
  return history.map((event) => {
    if (!isUndone(event)) return event;
    const [name] = Object.entries(EventType).find(([, number]) => number === event.EventType) ?? [];
    return { EventType: EventType.GenericEvent, EventId: -1, Timestamp: event.Timestamp, Reason: `Rewound: ${name}` };
  });
};
