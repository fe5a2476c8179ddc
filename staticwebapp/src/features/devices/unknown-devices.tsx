import { LoadMore } from '../../components/load-more.tsx';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { Unavailable } from '../../components/unavailable.tsx';
import type { QuarantinedDevice } from '../../lib/devices/devices.ts';
import type { Pages } from '../../lib/pages.ts';
import { UnknownList, UnknownListSkeleton } from './unknown-list.tsx';

interface UnknownDevicesProps {
  readonly unknown: Pages<QuarantinedDevice>;
  /** Absent for whoever may not take devices in. */
  readonly onAdopt: ((deviceId: string) => void) | undefined;
}

/** Devices that send and that nobody has registered: to be adopted, or dismissed. */
export const UnknownDevices = ({ unknown, onAdopt }: UnknownDevicesProps) => (
  <div className={page.card}>
    {unknown.data?.length ? (
      <UnknownList devices={unknown.data} onAdopt={onAdopt} />
    ) : unknown.error ? (
      <Unavailable what="The list" error={unknown.error} onRetry={() => void unknown.refetch()} />
    ) : !unknown.data ? (
      <UnknownListSkeleton />
    ) : (
      <Notice title="No unknown devices">
        <p>
          What a gateway passes on of a device that nobody has registered waits here, and is forgotten after 30 days
          without a word.
        </p>
      </Notice>
    )}
    <LoadMore
      available={unknown.hasNextPage}
      loading={unknown.isFetchingNextPage}
      onLoad={() => void unknown.fetchNextPage()}
    />
  </div>
);
