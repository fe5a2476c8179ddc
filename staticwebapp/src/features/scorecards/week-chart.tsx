import { UnstyledButton } from '@mantine/core';
import type { CSSProperties } from 'react';
import { type Week, weeksBetween } from '../../../../shared/kernel/week.ts';
import { formatScore, weekDays, weekName } from '../../lib/scorecards/score-words.ts';
import { type Scorecards, WEEKS_SHOWN } from '../../lib/scorecards/scorecards.ts';
import classes from './week-chart.module.css';

declare module 'react' {
  interface CSSProperties {
    '--score'?: string;
  }
}

/** Lower columns could not be told from none. */
const LEAST = 3;

interface WeekChartProps {
  readonly cards: Scorecards;
  readonly selected: Week | undefined;
  readonly onSelect: (week: Week) => void;
}

/** The scores of some weeks beside each other; a week without one has only its place. */
export const WeekChart = ({ cards, selected, onSelect }: WeekChartProps) => {
  const byWeek = new Map(cards.items.map((card) => [card.week, card]));
  return (
    <ol className={classes.chart}>
      {weeksBetween(cards.from, cards.to, WEEKS_SHOWN).map((week) => {
        const card = byWeek.get(week);
        const score = card?.score;
        const words = score !== undefined ? formatScore(score) : card ? 'too little driven' : 'not driven';
        const style: CSSProperties = { '--score': `${Math.max(LEAST, score ?? 0)}%` };
        return (
          <li key={week}>
            <UnstyledButton
              className={classes.week}
              disabled={!card}
              aria-pressed={week === selected}
              aria-label={`${weekName(week)}: ${words}`}
              title={`${weekName(week)}, ${weekDays(week)}: ${words}`}
              onClick={() => onSelect(week)}
            >
              <span className={classes.space}>
                <span className={classes.column} style={style} data-scored={score !== undefined || undefined} />
              </span>
              <span className={classes.name}>{Number(week.slice(-2))}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
};
