import { Button, NativeSelect } from '@mantine/core';
import type { Import, ImportEntity } from '../../../../shared/client/routes.ts';
import { Section } from '../../components/section.tsx';
import { DATE_FORMATS, type MappingDraft, missingFrom, withColumn } from '../../lib/imports/import-mapping.ts';
import classes from './mapping-section.module.css';

type Unit = NonNullable<ImportEntity['fields'][number]['unit']>;

const ALIKE: readonly (readonly Unit[])[] = [
  ['km', 'm', 'mi'],
  ['h', 'min', 's'],
  ['l', 'ml', 'gal-us', 'gal-uk'],
  ['kwh', 'wh'],
];
const unitsLike = (unit: Unit): readonly Unit[] => ALIKE.find((family) => family.includes(unit)) ?? [unit];

const SAMPLES = 3;
type Table = NonNullable<Import['table']>;
const samplesOf = ({ sample }: Table, index: number): string =>
  sample
    .map((row) => row[index])
    .filter((cell) => cell !== null && cell !== undefined && cell !== '')
    .slice(0, SAMPLES)
    .join(', ');

interface MappingSectionProps {
  readonly table: Table;
  readonly entity: ImportEntity;
  readonly draft: MappingDraft;
  readonly onDraft: (draft: MappingDraft) => void;
  readonly onCheck: () => void;
  readonly checking: boolean;
  readonly error: Error | null;
}

/** Which column holds what; what was guessed stands there already. */
export const MappingSection = (props: MappingSectionProps) => {
  const { table, entity, draft, onDraft, onCheck, checking, error } = props;
  const missing = missingFrom(draft, entity);
  const fieldOf = (column: string) => entity.fields.find(({ name }) => name === draft.columns[column]);
  const choices = [
    { value: '', label: 'Not read' },
    ...entity.fields.map(({ name, label, required }) => ({ value: name, label: required ? `${label} *` : label })),
  ];
  return (
    <Section title="What the columns hold">
      <div className={classes.scroller}>
        <table className={`${classes.table} ${classes.mapping}`} data-testid="import-mapping">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">For example</th>
              <th scope="col">Goes to</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column, index) => {
              const unit = fieldOf(column)?.unit;
              const field = fieldOf(column)?.name ?? '';
              return (
                <tr key={column}>
                  <td className={classes.column}>{column}</td>
                  <td className={classes.sample}>{samplesOf(table, index)}</td>
                  <td>
                    <span className={classes.target}>
                      <NativeSelect
                        size="xs"
                        aria-label={`What ${column} holds`}
                        data={choices}
                        value={field}
                        onChange={({ currentTarget }) =>
                          onDraft({ ...draft, columns: withColumn(draft.columns, column, currentTarget.value) })
                        }
                      />
                      {unit && (
                        <NativeSelect
                          size="xs"
                          className={classes.unit}
                          aria-label={`Unit of ${column}`}
                          data={[...unitsLike(unit)]}
                          value={draft.units[field] ?? unit}
                          onChange={({ currentTarget }) =>
                            onDraft({ ...draft, units: { ...draft.units, [field]: currentTarget.value as Unit } })
                          }
                        />
                      )}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className={classes.options}>
        <NativeSelect
          label="Rows are matched by"
          data={entity.keys.map(({ name, fields }) => ({
            value: name,
            label: fields.map((key) => entity.fields.find((field) => field.name === key)?.label ?? key).join(' + '),
          }))}
          value={draft.keyField}
          onChange={({ currentTarget }) => onDraft({ ...draft, keyField: currentTarget.value })}
        />
        <NativeSelect
          label="Days are written"
          data={[...DATE_FORMATS]}
          value={draft.dateFormat}
          onChange={({ currentTarget }) =>
            onDraft({ ...draft, dateFormat: DATE_FORMATS.find((one) => one === currentTarget.value) ?? 'YYYY-MM-DD' })
          }
        />
        <NativeSelect
          label="Decimals come after"
          data={[
            { value: '.', label: 'a point: 12.5' },
            { value: ',', label: 'a comma: 12,5' },
          ]}
          value={draft.decimal}
          onChange={({ currentTarget }) => onDraft({ ...draft, decimal: currentTarget.value === ',' ? ',' : '.' })}
        />
      </div>
      {error && (
        <p className={classes.error} role="alert">
          {error.message}
        </p>
      )}
      <div className={classes.buttons}>
        <Button loading={checking} disabled={missing !== undefined} onClick={onCheck} data-testid="import-check">
          See what it would do
        </Button>
        <span className={classes.soft}>{missing ?? 'Nothing is written yet.'}</span>
      </div>
    </Section>
  );
};
