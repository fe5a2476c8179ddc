import { pollProvider } from '../../../functions/providers/poll.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import { found, itemsOf } from '../company.ts';
import { ago, NOW } from './payloads.ts';
import { playedFlespi, playedGeotab, playedMotive, playedSamsara } from './played.ts';
import { closePlayed, forgetful, minute, momentsOf, polling } from './polling-scene.ts';
import { reportingAs } from './scene.ts';

afterEach(closePlayed);

const samsaraPoint = (seconds: number, id = '7') => ({ id, gps: [{ time: ago(seconds), latitude: 49, longitude: 8 }] });
const flespiPoint = (seconds: number) => ({
  ...{ ident: '7', timestamp: NOW / 1_000 - seconds, 'position.latitude': 49, 'position.longitude': 8 },
});
const geotabLog = (seconds: number) => ({
  latitude: 49,
  longitude: 8,
  speed: 3,
  dateTime: ago(seconds),
  device: { id: '7' },
});
const motiveVehicle = (id: number, seconds: number) => ({
  vehicle: { id, current_location: { lat: 49, lon: 8, located_at: ago(seconds), speed: 1 } },
});

describe('a provider that is asked', () => {
  it('is asked every minute from where it stood: Samsara', async () => {
    const pages = [[samsaraPoint(90)], [samsaraPoint(60)]];
    const { world, acme, there } = await polling('samsara', playedSamsara(pages));
    const vehicleId = await reportingAs(acme, 'samsara:7');
    await minute(world);
    expect(there.asked.map(({ query }) => query.get('after'))).toEqual([null, 'cursor-1']);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90), ago(60)]);
    pages.push([samsaraPoint(30)]);
    await minute(world);
    expect(there.asked.at(-1)?.query.get('after')).toBe('cursor-2');
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90), ago(60), ago(30)]);
  });

  it('is asked every minute from where it stood: Flespi', async () => {
    const messages = [flespiPoint(90), flespiPoint(60)];
    const { world, acme, there } = await polling('flespi', playedFlespi(messages));
    const vehicleId = await reportingAs(acme, 'flespi:7');
    await minute(world);
    messages.push(flespiPoint(30));
    await minute(world);
    expect(there.asked.map(({ query }) => JSON.parse(query.get('data') ?? '').curr_key)).toEqual([0, 2]);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90), ago(60), ago(30)]);
  });

  it('is asked every minute for both feeds, in one session: Geotab', async () => {
    const records = { LogRecord: [geotabLog(90)], StatusData: [] as unknown[] };
    const { world, acme, there } = await polling('geotab', playedGeotab(records, new Set()));
    const vehicleId = await reportingAs(acme, 'geotab:7');
    await minute(world);
    records.LogRecord.push(geotabLog(60));
    records.StatusData.push({
      data: 1_234,
      dateTime: ago(60),
      device: { id: '7' },
      diagnostic: { id: 'DiagnosticOdometerId' },
    });
    await minute(world);
    const methods = there.asked.map(({ body }) => (body as { method: string }).method);
    expect(methods).toEqual(['Authenticate', 'GetFeed', 'GetFeed', 'GetFeed', 'GetFeed']);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90), ago(60)]);
    const { body } = await acme.integration.get(`vehicles/${vehicleId}/position`);
    expect(body.attributes).toMatchObject({ odometer: 1_234 });
  });

  it('is asked page by page, and then for what was updated since: Motive', async () => {
    const vehicles = Array.from({ length: 150 }, (_, index) => motiveVehicle(index, 40));
    const { world, acme, there } = await polling('motive', playedMotive(vehicles));
    const vehicleId = await reportingAs(acme, 'motive:149');
    await minute(world);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(40)]);
    await minute(world);
    const asked = there.asked.map(({ query }) => [query.get('page_no'), query.get('updated_after')]);
    const since = new Date(NOW + 60_000 - 5 * 60_000).toISOString();
    expect(asked).toEqual([
      ['1', null],
      ['2', null],
      ['1', since],
      ['2', since],
    ]);
  });

  it('gives no more than twenty pages at once; the rest comes a minute later', async () => {
    const pages = Array.from({ length: 25 }, (_, index) => [samsaraPoint(100 - index)]);
    const { world, acme, there } = await polling('samsara', playedSamsara(pages));
    const vehicleId = await reportingAs(acme, 'samsara:7');
    await minute(world);
    expect(there.asked).toHaveLength(20);
    await minute(world);
    expect(there.asked).toHaveLength(25);
    expect(await momentsOf(world, acme, vehicleId)).toHaveLength(25);
  });

  it('tells a page again when we were gone before we had noted it, and each position counts once', async () => {
    const armed = { times: 1 };
    const pages = [[samsaraPoint(90)], [samsaraPoint(60)]];
    const { world, acme, there } = await polling('samsara', playedSamsara(pages), forgetful(armed));
    const vehicleId = await reportingAs(acme, 'samsara:7');
    await expect(minute(world)).rejects.toThrow('The process is gone.');
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90)]);
    // Until then it is taken for somebody's who is still at it.
    await minute(world);
    expect(there.asked).toHaveLength(1);
    for (let minutes = 0; minutes < 3; minutes++) await minute(world);
    expect(there.asked.slice(0, 3).map(({ query }) => query.get('after'))).toEqual([null, null, 'cursor-1']);
    expect(await momentsOf(world, acme, vehicleId)).toEqual([ago(90), ago(60)]);
  });

  it('is asked by one worker at a time', async () => {
    const { world, there, connectionId } = await polling('samsara', playedSamsara([[samsaraPoint(90)]]));
    world.advance(60_000);
    const work = pollProvider.handler(world.services);
    await Promise.all([work({ connectionId }), work({ connectionId }), work({ connectionId })]);
    expect(there.asked).toHaveLength(1);
    await work({ connectionId });
    expect(there.asked).toHaveLength(1);
  });

  it('is not asked while the connection is paused, and then from where it stood; never again once it is ended', async () => {
    const { world, owner, there, connectionId } = await polling('samsara', playedSamsara([[samsaraPoint(90)]]));
    const change = async (verb: string) => {
      await owner.post(`provider-connections/${connectionId}/${verb}`);
      await world.runEvents();
      await minute(world);
      return there.asked.length;
    };
    await minute(world);
    expect(await change('pause')).toBe(1);
    expect(await change('resume')).toBe(2);
    expect(there.asked.at(-1)?.query.get('after')).toBe('cursor-1');
    expect(await change('disconnect')).toBe(2);
  });

  it('is left alone as soon as it is paused, though there is more', async () => {
    const pages = [[samsaraPoint(90)], [samsaraPoint(60)]];
    let pause = async (): Promise<void> => undefined;
    const { world, acme, owner, there, connectionId } = await polling('samsara', playedSamsara(pages), ({ bus }) => ({
      bus: {
        ...bus,
        async send(entity, messages) {
          if (entity === 'telemetry') await pause();
          return bus.send(entity, messages);
        },
      },
    }));
    await reportingAs(acme, 'samsara:7');
    pause = async () => {
      pause = async () => undefined;
      await owner.post(`provider-connections/${connectionId}/pause`);
      await world.runEvents();
    };
    await minute(world);
    expect(there.asked).toHaveLength(1);
  });

  it('reports for the vehicles of its own company only; what others say waits in quarantine', async () => {
    const { world, acme, owner } = await polling('samsara', playedSamsara([[samsaraPoint(90), samsaraPoint(80, '8')]]));
    const globex = await found(world, 'globex');
    const theirs = await reportingAs(globex, 'samsara:8');
    await reportingAs(acme, 'samsara:7');
    await minute(world);
    expect(await momentsOf(world, globex, theirs)).toEqual([]);
    await flushBehind(world.services);
    expect(itemsOf(await owner.get('quarantined-devices'))).toMatchObject([{ id: 'samsara:8', protocol: 'samsara' }]);
    expect(itemsOf(await globex.as('owner').get('quarantined-devices'))).toEqual([]);
  });
});
