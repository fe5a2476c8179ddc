import { escapeHtml, page } from './page.ts';
import type { DemoUser } from './principal.ts';

const nameOf = ({ name, email }: DemoUser) => name ?? email;

const initialsOf = (user: DemoUser): string =>
  nameOf(user)
    .split(/[\s.@_-]+/)
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** A colour of one's own, the same on every visit, dark enough for white letters. */
const hueOf = (text: string): number => [...text].reduce((hue, letter) => (hue * 31 + letter.charCodeAt(0)) % 360, 7);

const userItem = (user: DemoUser, hrefOf: (user: DemoUser) => string): string => {
  const role = user.role === undefined ? '' : `<span class="role">${escapeHtml(user.role)}</span>`;
  return `<li><a class="user" href="${escapeHtml(hrefOf(user))}">
<span class="mark" style="background: hsl(${hueOf(user.email)} 55% 32%)" aria-hidden="true">${escapeHtml(initialsOf(user))}</span>
<span class="who"><strong>${escapeHtml(nameOf(user))}</strong>${user.name ? `<span>${escapeHtml(user.email)}</span>` : ''}</span>
${role}
</a></li>`;
};

/** The page on which a demo user is picked: one list per tenant, in the order they were given. */
export const signInPage = (users: readonly DemoUser[], hrefOf: (user: DemoUser) => string): string => {
  const tenants = Map.groupBy(users, ({ tenantName }) => tenantName ?? 'No company');
  const lists = [...tenants].map(
    ([tenant, members]) => `<h2>${escapeHtml(tenant)}</h2>
<ul>
${members.map((user) => userItem(user, hrefOf)).join('\n')}
</ul>`,
  );
  const hint =
    users.length === 0
      ? 'There are no demo users yet. They appear as soon as the demo data is there; then reload this page.'
      : 'Pick who you want to be. This page stands in for the real sign-in and exists on this computer only.';
  return page('Sign in to Wayfleet', `<h1>Sign in to Wayfleet</h1>\n<p>${hint}</p>\n${lists.join('\n')}`);
};
