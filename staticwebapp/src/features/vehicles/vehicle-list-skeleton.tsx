import { Skeleton } from '@mantine/core';
import classes from './vehicle-list.module.css';

/** The shape of the list while it loads. */
export const VehicleListSkeleton = () => (
  <div className={classes.list} role="status" aria-label="Loading vehicles">
    <div className={classes.head}>
      <Skeleton height={40} radius={10} />
      <Skeleton height={54} radius={10} />
    </div>
    <div style={{ padding: '14px 18px', display: 'grid', gap: 26 }}>
      {[70, 55, 64, 48, 60, 52].map((width) => (
        <div key={width} style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
          <Skeleton circle height={22} />
          <div style={{ flex: 1 }}>
            <Skeleton height={12} width={`${width}%`} radius={6} />
            <Skeleton height={10} mt={7} width="30%" radius={6} />
          </div>
        </div>
      ))}
    </div>
  </div>
);
