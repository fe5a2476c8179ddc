import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Facts } from '../../components/facts.tsx';
import { Secret } from '../../components/secret.tsx';
import { Loaded, Quiet } from '../../components/section.tsx';
import { clockWords, droppedOf, reasonWords } from '../../lib/devices/device-words.ts';
import { type DeviceHealth, deviceHealth, type ListedDevice } from '../../lib/devices/devices.ts';
import { useDeviceCommands } from '../../lib/devices/use-device-commands.ts';
import { formatCount, formatDuration, formatInstant, formatMinute } from '../../lib/format.ts';
import classes from './device-detail.module.css';
import { MessageList } from './message-list.tsx';

const Health = ({ health }: { readonly health: DeviceHealth }) => {
  const { accepted, late, since, heardAt, fixAt, clockOffsetSeconds } = health;
  const dropped = droppedOf(health);
  if (!heardAt) return <Quiet>It has not been heard since it reports for this vehicle.</Quiet>;
  return (
    <>
      <Facts
        facts={[
          ['Heard last', formatInstant(heardAt)],
          ['Heard first', since && formatInstant(since)],
          ['Newest measurement', fixAt && formatInstant(fixAt)],
          ['Its clock', clockOffsetSeconds === undefined ? undefined : clockWords(clockOffsetSeconds, formatDuration)],
          ['Kept', `${formatCount(accepted)}${late > 0 ? `, of these ${formatCount(late)} late` : ''}`],
          ['Not kept', dropped.length === 0 ? 'none' : undefined],
        ]}
      />
      {dropped.length > 0 && (
        <>
          <h3 className={classes.heading}>Not kept</h3>
          <Facts facts={dropped.map(({ reason, times }) => [reasonWords(reason), formatCount(times)])} />
        </>
      )}
    </>
  );
};

const NewKey = ({ deviceId }: { readonly deviceId: string }) => {
  const [asking, setAsking] = useState(false);
  const { rotateKey } = useDeviceCommands();
  if (rotateKey.data) return <Secret label="Its new key, shown this once" text={rotateKey.data.key} />;
  if (!asking)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        New key…
      </Button>
    );
  return (
    <ConfirmForm
      what="Give it a new key"
      means="The key it has stops working at once: what it sends with it is refused until it knows the new one."
      busy={rotateKey.isPending}
      error={rotateKey.error}
      onConfirm={() => rotateKey.mutate(deviceId)}
      onCancel={() => setAsking(false)}
    />
  );
};

interface DeviceDetailProps {
  readonly deviceId: string;
  /** Absent while the list has not come as far. */
  readonly device: ListedDevice | undefined;
  readonly vehicleName: (vehicleId: string) => string;
  readonly mayWrite: boolean;
  readonly maySeeMessages: boolean;
}

/** How one device does, and what it has sent. */
export const DeviceDetail = ({ deviceId, device, vehicleName, mayWrite, maySeeMessages }: DeviceDetailProps) => (
  <div className={classes.detail} data-testid="device-detail">
    <header className={classes.head}>
      <h2 className={classes.title}>{device?.name ?? deviceId}</h2>
      {device?.name && <p className={classes.id}>{deviceId}</p>}
      {device && (
        <p className={classes.about}>
          Reports for{' '}
          <Link to="/vehicles/$vehicleId" params={{ vehicleId: device.vehicleId }}>
            {vehicleName(device.vehicleId)}
          </Link>
          , registered {formatMinute(device.registeredAt)}
        </p>
      )}
    </header>
    <section aria-label="Health">
      <Loaded query={useQuery(deviceHealth(deviceId))}>{(health) => <Health health={health} />}</Loaded>
    </section>
    {mayWrite && <NewKey key={deviceId} deviceId={deviceId} />}
    {maySeeMessages && (
      <section>
        <h3 className={classes.heading}>Messages of the last 24 hours</h3>
        <MessageList deviceId={deviceId} />
      </section>
    )}
  </div>
);
