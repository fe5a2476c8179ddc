import type { ComboboxItem } from '@mantine/core';
import { LoadMore } from '../../components/load-more.tsx';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { Unavailable } from '../../components/unavailable.tsx';
import { VehiclePicker } from '../../components/vehicle-picker.tsx';
import type { ListedDevice } from '../../lib/devices/devices.ts';
import type { Pages } from '../../lib/pages.ts';
import { DeviceTable, DeviceTableSkeleton } from './device-table.tsx';
import classes from './registered-devices.module.css';

interface RegisteredDevicesProps {
  readonly list: Pages<ListedDevice>;
  readonly vehicle: ComboboxItem | undefined;
  readonly onVehicle: (vehicleId: string | undefined) => void;
  readonly vehicleName: (vehicleId: string) => string;
}

/** The registered devices, of one vehicle or of all. */
export const RegisteredDevices = ({ list, vehicle, onVehicle, vehicleName }: RegisteredDevicesProps) => (
  <>
    <search className={classes.filters}>
      <VehiclePicker
        aria-label="Vehicle"
        placeholder="Of any vehicle"
        clearable
        chosen={vehicle}
        onChoose={(chosen) => onVehicle(chosen?.value)}
      />
    </search>
    <div className={page.card}>
      {list.data?.length ? (
        <DeviceTable devices={list.data} vehicleName={vehicleName} stale={list.isPlaceholderData} />
      ) : list.error ? (
        <Unavailable what="The list" error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <DeviceTableSkeleton />
      ) : vehicle ? (
        <Notice title={`No device reports for ${vehicle.label}`}>
          <p>Register one for it, or adopt one of those that send and are unknown.</p>
        </Notice>
      ) : (
        <Notice title="No devices yet">
          <p>Register a tracker, a phone or a gateway for a vehicle, and it shows on the map as soon as it is heard.</p>
        </Notice>
      )}
      <LoadMore
        available={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </div>
  </>
);
