import { Link } from '@tanstack/react-router';
import type { Import } from '../../../../shared/client/routes.ts';
import { formatCount, formatMinute } from '../../lib/format.ts';
import { entityName, importState } from '../../lib/imports/import-words.ts';
import { whoOf } from '../../lib/ops/saga-words.ts';
import classes from './import-list.module.css';

/** What was imported before, the latest first. */
export const ImportList = ({ imports }: { readonly imports: readonly Import[] }) => (
  <ul className={classes.list}>
    {imports.map((one) => (
      <li key={one.id}>
        <Link to="/imports/$importId" params={{ importId: one.id }} className={classes.row}>
          <span>
            <span className={classes.name}>{one.name}</span>
            <span className={classes.soft}>
              {entityName(one.entity)}
              {one.table && ` · ${formatCount(one.table.rows)} rows`} · {whoOf(one.createdBy)}
            </span>
          </span>
          <time className={`${classes.soft} ${classes.when}`} dateTime={one.createdAt}>
            {formatMinute(one.createdAt)}
          </time>
          <span className={classes.state}>{importState(one)}</span>
        </Link>
      </li>
    ))}
  </ul>
);
