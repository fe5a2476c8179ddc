import { Tooltip } from '@mantine/core';
import type { ConnectionState } from '../lib/live-machine.ts';
import classes from './connection-indicator.module.css';

const WORDS: Readonly<Record<ConnectionState, { label: string; explanation: string }>> = {
  connecting: { label: 'Connecting', explanation: 'Opening the live connection' },
  live: { label: 'Live', explanation: 'What happens shows at once' },
  reconnecting: {
    label: 'Reconnecting',
    explanation: 'The live connection was lost; what is new is fetched every 20 seconds meanwhile',
  },
  offline: { label: 'Offline', explanation: 'No connection; you see what was known last' },
};

export const ConnectionIndicator = ({ state }: { readonly state: ConnectionState }) => (
  <Tooltip label={WORDS[state].explanation} multiline maw={260}>
    <span
      className={classes.indicator}
      data-testid="connection"
      data-state={state}
      data-busy={state === 'connecting' || state === 'reconnecting'}
      role="status"
    >
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.label}>{WORDS[state].label}</span>
    </span>
  </Tooltip>
);
