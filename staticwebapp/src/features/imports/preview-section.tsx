import { Button } from '@mantine/core';
import type { ImportPreview } from '../../../../shared/client/routes.ts';
import { Section } from '../../components/section.tsx';
import { formatCount } from '../../lib/format.ts';
import classes from './mapping-section.module.css';

interface CountsProps {
  readonly failedWords: string;
  readonly counts: Readonly<Record<'created' | 'updated' | 'unchanged' | 'failed', number>>;
}

/** What happens to the rows, or has happened. */
export const Counts = ({ counts, failedWords }: CountsProps) => (
  <dl className={classes.counts}>
    <div>
      <dt>New</dt>
      <dd>{formatCount(counts.created)}</dd>
    </div>
    <div>
      <dt>Changed</dt>
      <dd>{formatCount(counts.updated)}</dd>
    </div>
    <div>
      <dt>As they are</dt>
      <dd>{formatCount(counts.unchanged)}</dd>
    </div>
    <div data-bad={counts.failed > 0 || undefined}>
      <dt>{failedWords}</dt>
      <dd>{formatCount(counts.failed)}</dd>
    </div>
  </dl>
);

interface PreviewSectionProps {
  readonly preview: ImportPreview;
  readonly onRun: () => void;
  readonly running: boolean;
  readonly error: Error | null;
}

/** What a run would do, and which rows it could not do. */
export const PreviewSection = ({ preview, onRun, running, error }: PreviewSectionProps) => {
  const { rows, failed, errors } = preview;
  return (
    <Section title="What it would do">
      <Counts counts={preview} failedWords="Cannot be imported" />
      {errors.length > 0 && (
        <div className={classes.errors}>
          <table className={classes.table} aria-label="Rows that cannot be imported">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">Value</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {errors.map(({ row, column, value, message }) => (
                <tr key={`${row} ${column} ${message}`}>
                  <td>{row}</td>
                  <td>{column}</td>
                  <td className={classes.sample}>{value}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {error && (
        <p className={classes.error} role="alert">
          {error.message}
        </p>
      )}
      <div className={classes.buttons}>
        <Button loading={running} disabled={failed === rows} onClick={onRun} data-testid="import-run">
          Import {formatCount(rows - failed)} {rows - failed === 1 ? 'row' : 'rows'}
        </Button>
        {failed > 0 && <span className={classes.soft}>You get the others as a file, each with what is wrong.</span>}
      </div>
    </Section>
  );
};
