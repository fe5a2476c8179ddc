import { Button, Loader, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError, isUnauthenticated } from '../lib/api.ts';
import { currentUser, type Me, signInUrl } from '../lib/auth.ts';
import { Failure, NoMembership, SignedOut } from './pages.tsx';
import classes from './session-gate.module.css';

/** The session ended while somebody was working: what they see stays, and signing in brings them back to it. */
const SessionExpired = () => (
  <Modal
    opened
    centered
    withCloseButton={false}
    onClose={() => undefined}
    title="Your session has ended"
    closeOnEscape={false}
    overlayProps={{ blur: 3 }}
    data-testid="session-expired"
  >
    <p className={classes.text}>Sign in again to go on where you were. Until then the map does not move.</p>
    <Button
      component="a"
      fullWidth
      data-autofocus
      href={signInUrl(`${window.location.pathname}${window.location.search}`)}
    >
      Sign in again
    </Button>
  </Modal>
);

/** Lets only members through, and tells everybody else what to do. */
export const SessionGate = ({ children }: { readonly children: (me: Me) => ReactNode }) => {
  const { data: me, error, refetch } = useQuery(currentUser);
  if (me) {
    return (
      <>
        {children(me)}
        {isUnauthenticated(error) && <SessionExpired />}
      </>
    );
  }
  if (isUnauthenticated(error)) return <SignedOut />;
  if (error instanceof ApiError && error.status === 403) return <NoMembership />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <main className={classes.waiting} aria-busy="true">
      <Loader aria-label="Opening Wayfleet" />
    </main>
  );
};
