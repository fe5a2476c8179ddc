import { Avatar, Button, Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../components/brand.tsx';
import { ColorSchemeToggle } from '../components/color-scheme-toggle.tsx';
import { ConnectionIndicator } from '../components/connection-indicator.tsx';
import { SignOutIcon } from '../components/icons.tsx';
import { NotificationBell } from '../features/notifications/notification-bell.tsx';
import { NotificationNews } from '../features/notifications/notification-news.tsx';
import { type Me, signOutUrl } from '../lib/auth.ts';
import { LiveProvider, useConnection } from '../lib/use-live.tsx';
import { LiveSession } from './live-session.tsx';
import { Places, PlacesMenu } from './places.tsx';
import classes from './shell.module.css';

const Connection = () => <ConnectionIndicator state={useConnection()} />;

const UserMenu = ({ me }: { readonly me: Me }) => (
  <Popover position="bottom-end" width={240} withinPortal={false} trapFocus returnFocus>
    <Popover.Target>
      <UnstyledButton className={classes.user}>
        <VisuallyHidden>Account of {me.user.name}</VisuallyHidden>
        <Avatar name={me.user.name} color="lagoon" size={32} variant="light" aria-hidden />
      </UnstyledButton>
    </Popover.Target>
    <Popover.Dropdown className={classes.account} aria-label="Account">
      <p className={classes.who}>
        <strong>{me.user.name}</strong>
        <span>
          {me.tenant.name} · {me.roles.join(', ')}
        </span>
      </p>
      <Button
        component="a"
        href={signOutUrl}
        variant="default"
        fullWidth
        leftSection={<SignOutIcon />}
        data-testid="sign-out"
      >
        Sign out
      </Button>
    </Popover.Dropdown>
  </Popover>
);

interface ShellProps {
  readonly me: Me;
  readonly children: ReactNode;
}

/** The frame around every page: whose fleet it is, whether it is live, who is looking. */
export const Shell = ({ me, children }: ShellProps) => (
  <LiveProvider>
    <LiveSession />
    <NotificationNews />
    <div className={classes.shell}>
      <header className={classes.header}>
        <PlacesMenu me={me} />
        <Brand />
        <span className={classes.tenant} title={me.tenant.name} data-testid="tenant">
          {me.tenant.name}
        </span>
        <Places me={me} />
        <div className={classes.tools}>
          <Connection />
          <NotificationBell />
          <ColorSchemeToggle />
          <UserMenu me={me} />
        </div>
      </header>
      <main className={classes.main}>{children}</main>
    </div>
  </LiveProvider>
);
