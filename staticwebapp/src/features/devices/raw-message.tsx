import classes from './raw-message.module.css';

interface RawMessageProps {
  readonly text: string;
  readonly truncated: boolean;
}

/** A message as a device has sent it. */
export const RawMessage = ({ text, truncated }: RawMessageProps) => (
  <pre className={classes.raw}>
    {text}
    {truncated && <span className={classes.cut}> … only the beginning is kept</span>}
  </pre>
);
