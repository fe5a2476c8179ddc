import { NativeSelect, TextInput } from '@mantine/core';
import type { CustomField } from '../../../../shared/client/routes.ts';

interface OwnFieldProps {
  readonly field: CustomField;
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
}

const YES_OR_NO = [
  { value: '', label: 'Not known' },
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

/** A field that the company has added itself, by what its values are like. */
export const OwnField = ({ field: { label, kind, required }, ...rest }: OwnFieldProps) => {
  const common = { ...rest, required };
  switch (kind.type) {
    case 'boolean':
      return <NativeSelect label={label} data={YES_OR_NO} {...common} />;
    case 'choice':
      return <NativeSelect label={label} data={['', ...kind.options]} {...common} />;
    case 'date':
      return <TextInput label={label} type="date" {...common} />;
    case 'number':
      return <TextInput label={kind.unit ? `${label}, ${kind.unit}` : label} inputMode="decimal" {...common} />;
    case 'text':
      return <TextInput label={label} maxLength={kind.maxLength ?? 1000} {...common} />;
  }
};
