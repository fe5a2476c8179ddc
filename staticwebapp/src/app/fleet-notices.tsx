import { Button } from '@mantine/core';
import { Notice } from '../components/notice.tsx';
import { ApiError } from '../lib/api.ts';

export const EmptyFleet = () => (
  <Notice title="No vehicles yet">
    <p>Register the first vehicle and give it a device. It appears here, and on the map, with its first fix.</p>
  </Notice>
);

interface FleetUnavailableProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

export const FleetUnavailable = ({ error, onRetry }: FleetUnavailableProps) => (
  <Notice
    urgent
    title="The fleet could not be loaded"
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

export const UnknownVehicle = ({ onClose }: { readonly onClose: () => void }) => (
  <Notice
    title="This vehicle is not in your fleet"
    action={
      <Button size="sm" variant="default" onClick={onClose}>
        Show all vehicles
      </Button>
    }
  >
    <p>It may have been retired, or the link belongs to another company.</p>
  </Notice>
);
