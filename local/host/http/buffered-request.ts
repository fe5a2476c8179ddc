import type { IncomingHttpHeaders } from 'node:http';

const decoder = new TextDecoder();

/** Addresses made of these characters alone read the same before and after the URL parser. */
const CANONICAL = /^[\w\-./~!$&()*+,;=:@%?]*$/;

const headersOf = (raw: IncomingHttpHeaders): Headers => {
  const headers = new Headers();
  for (const name in raw) {
    const value = raw[name];
    if (value !== undefined) headers.set(name, typeof value === 'string' ? value : value.join(','));
  }
  return headers;
};

/**
 * A request whose body has already arrived, as the library's `HttpRequest` needs it: the parts of `Request` that it
 * passes on, made only when the handler asks. A real `Request` (with its stream, its abort signal and the garbage they
 * leave) costs more than everything else the host does, so it is built for the rare handler that wants the body as a
 * stream, a blob or a form.
 */
export class BufferedRequest {
  readonly url: string;
  readonly method: string;
  readonly #rawHeaders: IncomingHttpHeaders;
  readonly #bytes: Uint8Array<ArrayBuffer> | undefined;
  #headers: Headers | undefined;
  #native: Request | undefined;
  #used = false;

  constructor(url: string, method: string, headers: IncomingHttpHeaders, bytes: Uint8Array<ArrayBuffer> | undefined) {
    this.url = CANONICAL.test(url) ? url : new URL(url).href;
    this.method = method;
    this.#rawHeaders = headers;
    this.#bytes = bytes;
  }

  get headers(): Headers {
    this.#headers ??= headersOf(this.#rawHeaders);
    return this.#headers;
  }

  get body() {
    return this.#bytes ? this.#request().body : null;
  }

  get bodyUsed(): boolean {
    return this.#native?.bodyUsed ?? this.#used;
  }

  async text(): Promise<string> {
    return this.#native ? this.#native.text() : decoder.decode(this.#take());
  }

  async json(): Promise<unknown> {
    return this.#native ? this.#native.json() : JSON.parse(decoder.decode(this.#take()));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#native ? this.#native.arrayBuffer() : Uint8Array.from(this.#take()).buffer;
  }

  async blob(): Promise<Blob> {
    return this.#request().blob();
  }

  async formData(): Promise<FormData> {
    return this.#request().formData();
  }

  clone(): BufferedRequest {
    if (this.bodyUsed) throw new TypeError('Request.clone: Body has already been consumed.');
    return new BufferedRequest(this.url, this.method, this.#rawHeaders, this.#bytes);
  }

  #take(): Uint8Array {
    if (!this.#bytes) return new Uint8Array();
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
    this.#used = true;
    return this.#bytes;
  }

  #request(): Request {
    this.#native ??= new Request(this.url, {
      method: this.method,
      headers: this.headers,
      ...(this.#bytes && { body: this.#take(), duplex: 'half' }),
    });
    return this.#native;
  }
}
