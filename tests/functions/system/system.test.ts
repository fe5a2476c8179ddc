import { app, clientOf } from '../company.ts';

describe('GET health', () => {
  it('answers 200 to anybody when the app reaches what it stands on', async () => {
    const { status, body } = await clientOf(app()).get('health');
    expect([status, body]).toEqual([200, { status: 'ok', checks: { store: 'ok', bus: 'ok', live: 'ok' } }]);
  });

  it('answers 503 and names what does not answer', async () => {
    const down = app(({ push }) => ({
      push: { ...push, isWatched: () => Promise.reject(new Error('AccessKey=secret')) },
    }));
    const { status, body, text } = await clientOf(down).get('health');
    expect([status, body]).toEqual([503, { status: 'failing', checks: { store: 'ok', bus: 'ok', live: 'failing' } }]);
    expect(text).not.toContain('secret');
  });
});

describe('an address nobody has', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('is answered with a problem: %s', async (method) => {
    const { status, headers, body } = await app().ask(method, 'nowhere/at/all');
    expect([status, body.code]).toEqual([404, 'route/unknown']);
    expect(headers.get('content-type')).toBe('application/problem+json');
  });
});
