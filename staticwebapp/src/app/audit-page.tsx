import { NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LoadMore } from '../components/load-more.tsx';
import { Notice } from '../components/notice.tsx';
import page from '../components/page.module.css';
import { TypedInput } from '../components/typed-input.tsx';
import { Unavailable } from '../components/unavailable.tsx';
import classes from '../features/audit/audit-list.module.css';
import { AuditList } from '../features/audit/audit-list.tsx';
import { auditSearch, auditTrail, OUTCOME_WORDS, OUTCOMES } from '../lib/audit/audit.ts';

const route = getRouteApi('/member/audit');

const OUTCOME_CHOICES = [
  { value: '', label: 'Any outcome' },
  ...OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value] })),
];

/** Who did what, when and from where, what it changed, and what was refused. */
export const AuditPage = () => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const trail = useInfiniteQuery(auditTrail(search));
  const ask = (asked: Record<string, string>) =>
    void navigate({ search: (before) => auditSearch({ ...before, ...asked }), replace: true });
  return (
    <div className={page.page}>
      <div className={page.column}>
        <header className={page.head}>
          <h1 className={page.heading}>Audit</h1>
        </header>
        <search className={classes.filters}>
          <TypedInput
            label="Who"
            placeholder="Who: an address"
            search
            value={search.actor ?? ''}
            onChange={(actor) => ask({ actor })}
          />
          <TypedInput
            label="Id of what it was done to"
            placeholder="To what: its id"
            value={search.subject ?? ''}
            onChange={(subject) => ask({ subject })}
          />
          <NativeSelect
            aria-label="Outcome"
            data={OUTCOME_CHOICES}
            value={search.outcome ?? ''}
            onChange={({ currentTarget }) => ask({ outcome: currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="From"
            leftSection={<span className={classes.day}>From</span>}
            leftSectionWidth={54}
            value={search.from ?? ''}
            onChange={({ currentTarget }) => ask({ from: currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="Until"
            leftSection={<span className={classes.day}>Until</span>}
            leftSectionWidth={54}
            value={search.to ?? ''}
            onChange={({ currentTarget }) => ask({ to: currentTarget.value })}
          />
        </search>
        <div className={page.card}>
          {trail.data?.length ? (
            <AuditList entries={trail.data} onSubject={(subject) => ask({ subject })} />
          ) : trail.data && !trail.hasNextPage ? (
            <Notice title="Nothing here">
              <p>Nothing that happened fits.</p>
            </Notice>
          ) : trail.error ? (
            <Unavailable what="The trail" error={trail.error} onRetry={() => void trail.refetch()} />
          ) : trail.data ? null : (
            <Skeleton height={14} width="40%" m={24} radius={6} aria-label="Loading the trail" />
          )}
          <LoadMore
            available={trail.hasNextPage}
            loading={trail.isFetchingNextPage}
            onLoad={() => void trail.fetchNextPage()}
          />
        </div>
      </div>
    </div>
  );
};
