import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { areas } from '../../functions/index.ts';
import blobs from '../../infra/blobs.json' with { type: 'json' };
import containers from '../../infra/containers.json' with { type: 'json' };
import topics from '../../infra/topics.json' with { type: 'json' };
import { readConfig } from '../../shared/config.ts';
import { routesOf } from '../../shared/testing/routes.ts';
import site from '../../staticwebapp/staticwebapp.config.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../..');
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

const bicep = new Map(
  readdirSync(join(root, 'infra'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bicep'))
    .map((file) => [file.replaceAll('\\', '/'), textOf(join('infra', file))]),
);
const all = [...bicep.values()].join('\n');
const source = (file: string) => bicep.get(file) ?? '';

/** What stands between an opening and the bracket that closes it. */
const block = (text: string, opening: RegExp): string => opening.exec(text)?.[1] ?? '';
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

const settings = names(block(source('main.bicep'), /settings: \{\n(.*?)\n {4}\}/s), /^ *(\w+): /gm);
const forSigningIn = names(block(source('modules/api.bicep'), /var appSettings = \{(.*?)\n\}/s), /^ *(\w+): /gm);
const connections = names(block(source('modules/api.bicep'), /reduce\(\s*\[(.*?)\]/s), /'(\w+)'/g);

const stamping = routesOf(areas).find(({ name }) => name === 'access-stampSession');

const ofTheHost = (name: string) => name.startsWith('AzureWebJobsStorage');
/** What DefaultAzureCredential reads to tell one identity of the app from another. */
const ofTheCredential = 'AZURE_CLIENT_ID';

describe('The infrastructure', () => {
  test('gives the app settings that it accepts, and none that it does not read', () => {
    const given = [...settings, ...forSigningIn].filter((name) => !ofTheHost(name) && name !== ofTheCredential);
    const sample = (name: string) => (name === 'TELEMETRY_WAKE_SECONDS' ? '7' : `value of ${name}`);
    const config = readConfig(Object.fromEntries(given.map((name) => [name, sample(name)])));
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !JSON.stringify(config).includes(sample(name)))).toEqual([]);
    for (const { connection } of Object.values(config).flatMap((part) => ('connection' in part ? part : [])))
      expect(connection.by).toBe('identity');
  });

  test('tells the app, the host and every trigger which identity is theirs', () => {
    expect(forSigningIn).toContain(ofTheCredential);
    const ofTriggers = names(textOf('functions/index.ts'), /connection: '(\w+)'/g);
    expect(ofTriggers.length).toBeGreaterThan(0);
    expect([...new Set(['AzureWebJobsStorage', ...ofTriggers])].sort()).toEqual([...connections].sort());
  });

  test('takes every container, queue and topic from the files the app reads', () => {
    const lists = [containers.containers, topics.queues, topics.topics, blobs.containers];
    const listed = lists.flat().map(({ name }) => name);
    expect(listed.filter((name) => all.includes(`'${name}'`))).toEqual([]);
    expect(source('modules/data.bicep')).toContain('for container in fleet.containers');
    expect(source('modules/messaging.bicep')).toContain('for queue in entities.queues');
    expect(source('modules/messaging.bicep')).toContain('for topic in entities.topics');
    expect(source('modules/blobs.bicep')).toContain('for container in fleet.containers');
  });

  test.each([
    ['data', containers],
    ['blobs', blobs],
  ])('carries everything those files can say: %s', (module, { containers }) => {
    const said = new Set(containers.flatMap((container) => Object.keys(container)));
    const carried = names(source(`modules/${module}.bicep`), /container\.\??(\w+)/g);
    expect(said.size).toBeGreaterThan(1);
    expect([...said].filter((key) => !carried.includes(key))).toEqual([]);
  });

  test('leaves the rules of subscriptions to Azure', () => {
    // Azure adds its own catch-all rule to every subscription, which a list of rules would have to replace.
    const subscriptions: readonly object[] = topics.topics.flatMap((topic) => topic.subscriptions);
    expect(subscriptions.filter((subscription) => 'rules' in subscription)).toEqual([]);
  });

  test('knows no keys', () => {
    for (const module of ['data', 'messaging', 'live'])
      expect(source(`modules/${module}.bicep`)).toContain('disableLocalAuth: true');
    for (const module of ['storage', 'blobs'])
      expect(source(`modules/${module}.bicep`)).toContain('allowSharedKeyAccess: false');
    expect(source('modules/secrets.bicep')).toContain('enableRbacAuthorization: true');
    expect(all).not.toMatch(/\blist\w*\(/i);
  });

  test('scans what is uploaded, and lets the pages of the site put it there, and no others', () => {
    expect(source('modules/blobs.bicep')).toContain('malwareScanning: { onUpload: { isEnabled: true');
    expect(source('modules/blobs.bicep')).toContain('allowedOrigins: [siteOrigin]');
    expect(source('main.bicep')).toContain('siteOrigin: web.outputs.url');
  });

  test('loses no secret and no blob by mistake', () => {
    expect(source('modules/secrets.bicep')).toContain('enableSoftDelete: true');
    expect(source('modules/secrets.bicep')).toContain('enablePurgeProtection: true');
    expect(source('modules/blobs.bicep')).toContain('deleteRetentionPolicy: { enabled: true');
  });

  test('grants roles that it knows, beside what they are for', () => {
    const known = names(source('modules/roles.bicep'), /^ {2}'([^']+)': '[0-9a-f-]{36}'$/gm);
    const granted = names(all, /roles\['([^']+)'\]/g);
    expect([...new Set(granted)].sort()).toEqual(known.sort());
    expect(names(source('modules/secrets.bicep'), /roles\['([^']+)'\]/g)).toContain('Key Vault Secrets Officer');
    expect(names(source('modules/blobs.bicep'), /roles\['([^']+)'\]/g)).toEqual([
      'Storage Blob Data Owner',
      'Storage Blob Delegator',
    ]);
  });

  test('gives the site the settings that its sign-in is configured with', () => {
    const { auth } = site;
    const { registration } = auth.identityProviders.azureActiveDirectory;
    const named = [registration.clientIdSettingName, registration.clientSecretSettingName];
    const given = names(
      block(source('modules/web.bicep'), /name: 'appsettings'\n {2}properties: \{(.*?)\n {2}\}/s),
      /^ *(\w+): /gm,
    );
    expect(given).toEqual(named);
    expect(auth.rolesSource).toBe(`/api/v1/${stamping?.route}`);
  });

  test('lets nobody but the site call the API', () => {
    const web = source('modules/web.bicep');
    expect(web).toContain("name: 'authsettingsV2'");
    expect(web).toContain('requireAuthentication: true');
    expect(names(block(web, /identityProviders: \{(.*)/s), /(\w+): \{ enabled: true/g)).toEqual(['azureStaticWebApps']);
  });
});
