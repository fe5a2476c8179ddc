const HERE = 'http://front-door.invalid';

/**
 * Where to go after signing in or out: a path of this site, normalised. Undefined when `text` leads anywhere else;
 * the URL parser decides, so that `//host`, `/\host` and `/<tab>/host` are seen for what a browser makes of them.
 */
export const redirectTarget = (text: string): string | undefined => {
  if (!text.startsWith('/') || !URL.canParse(text, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, HERE);
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
};
