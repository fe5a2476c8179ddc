import { Button, Loader, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../../shared/client/api-error.ts';
import { isUnauthenticated } from '../lib/api.ts';
import { currentUser, type Me, signInUrl } from '../lib/auth.ts';
import { MeContext } from '../lib/use-me.ts';
import { Failure, here, NoMembership, SignedOut } from './pages.tsx';
import classes from './session-gate.module.css';

/** The session ended while somebody was working: what they see stays, and signing in brings them back to it. */
const SessionExpired = () => (
  <Modal.Root opened centered closeOnEscape={false} onClose={() => undefined} data-testid="session-expired">
    <Modal.Overlay blur={3} />
    <Modal.Content aria-label="Your session has ended">
      <Modal.Body className={classes.expired}>
        <h2 className={classes.title}>Your session has ended</h2>
        <p className={classes.text}>Sign in again to go on where you were. Until then nothing here moves.</p>
        <Button component="a" fullWidth data-autofocus href={signInUrl(here())}>
          Sign in again
        </Button>
      </Modal.Body>
    </Modal.Content>
  </Modal.Root>
);

/** Lets only members through, and tells everybody else what to do. */
export const SessionGate = ({ children }: { readonly children: (me: Me) => ReactNode }) => {
  const { data: me, error, refetch } = useQuery(currentUser);
  if (me) {
    return (
      <>
        <MeContext value={me}>{children(me)}</MeContext>
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
