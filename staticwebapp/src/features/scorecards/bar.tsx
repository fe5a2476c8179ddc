import type { CSSProperties } from 'react';
import classes from './bar.module.css';

declare module 'react' {
  interface CSSProperties {
    '--share'?: string;
  }
}

interface BarProps {
  /** 0 to 1. */
  readonly share: number;
  readonly tone?: 'lost';
}

/** How much of the whole something is; the number stands beside it. */
export const Bar = ({ share, tone }: BarProps) => {
  const style: CSSProperties = { '--share': `${Math.max(0, Math.min(1, share)) * 100}%` };
  return <span className={classes.bar} style={style} data-tone={tone} aria-hidden />;
};
