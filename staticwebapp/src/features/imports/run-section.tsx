import { Button, Progress } from '@mantine/core';
import type { Job } from '../../../../shared/client/routes.ts';
import { Section } from '../../components/section.tsx';
import { formatCount } from '../../lib/format.ts';
import { isUnderWay, JOB_WORDS, shareOf } from '../../lib/jobs.ts';
import classes from './mapping-section.module.css';
import { Counts } from './preview-section.tsx';

interface RunSectionProps {
  readonly job: Job;
  readonly onCancel: () => void;
  readonly cancelling: boolean;
  readonly error: Error | null;
}

const countsOf = ({ notes, progress }: Job) => ({
  created: Number(notes.created ?? 0),
  updated: Number(notes.updated ?? 0),
  unchanged: Number(notes.unchanged ?? 0),
  failed: progress.failed,
});

/** How the import gets on, and what has become of it. */
export const RunSection = ({ job, onCancel, cancelling, error }: RunSectionProps) => {
  const { state, progress, problem, hasResult } = job;
  const running = isUnderWay(job);
  return (
    <Section title={JOB_WORDS[state]}>
      <div data-testid="import-run-state" data-state={state}>
        {running && (
          <Progress
            value={(shareOf(job) ?? 0) * 100}
            animated
            size="md"
            mb={12}
            aria-label={`${formatCount(progress.done)} of ${progress.total ?? 'unknown'} rows`}
          />
        )}
        <Counts counts={countsOf(job)} failedWords="Could not be imported" />
        {problem && (
          <p className={classes.error} role="alert">
            {problem.message}
          </p>
        )}
        {error && (
          <p className={classes.error} role="alert">
            {error.message}
          </p>
        )}
        <div className={classes.buttons}>
          {running && (
            <Button variant="default" size="sm" loading={cancelling || state === 'cancelling'} onClick={onCancel}>
              Stop
            </Button>
          )}
          {hasResult && (
            <Button
              component="a"
              size="sm"
              variant="default"
              href={`/api/v1/jobs/${encodeURIComponent(job.id)}/result`}
              data-testid="import-errors"
            >
              Rows that could not be imported
            </Button>
          )}
          <span className={classes.soft}>
            {running
              ? `${formatCount(progress.done)}${progress.total === undefined ? '' : ` of ${formatCount(progress.total)}`} rows. It goes on when you leave this page.`
              : state === 'cancelled' && 'What was imported until then stays.'}
          </span>
        </div>
      </div>
    </Section>
  );
};
