import { type ComboboxItem, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { vehicleChoices } from '../lib/vehicles/vehicle-queries.ts';

const TYPING_MS = 200;

type Given = Pick<
  SelectProps,
  'label' | 'aria-label' | 'placeholder' | 'required' | 'error' | 'clearable' | 'className'
>;

interface VehiclePickerProps extends Given {
  /** The one that is chosen, where its name is known; otherwise it is looked for among what can be chosen. */
  readonly chosen: ComboboxItem | undefined;
  readonly onChoose: (vehicle: ComboboxItem | undefined) => void;
}

/** One vehicle out of however many there are: found by what somebody types. */
export const VehiclePicker = ({ chosen, onChoose, ...given }: VehiclePickerProps) => {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed === chosen?.label ? '' : typed.trim(), TYPING_MS);
  const { data: found = [], isPending } = useQuery(vehicleChoices(asked));
  const isThere = !chosen || found.some(({ value }) => value === chosen.value);
  return (
    <Select
      {...given}
      searchable
      data={isThere ? found : [chosen, ...found]}
      // What was found is what matches: by plate or VIN as well.
      filter={({ options }) => options}
      nothingFoundMessage={isPending ? 'Looking…' : 'No vehicle matches'}
      value={chosen?.value ?? null}
      onChange={(_, option) => onChoose(option ?? undefined)}
      searchValue={typed}
      onSearchChange={setTyped}
      data-testid="vehicle-picker"
    />
  );
};
