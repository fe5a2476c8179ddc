import { Button, Skeleton } from '@mantine/core';
import { messageText } from '../../lib/devices/device-words.ts';
import type { QuarantinedDevice } from '../../lib/devices/devices.ts';
import { useDeviceCommands } from '../../lib/devices/use-device-commands.ts';
import { formatAgo, formatCoordinates, formatCount, formatInstant } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { RawMessage } from './raw-message.tsx';
import classes from './unknown-list.module.css';

interface UnknownDeviceProps {
  readonly device: QuarantinedDevice;
  readonly now: number;
  readonly onAdopt: ((deviceId: string) => void) | undefined;
}

const UnknownDevice = ({ device, now, onAdopt }: UnknownDeviceProps) => {
  const { id, firstSeenAt, lastSeenAt, times, protocol, raw, position } = device;
  const { dismiss } = useDeviceCommands();
  return (
    <li className={classes.device} data-testid={`unknown-device-${id}`}>
      <div className={classes.head}>
        <h2 className={classes.id}>{id}</h2>
        <span className={classes.protocol}>{protocol}</span>
      </div>
      <p className={classes.heard}>
        <time dateTime={lastSeenAt} title={formatInstant(lastSeenAt)}>
          Heard {formatAgo(lastSeenAt, now)}
        </time>
        <span>{times === 1 ? 'once' : `${formatCount(times)} times since ${formatInstant(firstSeenAt)}`}</span>
        {position && <span>at {formatCoordinates(position.lat, position.lon)}</span>}
      </p>
      <RawMessage text={messageText(raw)} truncated={raw.truncated} />
      {dismiss.error && (
        <p className={classes.error} role="alert">
          {dismiss.error.message}
        </p>
      )}
      {onAdopt && (
        <div className={classes.actions}>
          <Button size="sm" onClick={() => onAdopt(id)} data-testid="adopt">
            Adopt…
          </Button>
          <Button
            size="sm"
            variant="default"
            title="Forget it until it sends again"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate(id)}
            data-testid="dismiss"
          >
            Dismiss
          </Button>
        </div>
      )}
    </li>
  );
};

interface UnknownListProps {
  readonly devices: readonly QuarantinedDevice[];
  /** Absent for whoever may not take devices in. */
  readonly onAdopt: ((deviceId: string) => void) | undefined;
}

/** Devices that send and that nobody has registered. */
export const UnknownList = ({ devices, onAdopt }: UnknownListProps) => {
  const now = useNow(1_000);
  return (
    <ul className={classes.list}>
      {devices.map((device) => (
        <UnknownDevice key={device.id} device={device} now={now} onAdopt={onAdopt} />
      ))}
    </ul>
  );
};

/** The shape of the list while it loads. */
export const UnknownListSkeleton = () => (
  <div className={classes.device} role="status" aria-label="Loading unknown devices">
    <Skeleton height={14} width="30%" radius={6} />
    <Skeleton height={44} radius={9} />
  </div>
);
