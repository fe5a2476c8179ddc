import { Link } from '@tanstack/react-router';
import { cell } from '../../components/cell.ts';
import table from '../../components/table.module.css';
import { TableSkeleton } from '../../components/table-skeleton.tsx';
import { formatCount, formatDistance } from '../../lib/format.ts';
import { costliest, formatScore, PART_WORDS } from '../../lib/scorecards/score-words.ts';
import type { Scorecard } from '../../lib/scorecards/scorecards.ts';
import { Bar } from './bar.tsx';
import classes from './ranking-table.module.css';

const Cost = ({ card }: { readonly card: Scorecard }) => {
  const part = costliest(card);
  if (!part) return 'Nothing';
  return (
    <>
      {PART_WORDS[part.name]} <span className={classes.lost}>−{formatScore(part.lost)}</span>
    </>
  );
};

interface RankingTableProps {
  readonly cards: readonly Scorecard[];
  readonly nameOf: (id: string) => string;
  readonly what: string;
  readonly stale: boolean;
}

/** Who drove how well in a week. */
export const RankingTable = ({ cards, nameOf, what, stale }: RankingTableProps) => (
  <table className={classes.table} data-stale={stale || undefined} aria-busy={stale}>
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col" className={classes.score}>
          Score
        </th>
        <th scope="col">Cost most</th>
        <th scope="col" className={table.number}>
          Distance
        </th>
        <th scope="col" className={`${table.number} ${table.medium}`}>
          Trips
        </th>
      </tr>
    </thead>
    <tbody>
      {cards.map((card) => (
        <tr key={card.subjectId} data-testid={`score-row-${card.subjectId}`}>
          <td {...cell('name')}>
            <Link
              to="/scorecards"
              search={(before) => ({ ...before, id: card.subjectId })}
              className={`${table.name} ${classes.name}`}
            >
              {nameOf(card.subjectId)}
            </Link>
          </td>
          <td {...cell('score', 'end')}>
            {card.score !== undefined && (
              <span className={classes.value}>
                <span className={classes.figure}>{formatScore(card.score)}</span>
                <span className={classes.bar}>
                  <Bar share={card.score / 100} />
                </span>
              </span>
            )}
          </td>
          <td className={table.soft} {...cell('cost')}>
            <Cost card={card} />
          </td>
          <td className={table.number} {...cell('distance')}>
            {formatDistance(card.metres)}
          </td>
          <td className={`${table.number} ${table.medium}`}>{formatCount(card.trips)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** The shape of the ranking while it loads. */
export const RankingSkeleton = () => (
  <TableSkeleton className={classes.table} label="Loading scorecards" widths={[34, 42, 30, 38, 36]} />
);
