import { ActionIcon } from '@mantine/core';
import { addWeeks, type Week } from '../../../../shared/kernel/week.ts';
import { BackIcon, ForthIcon } from '../../components/icons.tsx';
import { weekDays, weekName } from '../../lib/scorecards/score-words.ts';
import classes from './week-switch.module.css';

interface WeekSwitchProps {
  readonly week: Week;
  readonly current: Week;
  readonly onWeek: (week: Week) => void;
}

/** The week that is shown, and the way to the one before and after. */
export const WeekSwitch = ({ week, current, onWeek }: WeekSwitchProps) => (
  <div className={classes.switch}>
    <ActionIcon
      variant="default"
      size="lg"
      aria-label="The week before"
      onClick={() => onWeek(addWeeks(week, -1))}
      data-testid="week-before"
    >
      <BackIcon />
    </ActionIcon>
    <p className={classes.week} aria-live="polite">
      {week === current ? 'This week' : weekName(week)}
      <span className={classes.days}>{weekDays(week)}</span>
    </p>
    <ActionIcon
      variant="default"
      size="lg"
      aria-label="The week after"
      disabled={week >= current}
      onClick={() => onWeek(addWeeks(week, 1))}
    >
      <ForthIcon />
    </ActionIcon>
  </div>
);
