const { app } = require('@azure/functions');

const anonymous = { methods: ['GET'] };

app.http('ping', { ...anonymous, handler: async () => ({ jsonBody: { ok: true } }) });
app.http('item', {
  methods: ['GET', 'PUT', 'DELETE'],
  route: 'items/{id}/{sub?}',
  authLevel: 'function',
  handler: async (request) => ({
    jsonBody: {
      method: request.method,
      params: request.params,
      query: Object.fromEntries(request.query),
      body: request.method === 'PUT' ? await request.json() : null,
      url: request.url,
    },
  }),
});
app.http('files', {
  ...anonymous,
  route: 'files/{*rest}',
  handler: async (request) => ({
    body: request.params.rest,
    headers: { 'content-type': 'text/plain' },
  }),
});
app.http('header', { ...anonymous, handler: async () => ({ headers: { 'no name': 'x' } }) });
app.http('cookies', { ...anonymous, handler: async () => ({ cookies: [{ name: 'sid', value: 'a' }] }) });
app.http('nothing', { ...anonymous, handler: async () => undefined });
app.http('fails', {
  ...anonymous,
  handler: async () => {
    throw new Error('the secret reason');
  },
});
app.http('text', { ...anonymous, handler: async () => 'not an object' });
app.http('size', {
  methods: ['POST'],
  handler: async (request) => ({ jsonBody: { bytes: (await request.arrayBuffer()).byteLength } }),
});
app.http('echo', {
  methods: ['POST'],
  handler: async (request) => ({ body: Buffer.from(await request.arrayBuffer()) }),
});
app.http('form', {
  methods: ['POST'],
  handler: async (request) => {
    const twin = request.clone();
    const form = await request.formData();
    return { jsonBody: { name: form.get('name'), length: (await twin.text()).length, used: request.bodyUsed } };
  },
});
app.http('headers', {
  ...anonymous,
  handler: async (request) => ({ jsonBody: Object.fromEntries(request.headers) }),
});
app.http('user', { ...anonymous, handler: async (request) => ({ jsonBody: { user: request.user } }) });
app.http('settings', {
  ...anonymous,
  handler: async () => ({
    jsonBody: { greeting: process.env.GREETING, colour: process.env.COLOUR, host: process.env.WEBSITE_HOSTNAME },
  }),
});
app.http('context', {
  ...anonymous,
  handler: async (_, context) => {
    context.log('hello', { a: 1 });
    context.warn('careful\nnow');
    return { jsonBody: { id: context.invocationId, name: context.functionName } };
  },
});
app.http('slow', {
  ...anonymous,
  handler: async () => {
    await new Promise((resolve) => setTimeout(resolve, 10_000).unref());
    return { body: 'too late' };
  },
});
app.http('off', { ...anonymous, handler: async () => ({ body: 'on' }) });
app.http('late', {
  ...anonymous,
  handler: async () => {
    try {
      app.http('another', { handler: async () => ({}) });
      return { body: 'registered' };
    } catch (error) {
      return { body: error.message };
    }
  },
});
app.http('status', {
  ...anonymous,
  route: 'status/{code}',
  handler: async (request) => ({ status: Number(request.params.code), body: 'text' }),
});
