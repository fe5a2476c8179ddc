import { Button, Drawer, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../../shared/client/api-error.ts';
import type { Vehicle } from '../../../shared/client/routes.ts';
import { Notice } from '../components/notice.tsx';
import page from '../components/page.module.css';
import { Unavailable } from '../components/unavailable.tsx';
import { VehicleStatusPill } from '../components/vehicle-status-pill.tsx';
import { TripsSection } from '../features/trips/trips-section.tsx';
import { ActivitySection } from '../features/vehicle-file/activity-section.tsx';
import { DocumentsSection } from '../features/vehicle-file/documents-section.tsx';
import { EnergySection } from '../features/vehicle-file/energy-section.tsx';
import { FactsSection } from '../features/vehicle-file/facts-section.tsx';
import { MetersSection } from '../features/vehicle-file/meters-section.tsx';
import { DriverSection, HistorySection, RenewalsSection } from '../features/vehicle-file/side-sections.tsx';
import { StatusSection } from '../features/vehicle-file/status-section.tsx';
import { EditVehicle } from '../features/vehicle-form/edit-vehicle.tsx';
import { may } from '../lib/auth.ts';
import { useMe } from '../lib/use-me.ts';
import { groups, oneVehicle, vehicleFields, vehicleWarnings } from '../lib/vehicles/vehicle-queries.ts';
import { modelOf } from '../lib/vehicles/vehicle-words.ts';
import classes from './vehicle-page.module.css';

const route = getRouteApi('/member/vehicles/$vehicleId');

const Warnings = ({ vehicleId }: { readonly vehicleId: string }) => {
  const { data: warnings = [] } = useQuery(vehicleWarnings(vehicleId));
  return warnings.map(({ code, message, vehicleId: other }) => (
    <p key={`${code} ${other}`} className={classes.warning} role="status">
      {message}{' '}
      <Link to="/vehicles/$vehicleId" params={{ vehicleId: other }}>
        Look at the other vehicle
      </Link>
    </p>
  ));
};

interface FileProps {
  readonly vehicle: Vehicle;
  readonly onReload: () => Promise<Vehicle | undefined>;
}

const VehicleFile = ({ vehicle, onReload }: FileProps) => {
  const me = useMe();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [editing, setEditing] = useState(false);
  const { data: known = [] } = useQuery({ ...groups, enabled: may(me, 'groups:read') });
  const { data: own = [] } = useQuery({ ...vehicleFields, enabled: may(me, 'custom-fields:read') });
  const groupName = (id: string) => known.find((group) => group.id === id)?.path.join(' › ') ?? id;
  const { id, name, plate, status, groupId } = vehicle;
  const gone = status === 'retired' || status === 'sold';
  const mayWrite = may(me, 'vehicles:write');
  const edit = mayWrite && !gone && (
    <Button size="compact-sm" variant="default" onClick={() => setEditing(true)} data-testid="edit-vehicle">
      Edit
    </Button>
  );
  return (
    <>
      <header className={page.head}>
        <div className={classes.title}>
          <h1 className={page.heading}>{name}</h1>
          {plate && <span className={classes.plate}>{plate}</span>}
          <VehicleStatusPill status={status} />
        </div>
        {!gone && (
          <Button
            size="sm"
            variant="default"
            renderRoot={(props) => <Link to="/map" search={{ vehicle: id }} {...props} />}
          >
            Show on the map
          </Button>
        )}
      </header>
      {(vehicle.make || vehicle.model) && <p className={classes.sub}>{modelOf(vehicle)}</p>}
      <Warnings vehicleId={id} />
      <div className={classes.file}>
        <div className={`${classes.stack} ${classes.about}`}>
          {may(me, 'telemetry:read') && <ActivitySection vehicleId={id} />}
          {may(me, 'trips:read') && <TripsSection vehicleId={id} mayClassify={may(me, 'trips:write')} />}
          <FactsSection
            vehicle={vehicle}
            group={groupId === undefined ? undefined : groupName(groupId)}
            own={own}
            action={edit}
          />
          {may(me, 'meters:read') && <MetersSection vehicle={vehicle} mayRecord={may(me, 'meters:write') && !gone} />}
        </div>
        <div className={classes.history}>
          <HistorySection vehicleId={id} groupName={groupName} />
        </div>
        <div className={`${classes.stack} ${classes.side}`}>
          <StatusSection vehicle={vehicle} mayChange={may(me, 'vehicles:status')} mayRetire={mayWrite} />
          {may(me, 'assignments:read') && <DriverSection vehicleId={id} />}
          {may(me, 'energy:read') && <EnergySection vehicleId={id} mayJudge={may(me, 'energy:write')} />}
          {may(me, 'renewals:read') && <RenewalsSection vehicleId={id} />}
          {may(me, 'documents:read') && <DocumentsSection vehicleId={id} mayAdd={may(me, 'documents:write')} />}
        </div>
      </div>
      <Drawer
        opened={editing}
        onClose={() => setEditing(false)}
        position={phone ? 'bottom' : 'right'}
        size={phone ? '94%' : 520}
        title={`Edit ${name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <EditVehicle vehicle={vehicle} groups={known} onReload={onReload} onDone={() => setEditing(false)} />
      </Drawer>
    </>
  );
};

/** Everything that is known of one vehicle, and what can be done with it. */
export const VehiclePage = () => {
  const { vehicleId } = route.useParams();
  const { data: vehicle, error, refetch } = useQuery(oneVehicle(vehicleId));
  const unknown = error instanceof ApiError && error.status === 404;
  return (
    <div className={page.page}>
      <div className={page.column}>
        <Link to="/vehicles" className={classes.back}>
          ‹ Vehicles
        </Link>
        {vehicle ? (
          <VehicleFile key={vehicleId} vehicle={vehicle} onReload={() => refetch().then(({ data }) => data)} />
        ) : unknown ? (
          <div className={page.card}>
            <Notice title="This vehicle is not in your fleet">
              <p>The link may belong to another company, or to a part of the fleet that you do not see.</p>
            </Notice>
          </div>
        ) : error ? (
          <div className={page.card}>
            <Unavailable what="The vehicle" error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Skeleton height={26} width={240} radius={8} aria-label="Loading the vehicle" />
        )}
      </div>
    </div>
  );
};
