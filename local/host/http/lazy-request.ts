import type { IncomingMessage } from 'node:http';

/**
 * What the library's `HttpRequest` wraps, for a request whose body has arrived. It becomes a real `Request` only for whoever reads the
 * body otherwise than as bytes, once: that one, with its stream, its abort signal and the garbage they leave, costs more than
 * everything else the host does.
 */
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
