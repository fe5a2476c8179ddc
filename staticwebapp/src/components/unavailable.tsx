import { Button } from '@mantine/core';
import { ApiError } from '../../../shared/client/api-error.ts';
import { isRefused } from '../lib/api.ts';
import { Notice } from './notice.tsx';

interface UnavailableProps {
  /** @example 'The list' */
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

/** What stands where something would be that could not be loaded. */
export const Unavailable = ({ what, error, onRetry }: UnavailableProps) => (
  <Notice
    urgent
    title={isRefused(error) ? 'This is not for you to see' : `${what} could not be loaded`}
    action={
      <Button size="sm" variant="default" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    <p>{error.message}</p>
    {error instanceof ApiError && error.correlationId && <p>Reference for support: {error.correlationId}</p>}
  </Notice>
);
