import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Renewal } from '../../../../shared/client/routes.ts';
import { Loaded, Quiet, Section } from '../../components/section.tsx';
import { formatDay, formatMinute } from '../../lib/format.ts';
import { whoOf } from '../../lib/ops/saga-words.ts';
import { currentDriver, vehicleHistory, vehicleRenewals } from '../../lib/vehicles/vehicle-queries.ts';
import { historyWords } from '../../lib/vehicles/vehicle-words.ts';
import classes from './side-sections.module.css';

interface OfVehicle {
  readonly vehicleId: string;
}

/** Who drives it. */
export const DriverSection = ({ vehicleId }: OfVehicle) => (
  <Section title="Driver">
    <Loaded query={useQuery(currentDriver(vehicleId))}>
      {(current) =>
        current.driver && 'since' in current ? (
          <div className={classes.what}>
            <span className={classes.name}>{current.driver.name}</span>
            <span className={classes.soft}>
              since {formatMinute(current.since)}
              {current.until && `, until ${formatMinute(current.until)}`}
            </span>
          </div>
        ) : (
          <Quiet>Nobody drives it at present.</Quiet>
        )
      }
    </Loaded>
  </Section>
);

const DUE_WORDS: Readonly<Record<Renewal['state'], string>> = {
  ok: '',
  'due-soon': 'due soon',
  overdue: 'overdue',
  done: 'done',
  cancelled: 'cancelled',
};

/** What has to be renewed, the next first. */
export const RenewalsSection = ({ vehicleId }: OfVehicle) => (
  <Section title="Renewals">
    <Loaded query={useQuery(vehicleRenewals(vehicleId))}>
      {(renewals) =>
        renewals.length === 0 ? (
          <Quiet>Nothing is due.</Quiet>
        ) : (
          <ul className={classes.rows}>
            {renewals.map(({ id, title, dueOn, state }) => (
              <li key={id} className={classes.row}>
                <span className={classes.what}>{title}</span>
                <span className={classes.due} data-state={state}>
                  {formatDay(dueOn)}
                  {DUE_WORDS[state] && ` · ${DUE_WORDS[state]}`}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  </Section>
);

const LATEST = 10;

interface HistorySectionProps extends OfVehicle {
  readonly groupName: (id: string) => string;
}

/** What has happened to it, and who did it, the latest first. */
export const HistorySection = ({ vehicleId, groupName }: HistorySectionProps) => {
  const [all, setAll] = useState(false);
  return (
    <Section title="History">
      <Loaded query={useQuery(vehicleHistory(vehicleId))}>
        {(entries) => (
          <>
            <ol className={classes.history} data-testid="vehicle-history">
              {entries.slice(0, all ? undefined : LATEST).map((entry) => (
                <li key={entry.version} className={classes.event}>
                  <span>{historyWords(entry, groupName)}</span>
                  <time className={classes.soft} dateTime={entry.at}>
                    {formatMinute(entry.at)}
                  </time>
                  <span className={classes.soft}>{whoOf(entry.actor)}</span>
                </li>
              ))}
            </ol>
            {entries.length > LATEST && !all && (
              <Button size="compact-sm" variant="default" mt={12} onClick={() => setAll(true)}>
                Show all {entries.length}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
};
