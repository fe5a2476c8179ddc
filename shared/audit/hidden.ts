import type { Members } from './entry.ts';

/** What must not be written down, whatever it says: entities do not show it, and events should not have it. */
const SECRETS = [/secret|token|password/i, /(?:^key|Key|^hash|Hash)$/];
/** Larger ones are of the kind that somebody uploads; that they changed is enough to know. */
const MAX_BYTES = 16 * 1024;

/** Without the members that name a secret, at whatever depth. */
export const withoutSecrets = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    SECRETS.some((secret) => secret.test(name)) ? undefined : member,
  );

/** The members, unless there is too much of them to be kept for ever. */
export const bounded = (members: Members): Members => {
  const bytes = Buffer.byteLength(JSON.stringify(members));
  return bytes <= MAX_BYTES
    ? members
    : { omitted: `${bytes} bytes in ${Object.keys(members).join(', ')}`.slice(0, 1_000) };
};
