import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Week } from '../../../../shared/kernel/week.ts';
import { Facts } from '../../components/facts.tsx';
import { Loaded, Quiet } from '../../components/section.tsx';
import { formatCount, formatDistance, formatDuration } from '../../lib/format.ts';
import { formatScore, weekDays, weekName } from '../../lib/scorecards/score-words.ts';
import { type Scorecards, type Subject, WEEKS_SHOWN, weeksOf } from '../../lib/scorecards/scorecards.ts';
import { ScoreParts } from './score-parts.tsx';
import classes from './subject-detail.module.css';
import { WeekChart } from './week-chart.tsx';

const Weeks = ({ cards }: { readonly cards: Scorecards }) => {
  const [chosen, setChosen] = useState<Week | 'all'>(cards.items.at(-1)?.week ?? 'all');
  const card = cards.items.find(({ week }) => week === chosen);
  const { score, parts, trips, metres, movingSeconds, idleSeconds } = card ?? cards.total;
  if (cards.items.length === 0) return <Quiet>No trips in these {WEEKS_SHOWN} weeks.</Quiet>;
  return (
    <>
      <WeekChart cards={cards} selected={card?.week} onSelect={setChosen} />
      {card && (
        <Button size="compact-sm" variant="default" onClick={() => setChosen('all')}>
          All {WEEKS_SHOWN} weeks together
        </Button>
      )}
      <div className={classes.about}>
        <div>
          <h3 className={classes.period}>{card ? weekName(card.week) : `${WEEKS_SHOWN} weeks together`}</h3>
          <p className={classes.days}>
            {card ? weekDays(card.week) : `${weekName(cards.from)} to ${weekName(cards.to).toLowerCase()}`}
          </p>
        </div>
        <p className={classes.score} data-testid="score">
          {score === undefined ? '–' : formatScore(score)}
          <span className={classes.of}>of 100</span>
        </p>
      </div>
      {score === undefined && <Quiet>Less than 50 km: too little to tell.</Quiet>}
      <ScoreParts parts={parts} />
      <Facts
        facts={[
          ['Trips, without private ones', formatCount(trips)],
          ['Distance', formatDistance(metres)],
          ['In motion', formatDuration(movingSeconds)],
          ['Idling', formatDuration(idleSeconds)],
        ]}
      />
    </>
  );
};

interface SubjectDetailProps {
  readonly subject: Subject;
  readonly id: string;
  readonly name: string;
  /** The last week that is shown. */
  readonly week: Week;
}

/** How well somebody drove, or a vehicle was driven, week by week, and why the score is what it is. */
export const SubjectDetail = ({ subject, id, name, week }: SubjectDetailProps) => (
  <div className={classes.detail} data-testid="score-detail">
    <h2 className={classes.title}>
      {subject === 'driver' ? (
        name
      ) : (
        <Link to="/vehicles/$vehicleId" params={{ vehicleId: id }}>
          {name}
        </Link>
      )}
    </h2>
    <Loaded query={useQuery(weeksOf(subject, id, week))}>
      {(cards) => <Weeks key={`${id} ${week}`} cards={cards} />}
    </Loaded>
  </div>
);
