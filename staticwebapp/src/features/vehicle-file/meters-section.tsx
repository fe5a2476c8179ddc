import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MeterReading, Vehicle } from '../../../../shared/client/routes.ts';
import { Loaded, Quiet, Section } from '../../components/section.tsx';
import { formatMinute } from '../../lib/format.ts';
import { formatMeter } from '../../lib/vehicles/meter-units.ts';
import { useMeters } from '../../lib/vehicles/use-vehicle-commands.ts';
import { meterReadings } from '../../lib/vehicles/vehicle-queries.ts';
import { METER_WORDS, VOID_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import classes from './meters-section.module.css';
import { RecordReading } from './record-reading.tsx';

const Standings = ({ meters }: Pick<Vehicle, 'meters'>) => {
  const known = (['odometer', 'engineHours'] as const).flatMap((meter) => {
    const standing = meters[meter];
    return standing ? [{ meter, ...standing }] : [];
  });
  if (known.length === 0) return <Quiet>Nobody has read a meter of this vehicle yet.</Quiet>;
  return (
    <dl className={classes.standings}>
      {known.map(({ meter, total, at }) => (
        <div key={meter}>
          <dt>{METER_WORDS[meter]}</dt>
          <dd className={classes.value} data-testid={`meter-${meter}`}>
            {formatMeter(meter, total)}
          </dd>
          <dd className={classes.since}>{formatMinute(at)}</dd>
        </div>
      ))}
    </dl>
  );
};

interface ReadingProps {
  readonly reading: MeterReading;
  readonly onAccept: (() => void) | undefined;
  readonly busy: boolean;
}

const Reading = ({ reading, onAccept, busy }: ReadingProps) => {
  const { meter, value, at, source, note, void: invalid } = reading;
  return (
    <li className={classes.reading} data-void={invalid ? true : undefined}>
      <span className={classes.soft}>
        {METER_WORDS[meter]}
        {source !== 'manual' && ` · ${source}`}
        {note && ` · ${note}`}
      </span>
      <span className={classes.amount}>{formatMeter(meter, value)}</span>
      <time className={classes.soft} dateTime={at}>
        {formatMinute(at)}
      </time>
      {invalid && (
        <span className={classes.void}>
          Does not count. {VOID_WORDS[invalid.reason]} {invalid.note}
          {onAccept && (
            <Button size="compact-xs" variant="default" loading={busy} onClick={onAccept}>
              Accept it
            </Button>
          )}
        </span>
      )}
    </li>
  );
};

interface MetersSectionProps {
  readonly vehicle: Vehicle;
  readonly mayRecord: boolean;
}

/** What the meters stand at, and what was read from them last. */
export const MetersSection = ({ vehicle, mayRecord }: MetersSectionProps) => {
  const readings = useQuery(meterReadings(vehicle.id));
  const { record, accept } = useMeters(vehicle.id);
  const [recording, setRecording] = useState(false);
  const [refused, setRefused] = useState<MeterReading>();
  const close = () => {
    setRecording(false);
    record.reset();
  };
  const recorded = (reading: MeterReading) => {
    setRefused(reading.void && reading);
    close();
  };
  const acceptOne = (id: string) => accept.mutate(id, { onSuccess: () => setRefused(undefined) });

  return (
    <Section
      title="Meters"
      action={
        mayRecord &&
        !recording && (
          <Button size="compact-sm" variant="default" onClick={() => setRecording(true)} data-testid="record-reading">
            Record a reading
          </Button>
        )
      }
    >
      <Standings meters={vehicle.meters} />
      {recording && <RecordReading record={record} onRecorded={recorded} onCancel={close} />}
      {refused?.void && (
        <div className={classes.refused} role="alert" data-testid="reading-void">
          <p>
            {formatMeter(refused.meter, refused.value)} was kept, but does not count. {VOID_WORDS[refused.void.reason]}{' '}
            If it is right all the same, accept it.
          </p>
          <Button size="compact-sm" loading={accept.isPending} onClick={() => acceptOne(refused.id)}>
            It is right
          </Button>
        </div>
      )}
      {accept.error && (
        <p className={classes.error} role="alert">
          {accept.error.message}
        </p>
      )}
      <Loaded query={readings}>
        {({ items }) =>
          items.length > 0 && (
            <ul className={classes.readings} aria-label="Latest readings">
              {items.map((reading) => (
                <Reading
                  key={reading.id}
                  reading={reading}
                  busy={accept.isPending}
                  onAccept={mayRecord && reading.void ? () => acceptOne(reading.id) : undefined}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
};
