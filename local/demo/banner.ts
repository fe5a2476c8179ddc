import { styleText } from 'node:util';
import type { RunningDemo } from './demo-file.ts';

const WIDTH = 26;

const heading = (text: string) => styleText('bold', text, { stream: process.stdout });

const signIn = (page: string, email: string) =>
  `${page}/.auth/login/aad?user=${encodeURIComponent(email)}&post_login_redirect_uri=/`;

/** What a newcomer needs to know. `page` is where the dashboard is looked at, which under `npm run dev` is Vite. */
export const banner = ({ web, api, tenants }: RunningDemo, folder: string, page = web): string => {
  const [first] = tenants;
  const device = first?.devices[0];
  return [
    '',
    heading('Wayfleet is running.'),
    '',
    `  Map         ${page}`,
    `  API         ${api}/api/v1`,
    `  For scripts ${folder}/demo.json`,
    '',
    heading('Sign in as'),
    ...tenants.flatMap(({ name, users }) => [
      `  ${name}`,
      ...users.map(({ email }) => `    ${email.padEnd(WIDTH)} ${signIn(page, email)}`),
    ]),
    ...(first && device
      ? [
          '',
          heading(`Move the test vehicle of ${first.name}`),
          `  curl '${api}/api/v1/ingest/osmand/${device.key}?lat=50.94&lon=6.96'`,
        ]
      : []),
    '',
    'Ctrl-C stops it. What happened is kept; npm run reset forgets it.',
    '',
  ].join('\n');
};
