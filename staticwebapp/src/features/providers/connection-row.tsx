import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Secret } from '../../components/secret.tsx';
import { formatMinute } from '../../lib/format.ts';
import { MODE_WORDS, PROVIDER_WORDS, stateOf } from '../../lib/providers/provider-words.ts';
import { type ProviderConnection, useConnectionCommands } from '../../lib/providers/providers.ts';
import classes from './connection-row.module.css';

type Asking = 'disconnect' | 'secret' | undefined;

interface ConnectionRowProps {
  readonly connection: ProviderConnection;
  readonly mayWrite: boolean;
}

/** One account at a provider: whether anything comes from it, and what to do about it. */
export const ConnectionRow = ({ connection, mayWrite }: ConnectionRowProps) => {
  const { id, name, provider, mode, status, webhookPath, failingSince } = connection;
  const { change, setSecret } = useConnectionCommands();
  const [asking, setAsking] = useState<Asking>();
  const [secret, setTyped] = useState('');
  const { tone, words } = stateOf(connection);
  const close = () => {
    setAsking(undefined);
    setTyped('');
    change.reset();
    setSecret.reset();
  };
  const turn = status === 'paused' ? 'resume' : 'pause';
  return (
    <li className={classes.connection} data-testid={`connection-${id}`}>
      <div className={classes.head}>
        <h2 className={classes.name}>{name}</h2>
        <p className={classes.state} data-tone={tone}>
          <span className={classes.dot} aria-hidden />
          {words}
        </p>
      </div>
      <p className={classes.about}>
        {PROVIDER_WORDS[provider]} · {MODE_WORDS[mode]}
        {failingSince && ` · failing since ${formatMinute(failingSince)}`}
      </p>
      {webhookPath && <Secret label="Where it must send to, on the host of the API" text={webhookPath} />}
      {asking === 'disconnect' ? (
        <ConfirmForm
          what="Disconnect"
          means={`Nothing more is taken from ${name}, and its secret is forgotten. Its vehicles and what they have reported stay. This cannot be undone; it can be connected anew.`}
          danger
          busy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate({ connectionId: id, verb: 'disconnect' }, { onSuccess: close })}
          onCancel={close}
        />
      ) : asking === 'secret' ? (
        <ConfirmForm
          what="Set the secret"
          means={
            mode === 'webhook'
              ? 'What the provider signs with; it shows that where the webhook is set up.'
              : 'The token or password that we sign in with at the provider.'
          }
          busy={setSecret.isPending}
          error={setSecret.error}
          onConfirm={() => setSecret.mutate({ connectionId: id, secret }, { onSuccess: close })}
          onCancel={close}
        >
          <PasswordInput
            label="Secret"
            autoComplete="off"
            required
            value={secret}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </ConfirmForm>
      ) : (
        mayWrite && (
          <div className={classes.actions}>
            <Button
              size="compact-sm"
              variant="default"
              loading={change.isPending}
              onClick={() => change.mutate({ connectionId: id, verb: turn })}
            >
              {turn === 'pause' ? 'Pause' : 'Resume'}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking('secret')}>
              Set secret…
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              c="var(--danger)"
              color="red"
              onClick={() => setAsking('disconnect')}
            >
              Disconnect…
            </Button>
          </div>
        )
      )}
      {change.error && asking === undefined && (
        <p className={classes.error} role="alert">
          {change.error.message}
        </p>
      )}
    </li>
  );
};
