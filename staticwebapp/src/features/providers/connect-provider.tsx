import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Secret } from '../../components/secret.tsx';
import { issuesAt } from '../../lib/field-issues.ts';
import { MODE_WORDS, PROVIDER_WORDS, SETTING_WORDS, WAYS } from '../../lib/providers/provider-words.ts';
import { type NewConnection, useConnectionCommands } from '../../lib/providers/providers.ts';
import classes from '../devices/take-in-device.module.css';

const PROVIDERS = Object.entries(PROVIDER_WORDS).map(([value, label]) => ({ value, label }));
const isProvider = (value: string): value is NewConnection['provider'] => value in PROVIDER_WORDS;

/** What was typed, as the API takes it. */
const settingsOf = (
  typed: Readonly<Record<string, string>>,
  names: readonly string[],
): NonNullable<NewConnection['settings']> =>
  Object.fromEntries(
    names
      .filter((name) => typed[name]?.trim())
      .map((name) => [name, name === 'channelId' ? Number(typed[name]) : typed[name]?.trim()]),
  );

/** Connects an account at a provider; a secret that is made here is shown this once. */
export const ConnectProvider = ({ onClose }: { readonly onClose: () => void }) => {
  const { connect } = useConnectionCommands();
  const [provider, setProvider] = useState<NewConnection['provider']>('samsara');
  const [wanted, setMode] = useState<NewConnection['mode']>('webhook');
  const [name, setName] = useState('');
  const [secret, setTyped] = useState('');
  const [typed, setSettings] = useState<Readonly<Record<string, string>>>({});
  const ways = WAYS[provider];
  const { mode, settings, secret: needsSecret } = ways.find((way) => way.mode === wanted) ?? ways[0];
  const asked = mode === 'poll' ? [...settings, 'server' as const] : settings;
  const fields = ['name', 'mode', 'secret', ...asked.map((setting) => `settings.${setting}`)];
  const { at, rest } = issuesAt(connect.error, fields);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { provider, mode, name: name.trim(), settings: settingsOf(typed, asked) };
    connect.mutate({ ...given, ...(needsSecret && secret && { secret }) });
  };

  if (connect.data)
    return (
      <div className={classes.form}>
        <p className={classes.means}>
          {connect.data.name} is connected.
          {mode === 'webhook' && ' Tell the provider where to send to'}
          {mode === 'webhook' && (connect.data.secret ? ', and this secret.' : ', and set here what it signs with.')}
        </p>
        {connect.data.webhookPath && (
          <Secret label="Where it must send to, on the host of the API" text={connect.data.webhookPath} />
        )}
        {connect.data.secret && <Secret label="The secret, shown this once" text={connect.data.secret} />}
        <div className={classes.buttons}>
          <Button size="sm" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    );
  return (
    <form className={classes.form} onSubmit={submit} data-testid="provider-form">
      <NativeSelect
        label="Provider"
        data={PROVIDERS}
        value={provider}
        onChange={({ currentTarget: { value } }) => isProvider(value) && setProvider(value)}
      />
      <NativeSelect
        label="How"
        data={ways.map((way) => ({ value: way.mode, label: MODE_WORDS[way.mode] }))}
        value={mode}
        error={at.mode}
        onChange={({ currentTarget }) => setMode(currentTarget.value === 'poll' ? 'poll' : 'webhook')}
      />
      <TextInput
        label="Name"
        name="name"
        required
        maxLength={80}
        placeholder="Such as the part of the fleet"
        value={name}
        error={at.name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      {asked.map((setting) => (
        <TextInput
          key={setting}
          label={SETTING_WORDS[setting]}
          name={setting}
          required={setting !== 'server'}
          description={setting === 'server' && 'Only if it is not the usual one, such as one in Europe'}
          inputMode={setting === 'channelId' ? 'numeric' : 'text'}
          spellCheck={false}
          value={typed[setting] ?? ''}
          error={at[`settings.${setting}`]}
          onChange={({ currentTarget }) => setSettings({ ...typed, [setting]: currentTarget.value })}
        />
      ))}
      {needsSecret && (
        <PasswordInput
          label="Token or password"
          description="It is kept in the vault and never shown again."
          autoComplete="off"
          required
          value={secret}
          error={at.secret}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" loading={connect.isPending} disabled={!name.trim()} data-testid="connect">
          Connect
        </Button>
      </div>
    </form>
  );
};
