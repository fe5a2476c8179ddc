import { Link } from '@tanstack/react-router';
import { cell } from '../../components/cell.ts';
import table from '../../components/table.module.css';
import { TableSkeleton } from '../../components/table-skeleton.tsx';
import { droppedOf, hearingOf, reasonWords, timesDropped } from '../../lib/devices/device-words.ts';
import type { DeviceHealth, ListedDevice } from '../../lib/devices/devices.ts';
import { formatAgo, formatCount, formatInstant } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './device-table.module.css';

const Heard = ({ health, now }: { readonly health: DeviceHealth | undefined; readonly now: number }) => (
  <span className={classes.heard} data-heard={hearingOf(health, now)}>
    <span className={classes.dot} aria-hidden />
    {health?.heardAt ? (
      <time dateTime={health.heardAt} title={formatInstant(health.heardAt)}>
        {formatAgo(health.heardAt, now)}
      </time>
    ) : (
      'Never'
    )}
  </span>
);

const Drops = ({ health }: { readonly health: DeviceHealth | undefined }) => {
  const [most, ...others] = health ? droppedOf(health) : [];
  if (!health || !most) return null;
  const reason = reasonWords(most.reason);
  return (
    <>
      {formatCount(timesDropped(health))}
      <span className={classes.what}> not kept:</span>
      <span className={classes.reason}>{others.length > 0 ? `Mostly: ${reason.toLowerCase()}` : reason}</span>
    </>
  );
};

interface DeviceTableProps {
  readonly devices: readonly ListedDevice[];
  readonly vehicleName: (vehicleId: string) => string;
  readonly stale: boolean;
}

/** The registered devices: for which vehicle each reports, when it was heard, and what of it was kept. */
export const DeviceTable = ({ devices, vehicleName, stale }: DeviceTableProps) => {
  const now = useNow(5_000);
  return (
    <table className={classes.table} data-stale={stale || undefined} aria-busy={stale}>
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Vehicle</th>
          <th scope="col">Last heard</th>
          <th scope="col" className={table.number}>
            Kept
          </th>
          <th scope="col" className={table.number}>
            Not kept
          </th>
        </tr>
      </thead>
      <tbody>
        {devices.map(({ id, name, vehicleId, health }) => (
          <tr key={id} data-testid={`device-row-${id}`}>
            <td {...cell('name')}>
              <Link
                to="/devices"
                search={(before) => ({ ...before, device: id })}
                className={`${table.name} ${classes.name}`}
              >
                {name ?? id}
              </Link>
              {name && <span className={classes.id}>{id}</span>}
            </td>
            <td {...cell('vehicle')}>
              <Link to="/vehicles/$vehicleId" params={{ vehicleId }} className={classes.vehicle}>
                {vehicleName(vehicleId)}
              </Link>
            </td>
            <td {...cell('heard', 'end')}>
              <Heard health={health} now={now} />
            </td>
            <td className={`${table.number} ${classes.kept}`}>{health && formatCount(health.accepted)}</td>
            <td className={`${table.number} ${classes.drops}`} {...cell('drops')}>
              <Drops health={health} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The shape of the list while it loads. */
export const DeviceTableSkeleton = () => (
  <TableSkeleton className={classes.table} label="Loading devices" widths={[44, 52, 40, 48, 46]} />
);
