import type { IncomingHttpHeaders } from 'node:http';

const decoder = new TextDecoder();
const NOTHING = new Uint8Array();

/**
 * A request whose body has already arrived, as the library's `HttpRequest` needs it: the parts of `Request` that it
 * passes on, made only when the handler asks. A real `Request` (with its stream, its abort signal and the garbage they
 * leave) costs more than everything else the host does, so it is built for the rare handler that wants the body as a
 * stream, a blob or a form.
 */
export const bufferedRequest = (
  url: string,
  method: string,
  rawHeaders: IncomingHttpHeaders,
  bytes: Uint8Array<ArrayBuffer> | undefined,
) => {
  let headers: Headers | undefined;
  let native: Request | undefined;
  let used = false;

  const take = () => {
    if (used) throw new TypeError('Body is unusable: Body has already been read');
    used = bytes !== undefined;
    return bytes ?? NOTHING;
  };
  const real = (): Request => {
    native ??= new Request(url, { method, headers: request.headers, ...(bytes && { body: take() }) });
    return native;
  };
  const request = {
    url,
    method,
    get headers(): Headers {
      headers ??= new Headers(rawHeaders as Record<string, string>);
      return headers;
    },
    get body() {
      return real().body;
    },
    get bodyUsed(): boolean {
      return native?.bodyUsed ?? used;
    },
    text: async (): Promise<string> => native?.text() ?? decoder.decode(take()),
    json: async (): Promise<unknown> => JSON.parse(await request.text()),
    arrayBuffer: async (): Promise<ArrayBuffer> => native?.arrayBuffer() ?? Uint8Array.from(take()).buffer,
    blob: async (): Promise<Blob> => real().blob(),
    formData: async (): Promise<FormData> => real().formData(),
    clone: (): Request => real().clone(),
  };
  return request;
};
