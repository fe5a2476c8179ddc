import { InboxPanel } from '../features/notifications/inbox-panel.tsx';
import classes from './start-page.module.css';

/** Where a member starts who does not see the fleet: with what concerns them. */
export const StartPage = () => (
  <div className={classes.page} data-testid="start-page">
    <div className={classes.column}>
      <InboxPanel heading="h1" />
    </div>
  </div>
);
