import fc from 'fast-check';
import { retryAfterOf } from '../../../functions/providers/feeds/feed.ts';
import { waitSeconds } from '../../../functions/providers/waiting.ts';
import { ago, NOW } from './payloads.ts';
import { playedGeotab, playedSamsara, type Reply } from './played.ts';
import { closePlayed, minute, momentsOf, polling } from './polling-scene.ts';
import { reportingAs } from './scene.ts';

afterEach(closePlayed);

const HOUR = 60;
const point = { id: '7', gps: [{ time: ago(60), latitude: 49, longitude: 8 }] };
const geotabLog = { latitude: 49, longitude: 8, speed: 3, dateTime: ago(60), device: { id: '7' } };

const minutes = async (world: Parameters<typeof minute>[0], count: number) => {
  for (let one = 0; one < count; one++) await minute(world);
};

describe('a provider that gives nothing', () => {
  it('is left alone for as long as it says', async () => {
    const { world, there } = await polling('samsara', playedSamsara([[point]]));
    there.instead.push({ status: 429, headers: { 'retry-after': '600' } });
    await minutes(world, 10);
    expect(there.asked).toHaveLength(1);
    await minutes(world, 3);
    expect(there.asked.length).toBeGreaterThan(1);
  });

  it('is asked less and less often, an hour apart at most, and every minute again once it answers', async () => {
    const { world, there } = await polling('samsara', playedSamsara([[point]]));
    const down = Array.from({ length: 60 }, (): Reply => ({ status: 503 }));
    there.instead.push(...down);
    await minutes(world, 6 * HOUR);
    // 1 + 2 + 4 + … minutes and then an hour each, or half of that.
    expect(there.asked.length).toBeGreaterThanOrEqual(9);
    expect(there.asked.length).toBeLessThanOrEqual(20);
    there.instead.length = 0;
    await minutes(world, HOUR + 1);
    const before = there.asked.length;
    await minutes(world, 5);
    expect(there.asked).toHaveLength(before + 5);
  });

  const FAILURES: readonly (readonly [failure: string, times: number, reply: Reply])[] = [
    ['unavailable', 5, { status: 502, body: '<html>Bad gateway</html>' }],
    ['throttled', 5, { status: 429 }],
    ['refused', 2, { status: 401 }],
    ['malformed', 3, { status: 404 }],
    ['malformed', 3, { body: 'no JSON' }],
    ['malformed', 3, { body: { data: {}, pagination: {} } }],
    // A redirect might lead anywhere.
    ['unavailable', 5, { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ];

  it.each(FAILURES)('says so after some time: %s, %i times, of %j', async (failure, times, reply) => {
    const { world, acme, there, shown } = await polling('samsara', playedSamsara([[point]]));
    const vehicleId = await reportingAs(acme, 'samsara:7');
    const asked = async (count: number) => {
      while (there.asked.length < count) await minute(world);
    };
    there.instead.push(...Array.from({ length: times }, () => reply));
    await asked(times - 1);
    expect(await shown()).toMatchObject({ health: 'ok' });
    await asked(times);
    expect(await shown()).toMatchObject({ health: 'failing', failure });
    await asked(times + 1);
    expect(await shown()).toMatchObject({ health: 'ok' });
    expect(await shown()).not.toHaveProperty('failure');
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(60)]);
  });

  it('that cannot be reached at all says so', async () => {
    const { world, there, shown } = await polling('samsara', playedSamsara([]));
    await there.close();
    await minutes(world, 40);
    expect(await shown()).toMatchObject({ health: 'failing', failure: 'unavailable' });
  });

  it('is asked with the new secret at once when it has refused the old one', async () => {
    const { world, owner, there, connectionId, shown } = await polling(
      'samsara',
      playedSamsara([[point]], 'new_api_token'),
    );
    await minutes(world, 6);
    expect(await shown()).toMatchObject({ health: 'failing', failure: 'refused' });
    await owner.post(`provider-connections/${connectionId}/secret`, { secret: 'new_api_token' });
    await world.runEvents();
    await minute(world);
    expect(there.asked.at(-1)?.headers.authorization).toBe('Bearer new_api_token');
    expect(await shown()).toMatchObject({ health: 'ok' });
  });
});

describe('a session of Geotab', () => {
  const open = async (password = 'geotab password') => {
    const sessions = new Set<string>();
    const records = { LogRecord: [geotabLog], StatusData: [] };
    return { sessions, ...(await polling('geotab', playedGeotab(records, sessions, password))) };
  };
  const methodsOf = (asked: readonly { readonly body: unknown }[]) =>
    asked.map(({ body }) => (body as { readonly method: string }).method);

  it('is begun anew when it is over', async () => {
    const { world, acme, sessions, there, shown } = await open();
    const vehicleId = await reportingAs(acme, 'geotab:7');
    await minute(world);
    sessions.clear();
    sessions.add('somebody else’s');
    await minute(world);
    expect(methodsOf(there.asked).slice(3)).toEqual(['GetFeed', 'Authenticate', 'GetFeed', 'GetFeed']);
    expect(await shown()).toMatchObject({ health: 'ok' });
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(60)]);
  });

  it('is not begun over and over when the password is wrong', async () => {
    const { world, there, shown } = await open('another password');
    await minute(world);
    expect(methodsOf(there.asked)).toEqual(['Authenticate']);
    await minutes(world, 3);
    expect(await shown()).toMatchObject({ health: 'failing', failure: 'refused' });
  });

  it.each([
    ['DbUnavailableException', 'unavailable', 5],
    ['OverLimitException', 'throttled', 5],
    ['ArgumentException', 'malformed', 3],
  ])('understands a complaint that comes with a 200: %s', async (name, failure, times) => {
    const { world, there, shown } = await open();
    const complaint = { body: { error: { errors: [{ name }] } } };
    there.instead.push(...Array.from({ length: times }, () => complaint));
    while (there.asked.length < times) await minute(world);
    expect(await shown()).toMatchObject({ health: 'failing', failure });
  });

  it.each([
    'evil.example',
    '169.254.169.254',
    'geotab.com.evil.example',
    'my.geotab.com@evil.example',
    '127.0.0.1:80/',
  ])('is not taken to a server that is not one of Geotab: %s', async (path) => {
    const { world, there, shown } = await open();
    const credentials = { database: 'acme', userName: 'sync@acme.example', sessionId: 's' };
    const misled = { body: { result: { credentials, path } } };
    there.instead.push(misled, misled, misled);
    while (there.asked.length < 3) await minute(world);
    expect(methodsOf(there.asked)).toEqual(['Authenticate', 'Authenticate', 'Authenticate']);
    expect(await shown()).toMatchObject({ health: 'failing', failure: 'malformed' });
  });
});

describe('how long a provider is left alone', () => {
  it('is between half of what it doubles to and an hour, and never shorter than it asks for', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.option(fc.integer({ min: 0, max: 21_600 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, retryAfter, chance) => {
          const seconds = waitSeconds(failures, retryAfter, chance);
          expect(seconds).toBeGreaterThanOrEqual(Math.max(30, retryAfter ?? 0));
          expect(seconds).toBeLessThanOrEqual(Math.max(3_600, (retryAfter ?? 0) * 1.1));
        },
      ),
    ));

  it.each([
    ['120', 120],
    ['0', 0],
    ['1.5', 2],
    [new Date(NOW + 90_000).toUTCString(), 90],
    [new Date(NOW - 90_000).toUTCString(), 0],
    ['99999999', 21_600],
    ['soon', undefined],
  ])('is read from Retry-After: %s', (text, seconds) =>
    expect(retryAfterOf(new Headers({ 'retry-after': text }), NOW)).toBe(seconds),
  );
});
