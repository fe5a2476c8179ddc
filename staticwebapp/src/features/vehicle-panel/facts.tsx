import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from '../../components/icons.tsx';
import type { Position, Vehicle } from '../../lib/fleet/contract.ts';
import { formatCoordinates, formatInstant } from '../../lib/format.ts';
import { attributeFacts } from './attributes.ts';
import classes from './facts.module.css';

interface FactsProps {
  readonly vehicle: Vehicle;
  readonly position: Position;
}

export const Facts = ({ vehicle, position }: FactsProps) => {
  const coordinates = formatCoordinates(position.lat, position.lon);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Last fix</dt>
        <dd>{formatInstant(position.at)}</dd>
      </div>
      <div>
        <dt>Coordinates</dt>
        <dd className={classes.withAction}>
          {coordinates}
          <CopyButton value={coordinates}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy coordinates'}>
                <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Copy coordinates" onClick={copy}>
                  {copied ? <CheckIcon /> : <CopyIcon />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </dd>
      </div>
      {position.accuracy !== undefined && (
        <div>
          <dt>Accuracy</dt>
          <dd>± {Math.round(position.accuracy)} m</dd>
        </div>
      )}
      {attributeFacts(position.attributes).map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {vehicle.vin && (
        <div>
          <dt>VIN</dt>
          <dd>{vehicle.vin}</dd>
        </div>
      )}
    </dl>
  );
};
