import { styleText } from 'node:util';
import type { Demo } from './demo-file.ts';

const EMAIL_WIDTH = 26;

const heading = (text: string) => styleText('bold', text, { stream: process.stdout });

/** What a newcomer needs to know. `page` is where the dashboard is looked at, which under `npm run dev` is Vite. */
export const banner = ({ api, tenants }: Demo, folder: string, page: string): string => {
  const signIn = (email: string) =>
    `${page}/.auth/login/aad?user=${encodeURIComponent(email)}&post_login_redirect_uri=/`;
  const users = tenants.flatMap(({ name, users }) => [
    `  ${name}`,
    ...users.map(({ email }) => `    ${email.padEnd(EMAIL_WIDTH)} ${signIn(email)}`),
  ]);
  return `
${heading('Wayfleet is running.')}

  Map         ${page}
  API         ${api}/api/v1
  For scripts ${folder}/demo.json

${heading('Sign in as')}
${users.join('\n')}

${heading(`Move the test vehicle of ${tenants[0]?.name}`)}
  curl '${api}/api/v1/ingest/osmand/${tenants[0]?.devices[0]?.key}?lat=50.94&lon=6.96'

Ctrl-C stops it. What happened is kept; npm run reset forgets it.
`;
};
