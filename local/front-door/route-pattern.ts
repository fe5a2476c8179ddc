const SPECIAL = /[\\^$.+?()[\]|]/g;

/**
 * Compiles a path pattern of the configuration: `*` stands for anything, `{js,css}` for one of a list.
 * `/assets/*` also matches `/assets`; a trailing slash in the request does not matter.
 */
export const compilePattern = (pattern: string): ((path: string) => boolean) => {
  const source = pattern
    .replace(SPECIAL, '\\$&')
    .replace(/\/\*$/, '(?:/.*)?')
    .replace(/(?<!\.)\*/g, '.*')
    .replace(
      /\{([^}]*)\}/g,
      (_, list: string) =>
        `(?:${list
          .split(',')
          .map((item) => item.trim())
          .join('|')})`,
    );
  const expression = new RegExp(`^${source}/?$`);
  return (path) => expression.test(path);
};
