import type { ReactNode } from 'react';
import classes from './vehicle-fields.module.css';

interface FormIssuesProps {
  readonly issues: readonly string[];
  readonly action?: ReactNode;
}

/** What is wrong with a form as a whole. */
export const FormIssues = ({ issues, action }: FormIssuesProps) =>
  issues.length > 0 && (
    <div className={classes.rest} role="alert">
      {issues.map((issue) => (
        <p key={issue}>{issue}</p>
      ))}
      {action}
    </div>
  );
