import { ActionIcon, Popover } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ComponentType, useState } from 'react';
import {
  CodeIcon,
  DeviceIcon,
  FenceIcon,
  GaugeIcon,
  ImportIcon,
  MapIcon,
  MenuIcon,
  StepsIcon,
  TrailIcon,
  VehicleIcon,
} from '../components/icons.tsx';
import { type Me, may } from '../lib/auth.ts';
import classes from './places.module.css';

interface Place {
  readonly to: NonNullable<LinkProps['to']>;
  readonly name: string;
  readonly scope: string;
  readonly Icon: ComponentType;
  readonly testId?: string;
}

const PLACES: readonly Place[] = [
  { to: '/map', name: 'Map', scope: 'vehicles:read', Icon: MapIcon },
  { to: '/vehicles', name: 'Vehicles', scope: 'vehicles:read', Icon: VehicleIcon, testId: 'to-vehicles' },
  { to: '/geofences', name: 'Geofences', scope: 'geofences:read', Icon: FenceIcon, testId: 'to-geofences' },
  { to: '/devices', name: 'Devices', scope: 'devices:read', Icon: DeviceIcon, testId: 'to-devices' },
  { to: '/scorecards', name: 'Scorecards', scope: 'scorecards:read', Icon: GaugeIcon, testId: 'to-scorecards' },
  { to: '/imports', name: 'Imports', scope: 'imports:read', Icon: ImportIcon, testId: 'to-imports' },
  { to: '/ops/sagas', name: 'Operations', scope: 'ops:read', Icon: StepsIcon, testId: 'to-sagas' },
  { to: '/audit', name: 'Audit', scope: 'audit:read', Icon: TrailIcon, testId: 'to-audit' },
];

interface LinksProps {
  readonly me: Me;
  readonly onFollow?: () => void;
}

const Links = ({ me, onFollow }: LinksProps) => (
  <>
    {PLACES.filter(({ scope }) => may(me, scope)).map(({ to, name, Icon, testId }) => (
      <Link key={to} to={to} className={classes.place} title={name} data-testid={testId} onClick={onFollow}>
        <Icon />
        <span>{name}</span>
      </Link>
    ))}
    {may(me, 'access:write') && (
      <a className={classes.place} href="/docs/" title="API" data-testid="to-api">
        <CodeIcon />
        <span>API</span>
      </a>
    )}
  </>
);

/** Where there is to go, for whoever sees the fleet; everybody else has one page. */
export const Places = ({ me }: { readonly me: Me }) =>
  may(me, 'vehicles:read') && (
    <nav className={classes.places} aria-label="Pages">
      <Links me={me} />
    </nav>
  );

/** The same behind a button, where a row of them has no room. */
export const PlacesMenu = ({ me }: { readonly me: Me }) => {
  const [opened, setOpened] = useState(false);
  return (
    may(me, 'vehicles:read') && (
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={220}
        withinPortal={false}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <ActionIcon
            className={classes.opener}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Pages"
            onClick={() => setOpened(!opened)}
          >
            <MenuIcon />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={classes.menu} aria-label="Pages">
          <nav aria-label="Pages">
            <Links me={me} onFollow={() => setOpened(false)} />
          </nav>
        </Popover.Dropdown>
      </Popover>
    )
  );
};
