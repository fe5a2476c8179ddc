import type { ReactNode } from 'react';
import type { CustomField, Vehicle } from '../../../../shared/client/routes.ts';
import { Section } from '../../components/section.tsx';
import { formatCount, formatDay } from '../../lib/format.ts';
import { ENERGY_WORDS, KIND_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import classes from './facts-section.module.css';

const VIN_CHECKS: Readonly<Record<NonNullable<Vehicle['vinCheck']>, string>> = {
  valid: '',
  invalid: ' · check digit does not fit',
  'not-used': '',
};

type Fact = readonly [label: string, value: string | number | undefined];

const ownFact = ({ key, label, kind }: CustomField, values: Vehicle['customFields']): Fact => {
  const value = values[key];
  if (value === undefined) return [label, undefined];
  if (typeof value === 'boolean') return [label, value ? 'Yes' : 'No'];
  if (kind.type === 'date') return [label, formatDay(String(value))];
  return [label, kind.type === 'number' && kind.unit ? `${value} ${kind.unit}` : value];
};

const factsOf = (vehicle: Vehicle, group: string | undefined, own: readonly CustomField[]): readonly Fact[] => [
  ['Kind', KIND_WORDS[vehicle.kind]],
  ['Make', vehicle.make],
  ['Model', vehicle.model],
  ['Model year', vehicle.modelYear],
  ['Energy', vehicle.energy && ENERGY_WORDS[vehicle.energy]],
  ['Tank', vehicle.tankMillilitres && `${formatCount(vehicle.tankMillilitres / 1000)} l`],
  ['Battery', vehicle.batteryWattHours && `${formatCount(vehicle.batteryWattHours / 1000)} kWh`],
  ['Colour', vehicle.colour],
  ['VIN', vehicle.vin && `${vehicle.vin}${vehicle.vinCheck ? VIN_CHECKS[vehicle.vinCheck] : ''}`],
  ['External id', vehicle.externalId],
  ['Group', group ?? 'The company itself'],
  ['Registered', formatDay(vehicle.registeredAt.slice(0, 10))],
  ['Tags', vehicle.tags.length > 0 ? vehicle.tags.join(', ') : undefined],
  ...own.map((field) => ownFact(field, vehicle.customFields)),
];

interface FactsSectionProps {
  readonly vehicle: Vehicle;
  readonly group: string | undefined;
  readonly own: readonly CustomField[];
  readonly action: ReactNode;
}

/** What describes the vehicle; what nobody has said is not there. */
export const FactsSection = ({ vehicle, group, own, action }: FactsSectionProps) => (
  <Section title="Details" action={action}>
    <dl className={classes.facts}>
      {factsOf(vehicle, group, own).map(
        ([label, value]) =>
          value !== undefined && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      {vehicle.notes && (
        <div className={classes.wide}>
          <dt>Notes</dt>
          <dd>{vehicle.notes}</dd>
        </div>
      )}
    </dl>
  </Section>
);
