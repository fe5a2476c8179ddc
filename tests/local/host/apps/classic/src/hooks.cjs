const { app } = require('@azure/functions');

app.http('hooked', { methods: ['GET'], handler: async (request) => ({ body: `handler saw ${request.greeting}` }) });
app.http('replaced', { methods: ['GET'], handler: async () => ({ body: 'original' }) });
app.http('rescued', {
  methods: ['GET'],
  handler: async () => {
    throw new Error('caught by a hook');
  },
});

app.hook.preInvocation((context) => {
  context.hookData.startedAt = Date.now();
  const { functionName } = context.invocationContext;
  if (functionName === 'hooked') context.inputs = [{ greeting: 'the hook' }];
  if (functionName === 'replaced') context.functionHandler = async () => ({ body: 'replacement' });
});
app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'rescued') return;
  const spent = Date.now() - context.hookData.startedAt;
  context.result = { body: `${context.error.message}, after ${spent >= 0 ? 'some' : 'no'} time` };
  context.error = null;
});
app.hook.log((context) => {
  if (context.message === 'password: 1234') context.message = 'password: ****';
});
app.http('leaky', {
  methods: ['GET'],
  handler: async (_, context) => {
    context.log('password: 1234');
    return {};
  },
});
