/** Somebody who can sign in locally. `tenantName` and `role` are shown on the sign-in page; the API decides for itself. */
export type DemoUser = Readonly<{ email: string; tenantName: string; role: string }>;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

const STYLE = `
:root { color-scheme: light dark; --soft: light-dark(#5c6b7a, #9aa8b7); --line: light-dark(#dfe5ec, #2c3846); --accent: light-dark(#0b6bcb, #6db3f8); }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 2rem 1rem; font: 16px/1.5 system-ui, sans-serif;
  color: light-dark(#16202c, #e8edf3); background: light-dark(#f3f6f9, #0f161e); }
main { width: min(34rem, 100%); padding: 2rem; border: 1px solid var(--line); border-radius: 16px; background: light-dark(#fff, #18212c); }
h2 { margin: 1.75rem 0 .5rem; font-size: .875rem; color: var(--soft); }
p { color: var(--soft); }
ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
a { color: var(--accent); }
a.user { display: flex; justify-content: space-between; padding: .875rem; border: 1px solid var(--line); border-radius: 12px; color: inherit;
  text-decoration: none; overflow-wrap: anywhere; }
a.user:hover, a.user:focus-visible { border-color: var(--accent); outline: none; }
a.user span { color: var(--soft); }
`;

/** A whole page: its title and `body`, which is HTML already. Loads nothing from anywhere. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;

/** A page that says one thing and offers the way home. */
export const noticePage = (title: string, text: string): string =>
  page(title, `<p>${escapeHtml(text)}</p>\n<p><a href="/">Go to the start page</a></p>`);

const userItem = ({ email, role }: DemoUser, href: string): string =>
  `<li><a class="user" href="${escapeHtml(href)}"><strong>${escapeHtml(email)}</strong> <span>${escapeHtml(role)}</span></a></li>`;

const HINT = 'Pick who you want to be. This page stands in for the real sign-in and exists on this computer only.';

/** The page on which a demo user is picked: one list per company, in the order they were given. */
export const signInPage = (users: readonly DemoUser[], hrefOf: (email: string) => string, hint = HINT): string => {
  const lists = [...Map.groupBy(users, ({ tenantName }) => tenantName)].map(
    ([tenant, members]) => `<h2>${escapeHtml(tenant)}</h2>
<ul>${members.map((user) => userItem(user, hrefOf(user.email))).join('\n')}</ul>`,
  );
  return page('Sign in to Wayfleet', `<p>${escapeHtml(hint)}</p>\n${lists.join('\n')}`);
};
