import type { IncomingMessage } from 'node:http';

/** Becomes a real `Request` only for whoever reads the body other than once as bytes: that one costs more than everything else the host does. */
export const lazyRequest = (
  url: string,
  { headers: given, method = 'GET' }: Pick<IncomingMessage, 'headers' | 'method'>,
  body?: Buffer<ArrayBuffer>,
): Request => {
  let headers: Headers | undefined;
  let real: Request | undefined;
  let isRead = false;
  const request = (): Request => {
    if (real) return real;
    real = new Request(url, { method, headers: light.headers, ...(body && { body }) });
    if (isRead) void real.body?.cancel();
    return real;
  };
  const light = {
    url,
    method,
    get headers() {
      if (headers) return headers;
      headers = new Headers();
      for (const name in given) headers.set(name, String(given[name]));
      return headers;
    },
    async arrayBuffer() {
      if (real || isRead) return request().arrayBuffer();
      isRead = body !== undefined;
      return Uint8Array.from(body ?? []).buffer;
    },
  };
  return new Proxy(light as Request, {
    get(_, name) {
      if (name in light) return Reflect.get(light, name);
      const value = Reflect.get(request(), name, real);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
};
