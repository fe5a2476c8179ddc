import type { IncomingMessage } from 'node:http';

const decoder = new TextDecoder();
const NOTHING = new Uint8Array();

/**
 * A request whose body has already arrived, as the library's `HttpRequest` needs it: the parts of `Request` that it
 * passes on, made only when the handler asks. A real `Request` (with its stream, its abort signal and the garbage they
 * leave) costs more than everything else the host does, so it is built for the rare handler that wants the body as a
 * stream, a form or twice.
 */
export class BufferedRequest {
  readonly url: string;
  readonly method: string;
  readonly #rawHeaders: IncomingMessage['headers'];
  readonly #bytes: Uint8Array<ArrayBuffer> | undefined;
  #headers: Headers | undefined;
  #real: Request | undefined;
  #used = false;

  constructor(
    url: string,
    { headers, method = 'GET' }: Pick<IncomingMessage, 'headers' | 'method'>,
    bytes?: Buffer<ArrayBuffer>,
  ) {
    this.url = url;
    this.method = method;
    this.#rawHeaders = headers;
    this.#bytes = bytes;
  }

  get headers(): Headers {
    if (this.#headers) return this.#headers;
    this.#headers = new Headers();
    for (const name in this.#rawHeaders) this.#headers.set(name, String(this.#rawHeaders[name]));
    return this.#headers;
  }

  get body() {
    return this.#request().body;
  }

  get bodyUsed(): boolean {
    return this.#real?.bodyUsed ?? this.#used;
  }

  async text(): Promise<string> {
    return this.#real?.text() ?? decoder.decode(this.#take());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#real?.arrayBuffer() ?? Uint8Array.from(this.#take()).buffer;
  }

  async formData(): Promise<FormData> {
    return this.#request().formData();
  }

  clone(): Request {
    return this.#request().clone();
  }

  #take(): Uint8Array<ArrayBuffer> {
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
    this.#used = this.#bytes !== undefined;
    return this.#bytes ?? NOTHING;
  }

  #request(): Request {
    const { headers, method, url } = this;
    this.#real ??= new Request(url, { method, headers, ...(this.#bytes && { body: this.#take() }) });
    return this.#real;
  }
}
