import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Vehicle } from '../../../../shared/client/routes.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Section } from '../../components/section.tsx';
import { type StatusCommand, useVehicleStatus } from '../../lib/vehicles/use-vehicle-commands.ts';
import { STATUS_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import classes from './status-section.module.css';

type Target = StatusCommand['to'];

interface Words {
  readonly button: string;
  readonly what: string;
  readonly means: string;
}

const WORDS: Readonly<Record<Target, Words>> = {
  active: { button: 'Back in use', what: 'Put back in use', means: 'It can drive again.' },
  'in-shop': { button: 'To the shop', what: 'Send to the shop', means: 'It is being looked after, and comes back.' },
  'out-of-service': {
    button: 'Out of service',
    what: 'Take out of service',
    means: 'It must not drive until somebody puts it back in use.',
  },
  retired: {
    button: 'Retire…',
    what: 'Retire',
    means:
      'It leaves the fleet: its driver is released, and its devices are no longer heard. Its record stays as it is, and can be reinstated.',
  },
  reinstated: { button: 'Reinstate…', what: 'Reinstate', means: 'It is part of the fleet again, as it was before.' },
};

interface StatusSectionProps {
  readonly vehicle: Vehicle;
  readonly mayChange: boolean;
  readonly mayRetire: boolean;
}

/** What can be done with a vehicle from where it is, by whoever looks. */
const targetsOf = ({ vehicle: { status }, mayChange, mayRetire }: StatusSectionProps): readonly Target[] => {
  const gone = status === 'retired' || status === 'sold';
  if (gone) return mayRetire ? ['reinstated'] : [];
  const others = (['active', 'in-shop', 'out-of-service'] as const).filter((target) => target !== status);
  return [...(mayChange ? others : []), ...(mayRetire ? (['retired'] as const) : [])];
};

const commandOf = (to: Target, reason: string): StatusCommand =>
  to === 'retired' || to === 'reinstated' ? { to, reason } : { to, ...(reason && { reason }) };

/** Why it is what it is, and what to do about it. */
export const StatusSection = (props: StatusSectionProps) => {
  const { vehicle } = props;
  const [asking, setAsking] = useState<Target>();
  const change = useVehicleStatus(vehicle.id);
  const targets = targetsOf(props);
  if (targets.length === 0 && !vehicle.statusReason) return null;
  const close = () => {
    setAsking(undefined);
    change.reset();
  };
  return (
    <Section title={`Status: ${STATUS_WORDS[vehicle.status].toLowerCase()}`}>
      {vehicle.statusReason && <p className={classes.reason}>{vehicle.statusReason}</p>}
      {asking && targets.includes(asking) ? (
        <ConfirmForm
          what={WORDS[asking].what}
          means={WORDS[asking].means}
          danger={asking === 'retired'}
          reason={asking === 'retired' || asking === 'reinstated' ? 'required' : 'optional'}
          busy={change.isPending}
          error={change.error}
          onConfirm={(reason) => change.mutate(commandOf(asking, reason), { onSuccess: close })}
          onCancel={close}
        />
      ) : (
        targets.length > 0 && (
          <div className={classes.commands}>
            {targets.map((target) => (
              <Button
                key={target}
                size="compact-sm"
                variant={target === 'retired' ? 'subtle' : 'default'}
                {...(target === 'retired' && { c: 'var(--danger)', color: 'red' })}
                onClick={() => setAsking(target)}
                data-testid={`to-${target}`}
              >
                {WORDS[target].button}
              </Button>
            ))}
          </div>
        )
      )}
    </Section>
  );
};
