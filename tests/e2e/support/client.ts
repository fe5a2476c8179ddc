/** What came back: JSON as an object, anything else as text. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Call = <Body = Record<string, unknown>>(method: string, path: string, ask?: Ask) => Promise<Answer<Body>>;

/** Calls the API as an integration would. `path` is below `/api/v1`. */
export const apiClient =
  (api: string, headers: Readonly<Record<string, string>> = {}): Call =>
  async <Body>(method: string, path: string, { body, headers: more = {} }: Ask = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${api}/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers, ...more },
      ...(body !== undefined && { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(answer) : answer) as Body };
  };

/** Asks again and again until `done` is content; fails with the last answer after `withinMs`. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  done: (value: T) => boolean,
  withinMs = 30_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

interface Created {
  readonly id: string;
}

/** A vehicle with a device that reports for it. */
export const vehicleWithDevice = async (call: Call, name: string) => {
  const vehicle = await call<Created>('POST', 'vehicles', { body: { name } });
  const device = await call<Created & { key: string }>('POST', 'devices', { body: { vehicleId: vehicle.body.id } });
  return { vehicleId: vehicle.body.id, deviceId: device.body.id, key: device.body.key };
};
