import type { IncomingHttpHeaders } from 'node:http';

const decoder = new TextDecoder();

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
    this.url = url;
    this.method = method;
    this.#rawHeaders = headers;
    this.#bytes = bytes;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.#rawHeaders as Record<string, string>);
    return this.#headers;
  }

  get body() {
    return this.#request().body;
  }

  get bodyUsed(): boolean {
    return this.#native?.bodyUsed ?? this.#used;
  }

  async text(): Promise<string> {
    return this.#native?.text() ?? decoder.decode(this.#take());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#native?.arrayBuffer() ?? Uint8Array.from(this.#take()).buffer;
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
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
    this.#used = this.#bytes !== undefined;
    return this.#bytes ?? new Uint8Array();
  }

  #request(): Request {
    const { headers, method, url } = this;
    this.#native ??= new Request(url, { method, headers, ...(this.#bytes && { body: Uint8Array.from(this.#take()) }) });
    return this.#native;
  }
}
