import { useEffect, useState } from 'react';

/** The time, as often as asked: what is relative to now has to move on its own. */
export const useNow = (everyMilliseconds: number): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const id = setInterval(() => setNow(Date.now()), everyMilliseconds);
    return () => clearInterval(id);
  }, [everyMilliseconds]);
  return now;
};
