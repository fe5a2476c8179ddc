interface Wrapped<T> {
  readonly value: T;
}

/** A cookie in the form the library hands it to its host. */
export interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: Wrapped<string>;
  readonly path?: Wrapped<string>;
  readonly expires?: Wrapped<{ readonly seconds: number }>;
  readonly maxAge?: Wrapped<number>;
  readonly secure?: Wrapped<boolean>;
  readonly httpOnly?: Wrapped<boolean>;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
}

const SAME_SITE: Record<string, string> = { lax: 'lax', strict: 'strict', explicitNone: 'none' };

/** The `set-cookie` header ASP.NET writes for a cookie: name and value are percent-encoded. */
export const setCookieHeader = (cookie: RpcCookie): string => {
  const sameSite = SAME_SITE[cookie.sameSite ?? ''];
  const parts = [
    `${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`,
    cookie.expires && `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`,
    cookie.maxAge && `max-age=${cookie.maxAge.value}`,
    cookie.domain && `domain=${cookie.domain.value}`,
    cookie.path && `path=${cookie.path.value}`,
    cookie.secure?.value && 'secure',
    sameSite && `samesite=${sameSite}`,
    cookie.httpOnly?.value && 'httponly',
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('; ');
};
