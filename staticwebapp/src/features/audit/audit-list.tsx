import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { AuditEntry } from '../../../../shared/client/routes.ts';
import { actionWords, changesOf, nameIn, OUTCOME_WORDS } from '../../lib/audit/audit.ts';
import { formatInstant, formatMinute } from '../../lib/format.ts';
import { whoOf } from '../../lib/ops/saga-words.ts';
import classes from './audit-list.module.css';

const Changes = ({ entry }: { readonly entry: AuditEntry }) => {
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Changed</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ member, before, after }) => (
          <tr key={member}>
            <td>{member}</td>
            <td>{before || '—'}</td>
            <td>{after || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What else there is to say of an entry, as it was written down. */
const factsOf = (entry: AuditEntry): readonly (readonly [string, string | undefined])[] => [
  ['When', formatInstant(entry.at)],
  ['Who', entry.actor],
  ['From', entry.from],
  ['What', entry.action],
  ['To', entry.subject && `${entry.subject.kind} ${entry.subject.id}`],
  ['Refused', entry.refusal && `${entry.refusal.message} (${entry.refusal.code})`],
  ['Times within a minute', entry.count ? String(entry.count) : undefined],
  ['With', entry.data && Object.keys(entry.data).length > 0 ? JSON.stringify(entry.data) : undefined],
  ['Request', entry.correlationId],
  ['Place in the chain', `${entry.chain}, number ${entry.seq}`],
];

interface EntryProps {
  readonly entry: AuditEntry;
  readonly onSubject: (id: string) => void;
}

const Entry = ({ entry, onSubject }: EntryProps) => {
  const [open, setOpen] = useState(false);
  return (
    <li className={classes.entry}>
      <UnstyledButton className={classes.row} aria-expanded={open} onClick={() => setOpen(!open)}>
        <time className={`${classes.soft} ${classes.when}`} dateTime={entry.at}>
          {formatMinute(entry.at)}
        </time>
        <span>
          <span className={classes.action}>{actionWords(entry.action)}</span>{' '}
          <span className={classes.soft}>{nameIn(entry)}</span>
        </span>
        <span className={`${classes.soft} ${classes.who}`}>{whoOf(entry.actor)}</span>
        <span className={classes.outcome} data-outcome={entry.outcome}>
          {OUTCOME_WORDS[entry.outcome]}
        </span>
        <span className={classes.open} aria-hidden>
          ›
        </span>
      </UnstyledButton>
      {open && (
        <div className={classes.detail}>
          <Changes entry={entry} />
          <dl className={classes.facts}>
            {factsOf(entry).map(
              ([name, value]) =>
                value && (
                  <div key={name} style={{ display: 'contents' }}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ),
            )}
          </dl>
          {entry.subject && (
            <p className={classes.about}>
              <button type="button" onClick={() => onSubject(entry.subject?.id ?? '')}>
                Everything that was done to it
              </button>
            </p>
          )}
        </div>
      )}
    </li>
  );
};

interface AuditListProps {
  readonly entries: readonly AuditEntry[];
  /** Somebody wants to see the trail of one record only. */
  readonly onSubject: (id: string) => void;
}

/** Who did what and when, the latest first; each entry opens to what it changed. */
export const AuditList = ({ entries, onSubject }: AuditListProps) => (
  <ol className={classes.list} data-testid="audit">
    {entries.map((entry) => (
      <Entry key={entry.id} entry={entry} onSubject={onSubject} />
    ))}
  </ol>
);
