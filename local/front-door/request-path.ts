/** The two readings of a request line. */
export interface RequestPath {
  /** Decoded, without doubled slashes: what rules and files are matched with, so that no spelling gets past a rule. */
  readonly path: string;
  /** As it was sent, for the API, which decodes for itself. */
  readonly raw: string;
  readonly query: string;
}

const isUnsafe = (path: string) =>
  !path.startsWith('/') ||
  /[\0\\]/.test(path) ||
  path.split('/').some((segment) => segment === '.' || segment === '..');

/** Takes a request line apart. Undefined when it is malformed or climbs; browsers never send such a line. */
export const parseRequestPath = (url: string): RequestPath | undefined => {
  const [raw = '', ...rest] = url.split('?');
  try {
    const path = decodeURIComponent(raw).replace(/\/{2,}/g, '/');
    return isUnsafe(path) ? undefined : { path, raw, query: rest.join('?') };
  } catch {
    return undefined; // not percent-encoded properly
  }
};
