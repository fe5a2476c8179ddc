import { jsonLog } from '../../../shared/observability/log.ts';

const open = () => {
  const lines: string[] = [];
  return { log: jsonLog((line) => lines.push(line)), lines: () => lines.map((line): unknown => JSON.parse(line)) };
};

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = open();
    log.info('Started', { port: 7071 });
    log.warn('Slow');
    expect(lines()).toEqual([
      { level: 'information', message: 'Started', port: 7071 },
      { level: 'warning', message: 'Slow' },
    ]);
  });

  it('keeps a message of several lines on one', () => {
    const lines: string[] = [];
    jsonLog((line) => lines.push(line)).info('one\ntwo');
    expect(lines).toEqual(['{"level":"information","message":"one\\ntwo"}']);
  });

  it('tells an error with where it came from and what caused it', () => {
    const { log, lines } = open();
    const cause = new TypeError('No answer.');
    log.error('Failed', { error: new Error('The store is down.', { cause }) });
    expect(lines()).toEqual([
      {
        level: 'error',
        message: 'Failed',
        error: {
          name: 'Error',
          message: 'The store is down.',
          stack: expect.stringContaining('log.test'),
          cause: { name: 'TypeError', message: 'No answer.', stack: expect.any(String) },
        },
      },
    ]);
  });

  it('survives facts that are not JSON, for a log that throws hides what it was told', () => {
    const { log, lines } = open();
    const circle: { self?: unknown } = {};
    circle.self = circle;
    log.error('Failed', { error: circle, size: 10n });
    expect(lines()).toMatchObject([{ level: 'error', message: 'Failed' }]);
  });
});
