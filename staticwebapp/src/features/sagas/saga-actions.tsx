import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { RetryIcon, StopIcon } from '../../components/icons.tsx';
import { retryMeans } from '../../lib/ops/saga-words.ts';
import type { Saga } from '../../lib/ops/sagas.ts';
import { useSagaActions } from '../../lib/ops/use-saga-actions.ts';
import classes from './saga-actions.module.css';

interface SagaActionsProps {
  readonly saga: Saga;
  readonly onOpen: (id: string) => void;
}

interface ConfirmProps {
  readonly what: string;
  readonly means: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Asked for a reason, which the answer then carries. */
  readonly reason?: string;
  readonly onReason?: (reason: string) => void;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

const Confirm = ({ what, means, danger, busy, error, reason, onReason, onConfirm, onCancel }: ConfirmProps) => {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm();
  };
  return (
    <form className={classes.confirm} onSubmit={submit} data-testid="saga-confirm">
      <p className={classes.means}>{means}</p>
      {onReason && (
        <Textarea
          label="Reason"
          placeholder="Kept with the saga, for whoever looks at it later"
          autosize
          minRows={2}
          maxLength={200}
          data-autofocus
          required
          value={reason ?? ''}
          onChange={({ currentTarget }) => onReason(currentTarget.value)}
        />
      )}
      {error && (
        <p className={classes.error} role="alert">
          {error.message}
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          size="sm"
          type="submit"
          loading={busy}
          disabled={onReason !== undefined && !reason?.trim()}
          {...(danger && { color: 'red' })}
        >
          {what}
        </Button>
      </div>
    </form>
  );
};

/** Stop it, or try again: each is explained, and done only when confirmed. */
export const SagaActions = ({ saga, onOpen }: SagaActionsProps) => {
  const { terminate, retry } = useSagaActions(saga.id);
  const [asking, setAsking] = useState<'terminate' | 'retry'>();
  const [reason, setReason] = useState('');
  const again = retryMeans(saga);
  const cancel = () => {
    setAsking(undefined);
    terminate.reset();
    retry.reset();
  };

  if (asking === 'terminate' && saga.state === 'running')
    return (
      <Confirm
        what="Terminate"
        means="It stops where it is. What was done so far stays done; nothing is undone. A retry can take it up again."
        danger
        busy={terminate.isPending}
        error={terminate.error}
        reason={reason}
        onReason={setReason}
        onConfirm={() => terminate.mutate(reason.trim(), { onSuccess: cancel })}
        onCancel={cancel}
      />
    );
  if (asking === 'retry' && again)
    return (
      <Confirm
        what="Retry"
        means={again}
        busy={retry.isPending}
        error={retry.error}
        onConfirm={() =>
          retry.mutate(undefined, {
            onSuccess: ({ id }) => {
              cancel();
              onOpen(id);
            },
          })
        }
        onCancel={cancel}
      />
    );
  if (saga.state === 'running')
    return (
      <Button
        className={classes.action}
        size="sm"
        variant="default"
        leftSection={<StopIcon />}
        onClick={() => setAsking('terminate')}
        data-testid="saga-terminate"
      >
        Terminate
      </Button>
    );
  return (
    again && (
      <Button
        className={classes.action}
        size="sm"
        leftSection={<RetryIcon />}
        onClick={() => setAsking('retry')}
        data-testid="saga-retry"
      >
        Retry
      </Button>
    )
  );
};
