import * as df from 'durable-functions';

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);
const retry = (attempts: number) => new df.RetryOptions(10, attempts);

df.app.orchestration('sequence', function* ({ df: context }) {
  const said: unknown[] = [];
  for (const name of ['a', 'b', 'c']) {
    said.push(yield context.callActivity('say', name));
    context.setCustomStatus({ at: name });
  }
  said.push(yield context.callActivity('nothing'));
  return said;
});

df.app.orchestration('fan', function* ({ df: context }) {
  const numbers = Array.from({ length: Number(context.getInput()) }, (_, index) => index + 1);
  return yield context.callActivity('sum', yield context.Task.all(numbers.map((n) => context.callActivity('echo', n))));
});

df.app.orchestration('retry', function* ({ df: context }) {
  const key = context.instanceId;
  const third = yield context.callActivityWithRetry('flaky', retry(3), { key, failures: 2 });
  const both = yield context.Task.all([
    context.callActivityWithRetry('flaky', retry(3), { key: `${key}-1`, failures: 1 }),
    context.callActivityWithRetry('flaky', retry(3), { key: `${key}-2`, failures: 2 }),
  ]);
  try {
    yield context.callActivityWithRetry('flaky', retry(2), { key: `${key}-3`, failures: 9 });
  } catch (error) {
    return { third, both, exhausted: String(error).split(' \n ')[0] };
  }
  return 'not reached';
});

df.app.orchestration('parent', function* ({ df: context }) {
  const child = yield context.callSubOrchestrator('echoInput', { x: 1 });
  const named = yield context.callSubOrchestrator('whoAmI', null, `${context.instanceId}-child`);
  try {
    yield context.callSubOrchestrator('failing', 1);
  } catch (error) {
    return { child, named, error: String(error).split(' \n ')[0] };
  }
  return 'not reached';
});

df.app.orchestration('echoInput', function* ({ df: context }) {
  return yield context.callActivity('echo', context.getInput());
});

df.app.orchestration('whoAmI', function* ({ df: context }) {
  return yield context.callActivity('echo', { id: context.instanceId, parent: context.parentInstanceId ?? null });
});

df.app.orchestration('failing', function* ({ df: context }) {
  yield context.callActivity('say', 'before');
  throw new Error('orchestration boom');
});

df.app.orchestration('guarded', function* ({ df: context }) {
  try {
    yield context.callActivity('book', 'car');
  } catch (error) {
    return String(error).split(' \n ')[0];
  }
  return 'not reached';
});

df.app.orchestration('unknownActivity', function* ({ df: context }) {
  return yield context.callActivity('nobody');
});

df.app.orchestration('timer', function* ({ df: context }) {
  const start = context.currentUtcDateTime;
  yield context.createTimer(later(start, 30));
  return context.currentUtcDateTime.getTime() - start.getTime() >= 30;
});

df.app.orchestration('approval', function* ({ df: context }) {
  const { ms } = context.getInput<{ ms: number }>();
  const due = context.createTimer(later(context.currentUtcDateTime, ms));
  const approved = context.waitForExternalEvent('Approve');
  const winner = yield context.Task.any([approved, due]);
  if (winner !== approved) return 'too late';
  due.cancel();
  return `approved: ${JSON.stringify(approved.result)}`;
});

df.app.orchestration('saga', function* ({ df: context }) {
  const done: string[] = [];
  try {
    for (const what of ['hotel', 'flight', 'car']) {
      yield context.callActivity('book', what);
      done.unshift(what);
    }
    return 'booked';
  } catch {
    const undone = [];
    for (const what of done) undone.push(yield context.callActivity('undo', what));
    return undone;
  }
});

df.app.orchestration('eternal', function* ({ df: context }) {
  const { n, said } = context.getInput<{ n: number; said: unknown[] }>();
  const all = [...said, yield context.callActivity('say', n)];
  if (n === 5) return all;
  context.continueAsNew({ n: n + 1, said: all });
});

df.app.orchestration('anewWithText', function* ({ df: context }) {
  const said = yield context.callActivity('echo', context.getInput());
  if (said !== 'start') return said;
  context.continueAsNew('next');
});

df.app.orchestration('collect', function* ({ df: context }) {
  const { got } = context.getInput<{ got: unknown[] }>();
  const all = [...got, yield context.waitForExternalEvent('Item')];
  if (all.length === 3) return all;
  context.continueAsNew({ got: all });
});

df.app.orchestration('http', function* ({ df: context }) {
  const response: { statusCode: number; content: string } = yield context.callHttp({
    method: 'GET',
    url: context.getInput<string>(),
  });
  return { status: response.statusCode, content: response.content };
});

df.app.orchestration('managedIdentity', function* ({ df: context }) {
  const tokenSource = new df.ManagedIdentityTokenSource('https://management.core.windows.net/');
  return yield context.callHttp({ method: 'GET', url: 'http://127.0.0.1:1/', tokenSource });
});

df.app.orchestration('counters', function* ({ df: context }) {
  const id = new df.EntityId('Counter', context.getInput<string>());
  context.signalEntity(id, 'add', 5);
  context.signalEntity(id, 'add', 7);
  const value = yield context.callEntity(id, 'get');
  let error = '';
  try {
    yield context.callEntity(id, 'fail');
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : 'not an error';
  }
  context.signalEntity(id, 'pass on');
  return { value, error, after: yield context.callEntity(id, 'get') };
});

df.app.orchestration('locks', function* ({ df: context }) {
  yield context.lock(new df.EntityId('Counter', 'locked'));
});

df.app.orchestration('raceAgain', function* ({ df: context }) {
  const quick = context.callActivity('echo', 10);
  const slow = context.callActivity('slow', 300);
  yield context.Task.any([quick, slow]);
  const late = context.callActivity('echo', 20);
  yield context.Task.any([slow, late]);
  yield late;
  return late.result;
});

df.app.orchestration('impatient', function* ({ df: context }) {
  const start = context.currentUtcDateTime.getTime();
  try {
    yield context.Task.all([context.callActivity('book', 'car'), context.callActivity('slow', 80)]);
  } catch {
    yield context.callActivity('undo', 'car');
    return context.currentUtcDateTime.getTime() - start;
  }
});

df.app.orchestration('long', function* ({ df: context }) {
  const numbers = [];
  for (let n = 0; n < 6; n += 1) numbers.push(yield context.callActivity('record', { id: context.instanceId, n }));
  return numbers;
});
