import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import { formatAgo, formatInstant } from '../../lib/format.ts';
import { sagaName, whoOf } from '../../lib/ops/saga-words.ts';
import type { Saga } from '../../lib/ops/sagas.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './saga-list.module.css';
import { SagaState } from './saga-state.tsx';

interface SagaListProps {
  readonly sagas: readonly Saga[];
  /** What a saga is about, in the words of the fleet. */
  readonly subjectOf: (subject: string) => string;
  readonly selectedId: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly more: { readonly available: boolean; readonly loading: boolean; readonly load: () => void };
}

export const SagaList = ({ sagas, subjectOf, selectedId, onSelect, more }: SagaListProps) => {
  const now = useNow(1_000);
  return (
    <>
      <ul className={classes.list}>
        {sagas.map(({ id, saga, subject, state, startedAt, startedBy, problem, reason }) => (
          <li key={id}>
            <UnstyledButton
              className={classes.row}
              aria-pressed={id === selectedId}
              onClick={() => onSelect(id)}
              data-testid={`saga-row-${id}`}
            >
              <span className={classes.what}>
                <span className={classes.name}>
                  {sagaName(saga)} <span className={classes.subject}>{subjectOf(subject)}</span>
                </span>
                <span className={classes.note}>{problem?.message ?? reason ?? `Started by ${whoOf(startedBy)}`}</span>
              </span>
              <time className={classes.when} dateTime={startedAt} title={formatInstant(startedAt)}>
                {formatAgo(startedAt, now)}
              </time>
              <SagaState state={state} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {more.available && (
        <Button className={classes.more} variant="default" size="sm" loading={more.loading} onClick={more.load}>
          Show older ones
        </Button>
      )}
    </>
  );
};

/** The shape of the list while it loads. */
export const SagaListSkeleton = () => (
  <div className={classes.list} role="status" aria-label="Loading sagas">
    {[38, 30, 44, 34].map((width) => (
      <div key={width} className={classes.row}>
        <span className={classes.what}>
          <Skeleton height={12} width={`${width}%`} radius={6} />
          <Skeleton height={10} width="55%" radius={6} />
        </span>
        <Skeleton height={26} width={96} radius={13} />
      </div>
    ))}
  </div>
);
