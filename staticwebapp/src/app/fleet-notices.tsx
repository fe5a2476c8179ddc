import { Button } from '@mantine/core';
import { Notice } from '../components/notice.tsx';

export const EmptyFleet = () => (
  <Notice title="No vehicles yet">
    <p>Register the first vehicle and give it a device. It appears here, and on the map, with its first fix.</p>
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
