import { formatScore, PART_WORDS, partMeasure } from '../../lib/scorecards/score-words.ts';
import type { ScorePart } from '../../lib/scorecards/scorecards.ts';
import { Bar } from './bar.tsx';
import classes from './score-parts.module.css';

/** Why a score is not 100: what each part has cost of what it counts for. */
export const ScoreParts = ({ parts }: { readonly parts: readonly ScorePart[] }) => (
  <ul className={classes.parts} data-testid="score-parts">
    {parts.map((part) => (
      <li key={part.name} className={classes.part}>
        <span className={classes.name}>{PART_WORDS[part.name]}</span>
        <span className={classes.lost}>
          {part.lost > 0 ? `−${formatScore(part.lost)}` : '0'} <span className={classes.soft}>of {part.points}</span>
        </span>
        <span className={classes.bar}>
          <Bar share={part.lost / part.points} tone="lost" />
        </span>
        <span className={classes.soft}>{partMeasure(part)}</span>
      </li>
    ))}
  </ul>
);
