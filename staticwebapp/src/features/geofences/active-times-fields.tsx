import { Button, CloseButton, TextInput } from '@mantine/core';
import {
  type ActiveTime,
  activeTimeOf,
  activeWords,
  WEEKDAY_WORDS,
  WEEKDAYS,
  type Weekday,
  type WeeklyTimes,
  weeklyOf,
} from '../../lib/geofences/active-times.ts';
import classes from './geofences.module.css';

const MOST = 10;

const workingHours = (): ActiveTime => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const since = new Date().toISOString().slice(0, 10);
  return activeTimeOf({ days: WEEKDAYS.slice(0, 5), from: '06:00', to: '18:00', timeZone, since });
};

interface WeeklyFieldsProps {
  readonly weekly: WeeklyTimes;
  readonly onChange: (weekly: WeeklyTimes) => void;
}

const WeeklyFields = ({ weekly, onChange }: WeeklyFieldsProps) => {
  const { days } = weekly;
  const toggled = (day: Weekday) => (days.includes(day) ? days.filter((one) => one !== day) : [...days, day]);
  return (
    <>
      <div className={classes.days}>
        {WEEKDAYS.map((day) => (
          <button
            key={day}
            type="button"
            className={classes.weekday}
            aria-pressed={days.includes(day)}
            disabled={days.length === 1 && days.includes(day)}
            onClick={() => onChange({ ...weekly, days: toggled(day) })}
          >
            {WEEKDAY_WORDS[day]}
          </button>
        ))}
      </div>
      <div className={classes.hours}>
        <TextInput
          size="xs"
          type="time"
          aria-label="From"
          value={weekly.from}
          onChange={({ currentTarget }) => currentTarget.value && onChange({ ...weekly, from: currentTarget.value })}
        />
        <span className={classes.soft}>to</span>
        <TextInput
          size="xs"
          type="time"
          aria-label="To"
          value={weekly.to}
          onChange={({ currentTarget }) => currentTarget.value && onChange({ ...weekly, to: currentTarget.value })}
        />
        <TextInput
          className={classes.zone}
          size="xs"
          aria-label="Time zone"
          value={weekly.timeZone}
          onChange={({ currentTarget }) => onChange({ ...weekly, timeZone: currentTarget.value })}
        />
      </div>
    </>
  );
};

interface ActiveTimesFieldsProps {
  readonly times: readonly ActiveTime[];
  readonly onChange: (times: readonly ActiveTime[]) => void;
}

/** When it watches: windows that open on some days of the week. What repeats in another way is shown, and kept as it is. */
export const ActiveTimesFields = ({ times, onChange }: ActiveTimesFieldsProps) => (
  <div className={classes.times}>
    <span className={classes.label}>Active</span>
    {times.length === 0 && <span className={classes.soft}>Always</span>}
    {times.map((time, index) => {
      const weekly = weeklyOf(time);
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a window is known by its place in the list
        <div key={index} className={classes.window}>
          {weekly ? (
            <WeeklyFields weekly={weekly} onChange={(changed) => onChange(times.with(index, activeTimeOf(changed)))} />
          ) : (
            <p className={classes.text}>{activeWords(time)}</p>
          )}
          <CloseButton
            className={classes.removeWindow}
            size="xs"
            aria-label="Remove these times"
            onClick={() => onChange(times.toSpliced(index, 1))}
          />
        </div>
      );
    })}
    {times.length < MOST && (
      <Button size="compact-xs" variant="default" onClick={() => onChange([...times, workingHours()])}>
        {times.length === 0 ? 'Only at certain times' : 'More times'}
      </Button>
    )}
  </div>
);
