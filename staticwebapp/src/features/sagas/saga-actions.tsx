import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { RetryIcon, StopIcon } from '../../components/icons.tsx';
import { retryMeans } from '../../lib/ops/saga-words.ts';
import type { Saga } from '../../lib/ops/sagas.ts';
import { useSagaActions } from '../../lib/ops/use-saga-actions.ts';
import classes from './saga-actions.module.css';

interface SagaActionsProps {
  readonly saga: Saga;
  readonly onOpen: (id: string) => void;
}

/** Stop it, or try again: each is explained, and done only when confirmed. */
export const SagaActions = ({ saga, onOpen }: SagaActionsProps) => {
  const { terminate, retry } = useSagaActions(saga.id);
  const [asking, setAsking] = useState<'terminate' | 'retry'>();
  const again = retryMeans(saga);
  const cancel = () => {
    setAsking(undefined);
    terminate.reset();
    retry.reset();
  };

  if (asking === 'terminate' && saga.state === 'running')
    return (
      <ConfirmForm
        what="Terminate"
        means="It stops where it is. What was done so far stays done; nothing is undone. A retry can take it up again."
        danger
        busy={terminate.isPending}
        error={terminate.error}
        reason="required"
        onConfirm={(reason) => terminate.mutate(reason, { onSuccess: cancel })}
        onCancel={cancel}
      />
    );
  if (asking === 'retry' && again)
    return (
      <ConfirmForm
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
