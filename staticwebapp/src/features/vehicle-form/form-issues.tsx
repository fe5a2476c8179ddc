import type { ReactNode } from 'react';
import classes from './vehicle-fields.module.css';

interface FormIssuesProps {
  readonly issues: readonly string[];
  readonly action?: ReactNode;
}

const show = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** What is wrong with a form as a whole; it comes into view, since whoever saves is at the other end. */
export const FormIssues = ({ issues, action }: FormIssuesProps) =>
  issues.length > 0 && (
    <div ref={show} className={classes.rest} role="alert">
      {issues.map((issue) => (
        <p key={issue}>{issue}</p>
      ))}
      {action}
    </div>
  );
