import { Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Import, ImportEntity, Job } from '../../../shared/client/routes.ts';
import { Notice } from '../components/notice.tsx';
import page from '../components/page.module.css';
import { Unavailable } from '../components/unavailable.tsx';
import { MappingSection } from '../features/imports/mapping-section.tsx';
import { PreviewSection } from '../features/imports/preview-section.tsx';
import { RunSection } from '../features/imports/run-section.tsx';
import { may } from '../lib/auth.ts';
import { formatCount } from '../lib/format.ts';
import { mappingDraft, mappingOf } from '../lib/imports/import-mapping.ts';
import { entityName } from '../lib/imports/import-words.ts';
import { importEntities, oneImport, useImportSteps } from '../lib/imports/imports.ts';
import { isUnderWay, useJob } from '../lib/jobs.ts';
import { useMe } from '../lib/use-me.ts';
import classes from './vehicle-page.module.css';

const route = getRouteApi('/member/imports/$importId');

interface RunProps {
  readonly seen: Job;
  readonly steps: ReturnType<typeof useImportSteps>;
}

/** A run as it gets on; what it has changed is looked up again once it has ended. */
const Run = ({ seen, steps: { cancel } }: RunProps) => {
  const queries = useQueryClient();
  const job = useJob(seen);
  const ended = !isUnderWay(job);
  const endedMeanwhile = ended && isUnderWay(seen);
  useEffect(() => {
    if (!endedMeanwhile) return;
    void queries.invalidateQueries({ queryKey: ['imports'] });
    void queries.invalidateQueries({ queryKey: ['vehicles'] });
  }, [endedMeanwhile, queries]);
  return (
    <RunSection job={job} onCancel={() => cancel.mutate(job.id)} cancelling={cancel.isPending} error={cancel.error} />
  );
};

interface StepsProps {
  readonly one: Import;
  readonly table: NonNullable<Import['table']>;
  readonly entity: ImportEntity;
  readonly mayRun: boolean;
}

/** Map, look, run; and afterwards what came of it. */
const Steps = ({ one, table, entity, mayRun }: StepsProps) => {
  const steps = useImportSteps(one.id);
  const { check, run } = steps;
  const [draft, setDraft] = useState(() => mappingDraft(one, entity));
  const [again, setAgain] = useState(false);
  const job = run.data && run.data.id !== one.job?.id ? run.data : one.job;
  const mapping = mayRun && (!job || again);
  return (
    <div className={classes.stack}>
      {job && !again && <Run key={job.id} seen={job} steps={steps} />}
      {job && !again && mayRun && !isUnderWay(job) && (
        <div>
          <Button size="sm" variant="default" onClick={() => setAgain(true)}>
            Map it differently, and run it again
          </Button>
        </div>
      )}
      {mapping && (
        <MappingSection
          table={table}
          entity={entity}
          draft={draft}
          onDraft={(next) => {
            setDraft(next);
            check.reset();
          }}
          onCheck={() => check.mutate(mappingOf(draft))}
          checking={check.isPending}
          error={check.error}
        />
      )}
      {mapping && check.data && (
        <PreviewSection
          preview={check.data}
          onRun={() =>
            run.mutate(undefined, {
              onSuccess: () => {
                setAgain(false);
                check.reset();
              },
            })
          }
          running={run.isPending}
          error={run.error}
        />
      )}
    </div>
  );
};

/** One table, from its columns to its rows in the fleet. */
export const ImportPage = () => {
  const me = useMe();
  const { importId } = route.useParams();
  const { data: one, error, refetch } = useQuery(oneImport(importId));
  const { data: entities } = useQuery(importEntities);
  const entity = entities?.find((known) => known.entity === one?.entity);
  return (
    <div className={page.page}>
      <div className={page.column}>
        <Link to="/imports" className={classes.back}>
          ‹ Imports
        </Link>
        {one && (
          <>
            <header className={page.head}>
              <h1 className={page.heading}>{one.name}</h1>
            </header>
            <p className={classes.sub}>
              {entityName(one.entity)}
              {one.table && ` · ${formatCount(one.table.rows)} rows`}
            </p>
          </>
        )}
        {one?.table && entity ? (
          <Steps key={one.id} one={one} table={one.table} entity={entity} mayRun={may(me, 'imports:write')} />
        ) : one && !one.table ? (
          <div className={page.card}>
            <Notice title="The file has not arrived">
              <p>Its upload was interrupted. Start again with the same file; nothing was written.</p>
            </Notice>
          </div>
        ) : error ? (
          <div className={page.card}>
            <Unavailable what="The import" error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Skeleton height={26} width={240} radius={8} aria-label="Loading the import" />
        )}
      </div>
    </div>
  );
};
