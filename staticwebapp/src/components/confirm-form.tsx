import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from './confirm-form.module.css';

interface ConfirmFormProps {
  /** The verb on the button. */
  readonly what: string;
  readonly means: ReactNode;
  readonly danger?: boolean;
  /** Whether it takes a reason. */
  readonly reason?: 'required' | 'optional';
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onConfirm: (reason: string) => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** Says what something means before it is done, and asks why where that is to be remembered. */
export const ConfirmForm = (props: ConfirmFormProps) => {
  const { what, means, danger = false, reason: asked, busy, error, onConfirm, onCancel, children } = props;
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm(reason.trim());
  };
  return (
    <form className={classes.form} onSubmit={submit} data-testid="confirm">
      <p className={classes.means}>{means}</p>
      {children}
      {asked && (
        <Textarea
          label="Reason"
          placeholder={asked === 'optional' ? 'Optional' : 'Kept in the history, for whoever looks at it later'}
          autosize
          minRows={2}
          maxLength={200}
          data-autofocus
          required={asked === 'required'}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
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
          disabled={asked === 'required' && !reason.trim()}
          {...(danger && { color: 'red' })}
        >
          {what}
        </Button>
      </div>
    </form>
  );
};
