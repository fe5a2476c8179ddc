import { UnstyledButton } from '@mantine/core';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import type { StatusCounts, StatusFilter } from '../../lib/fleet/fleet.ts';
import { STATUS_LABELS } from '../../lib/fleet/vehicle-status.ts';
import { formatCount } from '../../lib/format.ts';
import classes from './status-filter-bar.module.css';

const CHOICES: readonly StatusFilter[] = ['all', 'moving', 'stopped', 'offline'];

interface StatusFilterBarProps {
  readonly counts: StatusCounts;
  readonly value: StatusFilter;
  readonly onChange: (status: StatusFilter) => void;
}

/** The fleet at a glance, and a filter at the same time. */
export const StatusFilterBar = ({ counts, value, onChange }: StatusFilterBarProps) => (
  <fieldset className={classes.bar}>
    <legend className={classes.legend}>Show vehicles that are</legend>
    {CHOICES.map((status) => (
      <UnstyledButton
        key={status}
        className={classes.choice}
        aria-pressed={value === status}
        data-testid={`filter-${status}`}
        onClick={() => onChange(value === status ? 'all' : status)}
      >
        <span className={classes.count}>
          {status !== 'all' && <StatusGlyph status={status} size={15} />}
          {formatCount(counts[status])}
        </span>
        <span className={classes.label}>{status === 'all' ? 'All' : STATUS_LABELS[status]}</span>
      </UnstyledButton>
    ))}
  </fieldset>
);
