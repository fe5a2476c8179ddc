import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PlusIcon } from '../components/icons.tsx';
import page from '../components/page.module.css';
import { type Tab, Tabs } from '../components/tabs.tsx';
import { DeviceDetail } from '../features/devices/device-detail.tsx';
import { RegisteredDevices } from '../features/devices/registered-devices.tsx';
import { TakeInDevice } from '../features/devices/take-in-device.tsx';
import { UnknownDevices } from '../features/devices/unknown-devices.tsx';
import { ConnectProvider } from '../features/providers/connect-provider.tsx';
import { Connections } from '../features/providers/connections.tsx';
import { may } from '../lib/auth.ts';
import { deviceList, unknownDevices } from '../lib/devices/devices.ts';
import { useVehicles } from '../lib/fleet/use-vehicles.ts';
import { formatCount } from '../lib/format.ts';
import { useMe } from '../lib/use-me.ts';

const route = getRouteApi('/member/devices');

/** Which drawer is open besides the one of a device, which has an address. */
type Taking = { readonly unknownId?: string } | undefined;

/** What reports for the fleet: each device and how it does, and those that nobody has registered. */
export const DevicesPage = () => {
  const me = useMe();
  const { tab, vehicle, device } = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [taking, setTaking] = useState<Taking>();
  const [connecting, setConnecting] = useState(false);
  const list = useInfiniteQuery(deviceList(vehicle));
  // What nobody has registered belongs to no group.
  const mayAdopt = !me.groups;
  const unknown = useInfiniteQuery({ ...unknownDevices, enabled: mayAdopt });
  const { data: vehicles = [] } = useVehicles();
  const names = new Map(vehicles.map(({ id, name }) => [id, name]));
  const vehicleName = (id: string) => names.get(id) ?? id;
  const mayWrite = may(me, 'devices:write');
  const mayConnect = may(me, 'providers:write');
  const waiting = unknown.data?.length;
  const registered: Tab = { name: 'Registered', link: { to: '/devices', search: {} }, on: tab === undefined };
  const unregistered: Tab = {
    name: 'Unknown',
    link: { to: '/devices', search: { tab: 'unknown' } },
    on: tab === 'unknown',
    count: waiting ? `${formatCount(waiting)}${unknown.hasNextPage ? '+' : ''}` : undefined,
    testId: 'tab-unknown',
  };
  const providers: Tab = {
    name: 'Providers',
    link: { to: '/devices', search: { tab: 'providers' } },
    on: tab === 'providers',
    testId: 'tab-providers',
  };
  const tabs = [registered, ...(mayAdopt ? [unregistered] : []), ...(may(me, 'providers:read') ? [providers] : [])];
  const drawer = { position: phone ? 'bottom' : 'right', size: phone ? '92%' : 500 } as const;
  return (
    <div className={page.page}>
      <div className={page.column}>
        <header className={page.head}>
          <h1 className={page.heading}>Devices</h1>
          {mayWrite && tab === undefined && (
            <Button size="sm" leftSection={<PlusIcon />} onClick={() => setTaking({})} data-testid="register-device">
              Register device
            </Button>
          )}
          {mayConnect && tab === 'providers' && (
            <Button
              size="sm"
              leftSection={<PlusIcon />}
              onClick={() => setConnecting(true)}
              data-testid="connect-provider"
            >
              Connect provider
            </Button>
          )}
        </header>
        <Tabs label="Devices" tabs={tabs} />
        {tab === 'unknown' ? (
          <UnknownDevices unknown={unknown} onAdopt={mayWrite ? (unknownId) => setTaking({ unknownId }) : undefined} />
        ) : tab === 'providers' ? (
          <Connections mayWrite={mayConnect} />
        ) : (
          <RegisteredDevices
            list={list}
            vehicle={vehicle === undefined ? undefined : { value: vehicle, label: vehicleName(vehicle) }}
            onVehicle={(id) => void navigate({ search: id ? { vehicle: id } : {}, replace: true })}
            vehicleName={vehicleName}
          />
        )}
      </div>
      <Drawer
        {...drawer}
        opened={device !== undefined}
        onClose={() => void navigate({ search: ({ device: _, ...before }) => before })}
        aria-label="Details"
        closeButtonProps={{ 'aria-label': 'Close details' }}
      >
        {device !== undefined && (
          <DeviceDetail
            deviceId={device}
            device={list.data?.find(({ id }) => id === device)}
            vehicleName={vehicleName}
            mayWrite={mayWrite}
            maySeeMessages={may(me, 'telemetry:read')}
          />
        )}
      </Drawer>
      <Drawer
        {...drawer}
        opened={taking !== undefined}
        onClose={() => setTaking(undefined)}
        title={taking?.unknownId === undefined ? 'Register a device' : `Adopt ${taking.unknownId}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {taking && <TakeInDevice unknownId={taking.unknownId} onClose={() => setTaking(undefined)} />}
      </Drawer>
      <Drawer
        {...drawer}
        opened={connecting}
        onClose={() => setConnecting(false)}
        title="Connect a provider"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <ConnectProvider onClose={() => setConnecting(false)} />
      </Drawer>
    </div>
  );
};
