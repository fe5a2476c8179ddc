import { randomBytes } from 'node:crypto';
import type { Journal } from '../shared/journal.ts';
import { notSimulated } from '../shared/not-simulated.ts';

const [MAX_VALUE, MAX_PAGE, DAYS_KEPT] = [25_600, 25, 90];

/** `attributes` are `enabled`, `exp`, `nbf`, `created` and `updated`; times are in seconds. */
interface Version {
  readonly version: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The newest version is the last; `deletedAt` is 0 while it is not deleted. */
interface Secret {
  readonly name: string;
  readonly versions: readonly Version[];
  readonly deletedAt: number;
}

/** Secrets by name, whatever its case. */
export const TABLE = 'CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY COLLATE NOCASE, secret TEXT)';

export const refusal = (status: number, code: string, message: string) =>
  Object.assign(new Error(message), { status, code });
const bad = (message: string) => refusal(400, 'BadParameter', message);

/** Performs one request and answers its JSON, if there is any. @throws a refusal, in the words of Key Vault. */
export const perform = (journal: Journal, method: string, url: URL, { value = '', ...sent }: Partial<Version>) => {
  const [collection = '', name = '', third = ''] = url.pathname.slice(1).split('/');
  const verb = /^(versions|recover|backup)$/.exec(third)?.[0] ?? '';
  const now = Math.floor(Date.now() / 1000);

  const secrets = (sql: string, ...values: string[]): Secret[] => {
    journal.begin();
    const rows = journal.prepare(sql).all(...values);
    return rows.map(({ secret }) => JSON.parse(String(secret)));
  };
  const shown = ({ name, deletedAt }: Secret, { version, value: _, ...rest }: Version, path = `${name}/${version}`) => {
    const attributes = { ...rest.attributes, recoveryLevel: 'Recoverable+Purgeable', recoverableDays: DAYS_KEPT };
    const scheduledPurgeDate = deletedAt + DAYS_KEPT * 86_400;
    const gone = { deletedDate: deletedAt, scheduledPurgeDate, recoveryId: `${url.origin}/deletedsecrets/${name}` };
    return { ...rest, id: `${url.origin}/secrets/${path}`, attributes, ...(deletedAt > 0 && gone) };
  };
  const page = (items: readonly { readonly id: string }[]) => {
    const limit = Number(url.searchParams.get('maxresults') ?? MAX_PAGE);
    if (!(limit >= 1 && limit <= MAX_PAGE)) throw bad(`maxresults is 1 to ${MAX_PAGE}.`);
    const after = url.searchParams.get('$skiptoken') ?? '';
    const rest = items.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
    const next = new URL(url);
    next.searchParams.set('$skiptoken', rest[limit - 1]?.id ?? '');
    return { value: rest.slice(0, limit), nextLink: rest.length > limit ? next.href : null };
  };
  const keep = (one: Secret, version: Version) => {
    secrets('REPLACE INTO secrets VALUES (?, ?)', one.name, JSON.stringify(one));
    return shown(one, version);
  };
  const isMeant = ({ deletedAt }: Secret) => deletedAt > 0 === (collection === 'deletedsecrets');
  const newest = (one: Secret) => one.versions.slice(-1).map((version) => shown(one, version, one.name));
  const add = ({ versions, deletedAt }: Secret = { name, versions: [], deletedAt: 0 }) => {
    if (!/^[0-9a-zA-Z-]{1,127}$/.test(name) || value === '' || value.length > MAX_VALUE)
      throw bad(`A secret has a name of letters, digits and hyphens, and a value of 1 to ${MAX_VALUE} characters.`);
    if (deletedAt > 0) throw refusal(409, 'Conflict', `${name} is deleted but recoverable: recover or purge it.`);
    const attributes = { enabled: true, ...sent.attributes, created: now, updated: now };
    const version = { ...sent, value, attributes, version: randomBytes(16).toString('hex') };
    return { ...keep({ name, versions: [...versions, version], deletedAt }, version), value };
  };
  /** What is done to a secret that is there, and its version: the newest unless the path names another. */
  const toSecret: Readonly<Record<string, (one: Secret, version: Version) => object | undefined>> = {
    'GET secrets/*'(one, version) {
      if (version.attributes.enabled) return { ...shown(one, version), value: version.value };
      throw refusal(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.');
    },
    'GET secrets/*/versions': (one) => page(one.versions.map((version) => shown(one, version))),
    'DELETE secrets/*': (one, version) => keep({ ...one, deletedAt: now }, version),
    'GET deletedsecrets/*': (one, version) => shown(one, version),
    'POST deletedsecrets/*/recover': (one, version) => keep({ ...one, deletedAt: 0 }, version),
    'DELETE deletedsecrets/*': () => void secrets('DELETE FROM secrets WHERE name = ?', name),
  };

  const operation = `${method} ${collection}${name && '/*'}${verb && `/${verb}`}`;
  if (!url.searchParams.has('api-version')) throw bad('api-version must be specified.');
  if (/^GET (deleted)?secrets$/.test(operation))
    return page(secrets('SELECT secret FROM secrets').filter(isMeant).flatMap(newest));
  const [one] = secrets('SELECT secret FROM secrets WHERE name = ?', name);
  if (operation === 'PUT secrets/*') return add(one);
  const act = toSecret[operation];
  if (!act) throw refusal(501, 'NotSimulated', notSimulated(`${operation} of Key Vault`, 'key-vault'));
  const version = one?.versions.findLast(({ version }) => third === verb || third === version);
  if (one && version && isMeant(one)) return act(one, version);
  throw refusal(404, 'SecretNotFound', `The secret ${name}/${third} was not found in this key vault.`);
};
