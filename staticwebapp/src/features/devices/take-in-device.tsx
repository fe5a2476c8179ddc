import { Button, type ComboboxItem, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Secret } from '../../components/secret.tsx';
import { VehiclePicker } from '../../components/vehicle-picker.tsx';
import { useDeviceCommands } from '../../lib/devices/use-device-commands.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import classes from './take-in-device.module.css';

const FIELDS = ['vehicleId', 'deviceId', 'name'];

interface TakeInDeviceProps {
  /** The one that has been heard of; absent: another one is registered. */
  readonly unknownId?: string | undefined;
  readonly onClose: () => void;
}

/** Takes a device in for a vehicle, and shows the key it has from then on. */
export const TakeInDevice = ({ unknownId, onClose }: TakeInDeviceProps) => {
  const { adopt, register } = useDeviceCommands();
  const [vehicle, setVehicle] = useState<ComboboxItem>();
  const [own, setOwn] = useState('');
  const [name, setName] = useState('');
  const asked = unknownId === undefined ? register : adopt;
  const { at, rest } = issuesAt(asked.error, FIELDS);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!vehicle) return;
    const facts = { vehicleId: vehicle.value, ...(name.trim() && { name: name.trim() }) };
    if (unknownId === undefined) register.mutate({ ...facts, ...(own.trim() && { deviceId: own.trim() }) });
    else adopt.mutate({ ...facts, deviceId: unknownId });
  };

  if (asked.data && vehicle)
    return (
      <div className={classes.form} data-testid="device-taken-in">
        <p className={classes.means}>
          {asked.data.name ?? asked.data.id} reports for {vehicle.label} from now on.{' '}
          {unknownId !== undefined && 'If it comes in through a gateway, nothing else needs to be done.'}
        </p>
        <Secret label="The key that it proves itself with, shown this once" text={asked.data.key} />
        <div className={classes.buttons}>
          <Button
            size="sm"
            variant="default"
            renderRoot={(props) => <Link to="/map" search={{ vehicle: vehicle.value }} {...props} />}
            data-testid="show-on-map"
          >
            Show on the map
          </Button>
          <Button size="sm" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    );
  return (
    <form className={classes.form} onSubmit={submit} data-testid="device-form">
      {unknownId !== undefined && (
        <p className={classes.means}>
          What it sends from now on is taken. What it has sent before is not brought back.
        </p>
      )}
      <VehiclePicker
        label="Vehicle"
        placeholder="Name, plate or VIN"
        required
        error={at.vehicleId}
        chosen={vehicle}
        onChoose={setVehicle}
      />
      {unknownId === undefined && (
        <TextInput
          label="Its id"
          name="deviceId"
          description="What it calls itself, such as its IMEI. Left empty, it is given one."
          maxLength={64}
          spellCheck={false}
          value={own}
          error={at.deviceId}
          onChange={({ currentTarget }) => setOwn(currentTarget.value)}
        />
      )}
      <TextInput
        label="Name"
        name="name"
        description="Optional"
        maxLength={80}
        value={name}
        error={at.name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" loading={asked.isPending} disabled={!vehicle} data-testid="take-in">
          {unknownId === undefined ? 'Register' : 'Adopt'}
        </Button>
      </div>
    </form>
  );
};
