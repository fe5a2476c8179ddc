import { type RefObject, useEffect, useRef } from 'react';

/** The form to watch: when something is found wrong with it, the first field that says so gets the focus. */
export const useFocusOnIssue = (attempt: unknown): RefObject<HTMLFormElement | null> => {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (attempt) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt]);
  return form;
};
