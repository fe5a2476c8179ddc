import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../../../shared/client/api-error.ts';
import { MessagePage } from '../components/message-page.tsx';
import { signInUrl, signOutUrl } from '../lib/auth.ts';

/** Where the person is, to come back to after signing in. */
export const here = (): string => `${window.location.pathname}${window.location.search}`;

export const SignedOut = () => (
  <MessagePage
    title="Your whole fleet, live, on one map."
    actions={
      <Button component="a" size="md" href={signInUrl(here())} data-testid="sign-in">
        Sign in
      </Button>
    }
  >
    <p>See where every vehicle is, what it is doing and where it has been, the moment it happens.</p>
  </MessagePage>
);

export const NoMembership = () => (
  <MessagePage
    title="You are signed in, but belong to no fleet yet."
    actions={
      <Button component="a" size="md" variant="default" href={signOutUrl}>
        Use another account
      </Button>
    }
  >
    <p>
      Ask an administrator of your company to invite you with the address you signed in with, then load this page again.
    </p>
  </MessagePage>
);

interface FailureProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

const explanation = (error: unknown): string => {
  if (error instanceof ApiError && error.status === 0) return 'Check your connection; nothing is lost.';
  return 'Something went wrong on our side. Trying again often helps.';
};

export const Failure = ({ error, onRetry }: FailureProps) => (
  <MessagePage
    title="We cannot reach your fleet right now."
    actions={
      <Button size="md" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    <p>{explanation(error)}</p>
    {error instanceof ApiError && error.correlationId && <p>Reference for support: {error.correlationId}</p>}
  </MessagePage>
);

export const Crashed = () => (
  <MessagePage
    title="This page has stopped working."
    actions={
      <Button size="md" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    }
  >
    <p>That is a fault of ours. Your vehicles and their data are not affected.</p>
  </MessagePage>
);

export const NotFound = () => (
  <MessagePage
    title="There is nothing here."
    actions={
      <Button size="md" renderRoot={(props) => <Link to="/" {...props} />}>
        Go to the start page
      </Button>
    }
  >
    <p>The address may be mistyped, or what it pointed to has moved.</p>
  </MessagePage>
);
