import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChargeSession, FuelEvent } from '../../../../shared/client/routes.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Loaded, Quiet, Section } from '../../components/section.tsx';
import { type Judgement, useJudgeFuel, vehicleEnergy } from '../../lib/energy/energy.ts';
import { formatEnergy, formatLitres, formatMinute } from '../../lib/format.ts';
import { placeWords } from '../../lib/trips/trip-words.ts';
import classes from './energy-section.module.css';

const FUEL_WORDS: Readonly<Record<FuelEvent['kind'], string>> = { refuelled: 'Refuelled', drained: 'Drained' };
const STATUS_WORDS: Readonly<Partial<Record<FuelEvent['status'], string>>> = {
  confirmed: 'Confirmed',
  dismissed: 'Dismissed',
};

interface Judging {
  readonly what: string;
  readonly means: string;
}

const JUDGING: Readonly<Record<FuelEvent['kind'], Readonly<Record<Judgement, Judging>>>> = {
  refuelled: {
    confirm: { what: 'Confirm', means: 'The tank was filled, as the device says.' },
    dismiss: { what: 'Dismiss', means: 'The tank was not filled; the device was wrong.' },
  },
  drained: {
    confirm: { what: 'Confirm', means: 'Fuel was taken out of the tank.' },
    dismiss: { what: 'Dismiss', means: 'Nothing was taken; the device was wrong, or there is a good reason.' },
  },
};

const whole = (percent: number): string => `${Math.round(percent)} %`;

type Told = Pick<FuelEvent | ChargeSession, 'at' | 'spot' | 'fromPercent' | 'toPercent'>;

const Facts = ({ at, spot, fromPercent, toPercent }: Told) => (
  <>
    <span className={classes.level}>
      {whole(fromPercent)} → {whole(toPercent)}
    </span>
    <span className={classes.soft}>
      <time dateTime={at}>{formatMinute(at)}</time> · {placeWords(spot)}
    </span>
  </>
);

const Fuelling = ({ fuel, mayJudge }: { readonly fuel: FuelEvent; readonly mayJudge: boolean }) => {
  const judge = useJudgeFuel(fuel);
  const [asking, setAsking] = useState<Judgement>();
  const close = () => {
    setAsking(undefined);
    judge.reset();
  };
  const { kind, status, millilitres, reason } = fuel;
  const said = STATUS_WORDS[status];
  return (
    <li className={classes.entry} data-testid="fuel-event" data-status={status}>
      <span className={classes.what} data-kind={kind}>
        {FUEL_WORDS[kind]}
        {millilitres !== undefined && ` ${formatLitres(millilitres)}`}
      </span>
      <Facts {...fuel} />
      {said && <span className={classes.said}>{reason ? `${said}: ${reason}` : said}</span>}
      {status === 'recorded' && mayJudge && !asking && (
        <span className={classes.buttons}>
          {(['confirm', 'dismiss'] as const).map((judgement) => (
            <Button key={judgement} size="compact-xs" variant="default" onClick={() => setAsking(judgement)}>
              {JUDGING[kind][judgement].what}
            </Button>
          ))}
        </span>
      )}
      {asking && (
        <div className={classes.asking}>
          <ConfirmForm
            {...JUDGING[kind][asking]}
            reason="optional"
            busy={judge.isPending}
            error={judge.error}
            onConfirm={(reason) => judge.mutate({ judgement: asking, reason }, { onSuccess: close })}
            onCancel={close}
          />
        </div>
      )}
    </li>
  );
};

const Charging = ({ charge }: { readonly charge: ChargeSession }) => (
  <li className={classes.entry}>
    <span className={classes.what}>
      Charged{charge.wattHours !== undefined && ` ${formatEnergy(charge.wattHours)}`}
    </span>
    <Facts {...charge} />
  </li>
);

interface EnergySectionProps {
  readonly vehicleId: string;
  readonly mayJudge: boolean;
}

/** When it was filled, emptied or charged, as its device tells. */
export const EnergySection = ({ vehicleId, mayJudge }: EnergySectionProps) => (
  <Section title="Fuel and charging">
    <Loaded query={useQuery(vehicleEnergy(vehicleId))}>
      {(entries) =>
        entries.length === 0 ? (
          <Quiet>Nothing yet. It is listed when the device tells how full the tank or the battery is.</Quiet>
        ) : (
          <ul className={classes.entries}>
            {entries.map((entry) =>
              entry.kind === 'fuel' ? (
                <Fuelling key={entry.fuel.id} fuel={entry.fuel} mayJudge={mayJudge} />
              ) : (
                <Charging key={entry.charge.id} charge={entry.charge} />
              ),
            )}
          </ul>
        )
      }
    </Loaded>
  </Section>
);
