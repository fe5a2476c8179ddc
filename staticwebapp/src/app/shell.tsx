import { Avatar, Menu, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../components/brand.tsx';
import { ColorSchemeToggle } from '../components/color-scheme-toggle.tsx';
import { ConnectionIndicator } from '../components/connection-indicator.tsx';
import { SignOutIcon } from '../components/icons.tsx';
import { type Me, signOutUrl } from '../lib/auth.ts';
import { LiveProvider, useConnection } from '../lib/use-live.tsx';
import { LiveSession } from './live-session.tsx';
import classes from './shell.module.css';

const Connection = () => <ConnectionIndicator state={useConnection()} />;

const UserMenu = ({ me }: { readonly me: Me }) => (
  <Menu position="bottom-end" width={230}>
    <Menu.Target>
      <UnstyledButton className={classes.user} aria-label={`Account of ${me.user.name}`}>
        <Avatar name={me.user.name} color="initials" allowedInitialsColors={['lagoon']} size={32} variant="light" />
      </UnstyledButton>
    </Menu.Target>
    <Menu.Dropdown>
      <div className={classes.who}>
        <strong>{me.user.name}</strong>
        <span>
          {me.tenant.name} · {me.roles.join(', ')}
        </span>
      </div>
      <Menu.Divider />
      <Menu.Item component="a" href={signOutUrl} leftSection={<SignOutIcon />} data-testid="sign-out">
        Sign out
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);

interface ShellProps {
  readonly me: Me;
  readonly children: ReactNode;
}

/** The frame around every page: whose fleet it is, whether it is live, who is looking. */
export const Shell = ({ me, children }: ShellProps) => (
  <LiveProvider>
    <LiveSession />
    <div className={classes.shell}>
      <header className={classes.header}>
        <Brand />
        <span className={classes.tenant} title={me.tenant.name} data-testid="tenant">
          {me.tenant.name}
        </span>
        <div className={classes.tools}>
          <Connection />
          <ColorSchemeToggle />
          <UserMenu me={me} />
        </div>
      </header>
      <main className={classes.main}>{children}</main>
    </div>
  </LiveProvider>
);
