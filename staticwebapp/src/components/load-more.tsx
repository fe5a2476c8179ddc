import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './load-more.module.css';

interface LoadMoreProps {
  readonly available: boolean;
  readonly loading: boolean;
  readonly onLoad: () => void;
}

/** The end of a list that goes on: more is loaded when it comes into view, or on a click where nothing scrolls. */
export const LoadMore = ({ available, loading, onLoad }: LoadMoreProps) => {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(onLoad);
  load.current = onLoad;
  const waiting = available && !loading;

  useEffect(() => {
    if (!waiting || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && load.current(),
      { scrollMargin: '400px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [waiting]);

  return (
    available && (
      <div ref={end} className={classes.more}>
        <Button variant="default" size="sm" loading={loading} onClick={onLoad}>
          Show more
        </Button>
      </div>
    )
  );
};
