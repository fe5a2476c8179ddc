import { useEffect, useRef, useState } from 'react';

/** The value, but changing at most once in so many milliseconds; the last change always arrives. */
export const useThrottled = <T>(value: T, milliseconds: number): T => {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shownAt = useRef(0);
  newest.current = value;

  useEffect(() => {
    if (timer.current !== undefined || Object.is(value, shown)) return;
    const wait = Math.max(0, shownAt.current + milliseconds - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      shownAt.current = Date.now();
      setShown(newest.current);
    }, wait);
  }, [value, shown, milliseconds]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return shown;
};
