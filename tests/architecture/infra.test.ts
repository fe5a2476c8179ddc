import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import containers from '../../infra/containers.json' with { type: 'json' };
import topics from '../../infra/topics.json' with { type: 'json' };
import { readConfig } from '../../shared/config.ts';

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
    for (const { connection } of [config.cosmos, config.serviceBus, config.webPubSub])
      expect(connection.by).toBe('identity');
  });

  test('tells the app, the host and every trigger which identity is theirs', () => {
    expect(forSigningIn).toContain(ofTheCredential);
    const ofTriggers = names(textOf('functions/index.ts'), /connection: '(\w+)'/g);
    expect(ofTriggers.length).toBeGreaterThan(0);
    expect([...new Set(['AzureWebJobsStorage', ...ofTriggers])].sort()).toEqual([...connections].sort());
  });

  test('takes every container, queue and topic from the files the app reads', () => {
    const listed = [...containers.containers, ...topics.queues, ...topics.topics].map(({ name }) => name);
    expect(listed.filter((name) => all.includes(`'${name}'`))).toEqual([]);
    expect(source('modules/data.bicep')).toContain('for container in fleet.containers');
    expect(source('modules/messaging.bicep')).toContain('for queue in entities.queues');
    expect(source('modules/messaging.bicep')).toContain('for topic in entities.topics');
  });

  test('carries everything those files can say', () => {
    const said = new Set(containers.containers.flatMap((container) => Object.keys(container)));
    const carried = names(source('modules/data.bicep'), /container\.\??(\w+)/g);
    expect([...said].filter((key) => !carried.includes(key))).toEqual([]);
    // Azure adds its own catch-all rule to every subscription, which a list of rules would have to replace.
    const subscriptions: readonly object[] = topics.topics.flatMap((topic) => topic.subscriptions);
    expect(subscriptions.filter((subscription) => 'rules' in subscription)).toEqual([]);
  });

  test('knows no keys', () => {
    for (const module of ['data', 'messaging', 'live'])
      expect(source(`modules/${module}.bicep`)).toContain('disableLocalAuth: true');
    expect(source('modules/storage.bicep')).toContain('allowSharedKeyAccess: false');
    expect(all).not.toMatch(/\blist\w*\(/i);
  });

  test('lets nobody but the site call the API', () => {
    const web = source('modules/web.bicep');
    expect(web).toContain("name: 'authsettingsV2'");
    expect(web).toContain('requireAuthentication: true');
    expect(names(block(web, /identityProviders: \{(.*)/s), /(\w+): \{ enabled: true/g)).toEqual(['azureStaticWebApps']);
  });
});
