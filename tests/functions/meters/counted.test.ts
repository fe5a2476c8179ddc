import type { Meter } from '../../../functions/meters/contract.ts';
import { type CountedAt, countingRecorder } from '../../../functions/meters/count-meters.ts';
import type { Counts } from '../../../functions/meters/counted.ts';
import { MEASURED } from '../../../functions/telemetry/contract.ts';
import { type FactOf, factId, type Told } from '../../../functions/telemetry/facts.ts';
import { app, found, itemsOf } from '../company.ts';

const DAY_MS = 86_400_000;
type Fact = FactOf<'meters-counted'>;

const POSITIONS = { odometerBy: 'positions', engineBy: 'movement' } as const;
const DEVICE = { odometerBy: 'device', engineBy: 'device' } as const;

/** A vehicle whose tracker tells once a day what it has counted; `counts` is what it had counted at other moments. */
const scene = async (counts: CountedAt = async () => undefined) => {
  const asked: number[] = [];
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const vehicleId = String((await owner.post('vehicles', { name: 'Van 7' })).body.id);
  const now = world.services.clock().getTime();
  const recorder = countingRecorder((services, tenantId, id, at) => {
    asked.push(at);
    return counts(services, tenantId, id, at);
  });
  const fact = (day: number, changes: Partial<Counts> = {}): Fact => ({
    ...{ type: 'meters-counted', id: factId('meters', vehicleId, day), vehicleId, at: now + day * DAY_MS },
    ...{ odometer: 1_000_000 + day * 50_000, engineSeconds: 0, ...POSITIONS },
    ...changes,
  });
  const until = (at: number) => world.advance(Math.max(0, at - world.services.clock().getTime()));
  const tell = async (fact: Fact, change: Told['change'] = 'found') => {
    until(fact.at);
    const at = world.services.clock().toISOString();
    const cause = { at, actor: MEASURED, correlationId: 'drain' };
    await recorder.settle(world.services, acme.tenantId, { change, fact }, cause);
  };
  const read = (value: number, day: number, meter: Meter = 'odometer') => {
    const at = now + day * DAY_MS;
    until(at);
    return owner.post(`vehicles/${vehicleId}/meters`, { meter, value, at: new Date(at).toISOString() });
  };
  const readings = async () =>
    itemsOf(await owner.get(`vehicles/${vehicleId}/meters`)).map(({ meter, value, source, void: doubt }) => [
      ...[meter, value, source, ...(doubt ? [(doubt as { reason: string }).reason] : [])],
    ]);
  const odometer = async () => {
    const { meters } = (await owner.get(`vehicles/${vehicleId}`)).body as {
      meters: { odometer?: { value: number; source: string } };
    };
    return meters.odometer && [meters.odometer.value, meters.odometer.source];
  };
  return { world, acme, owner, vehicleId, now, asked, recorder, fact, tell, read, readings, odometer };
};

describe('what a device counts', () => {
  it('says nothing of a meter that nobody has ever read, when it is added up', async () => {
    const { fact, tell, readings, asked } = await scene();
    await tell(fact(1));
    expect(await readings()).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is what the meter shows, when the vehicle itself tells it', async () => {
    const { fact, tell, readings, odometer } = await scene();
    await tell(fact(1, { ...DEVICE, odometer: 84_000_499.6, engineSeconds: 7_200.4 }));
    expect(await odometer()).toEqual([84_000_500, 'device']);
    expect(await readings()).toEqual([
      ['engineHours', 7_200, 'device'],
      ['odometer', 84_000_500, 'device'],
    ]);
  });

  it('goes on from what a person has read, and then from itself', async () => {
    const counts = async () => ({ odometer: 1_010_000, engineSeconds: 0, ...POSITIONS });
    const { fact, tell, read, odometer, asked, now } = await scene(counts);
    await read(84_000_000, 0);
    await tell(fact(1));
    // 1,050,000 by then, 1,010,000 when it was read.
    expect(await odometer()).toEqual([84_040_000, 'device']);
    expect(asked).toEqual([now]);
    await tell(fact(2));
    expect(await odometer()).toEqual([84_090_000, 'device']);
    expect(asked).toHaveLength(1);
    await read(84_200_000, 2.5);
    await tell(fact(3, { odometer: 1_015_000 }));
    expect(await odometer()).toEqual([84_205_000, 'device']);
  });

  it('is told once, and not at all by a vehicle that has stood', async () => {
    const counts = async () => ({ odometer: 1_000_000, engineSeconds: 0, ...POSITIONS });
    const { fact, tell, read, readings } = await scene(counts);
    await read(84_000_000, 0);
    await tell(fact(1));
    await tell(fact(1));
    await tell(fact(2, { odometer: 1_050_000 }));
    expect(await readings()).toEqual([
      ['odometer', 84_050_000, 'device'],
      ['odometer', 84_000_000, 'manual'],
    ]);
  });

  it('is left out when nobody knows what had been counted, or it was counted in another way', async () => {
    const counts = async () => ({ odometer: 1_000_000, engineSeconds: 0, ...DEVICE });
    for (const known of [undefined, counts]) {
      const { fact, tell, read, odometer } = await scene(known);
      await read(84_000_000, 0);
      await tell(fact(1));
      expect(await odometer()).toEqual([84_000_000, 'manual']);
    }
  });

  it('is corrected and taken back with what it was counted from', async () => {
    const { fact, tell, readings } = await scene();
    const real = (odometer: number) => fact(1, { ...DEVICE, odometer });
    await tell(real(84_000_000));
    await tell(real(84_001_000), 'corrected');
    await tell(real(84_001_000), 'corrected');
    const voided = ['odometer', 84_000_000, 'device', 'voided'];
    expect((await readings()).filter(([meter]) => meter === 'odometer')).toEqual([
      ['odometer', 84_001_000, 'device'],
      voided,
    ]);
    await tell(real(84_001_000), 'withdrawn');
    expect((await readings()).filter((one) => one.length === 3)).toEqual([]);
  });

  it('is doubted once when it contradicts what people read, and not every day', async () => {
    const { fact, tell, read, readings } = await scene();
    await read(84_000_000, 0);
    for (const day of [1, 2, 3]) await tell(fact(day, { odometerBy: 'device', odometer: 50_000_000 + day * 1_000 }));
    expect(await readings()).toEqual([
      ['odometer', 50_001_000, 'device', 'below-earlier'],
      ['odometer', 84_000_000, 'manual'],
    ]);
  });

  it('gives way to a person who reads the meter, unless it is the vehicle’s own and far off', async () => {
    const counts = async () => ({ odometer: 1_000_000, engineSeconds: 0, ...POSITIONS });
    const { fact, tell, read, readings, odometer } = await scene(counts);
    await read(84_000_000, 0);
    await tell(fact(1));
    expect((await read(84_049_000, 1.5)).body).not.toHaveProperty('void');
    expect(await odometer()).toEqual([84_049_000, 'manual']);
    expect(await readings()).toContainEqual(['odometer', 84_050_000, 'device', 'voided']);
    // A slip of a person's is doubted as ever.
    expect((await read(8_404_900, 1.6)).body).toMatchObject({ void: { reason: 'below-earlier' } });

    const own = await scene();
    await own.tell(own.fact(1, { ...DEVICE, odometer: 84_000_700 }));
    expect((await own.read(80_000_000, 1.5)).body).toMatchObject({ void: { reason: 'below-earlier' } });
    expect((await own.read(84_000_000, 1.6)).body).not.toHaveProperty('void');
  });

  it('takes four requests a day', async () => {
    const { world, acme, fact, tell, recorder } = await scene();
    await tell(fact(1, DEVICE));
    let requests = 0;
    const { services } = world;
    const counting = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) => {
            requests += 1;
            return Reflect.apply(member, target, args);
          };
        },
      });
    const cause = { at: services.clock().toISOString(), actor: MEASURED, correlationId: 'drain' };
    const told = { change: 'found', fact: fact(2, DEVICE) } as const;
    await recorder.settle({ ...services, streams: counting(services.streams) }, acme.tenantId, told, cause);
    // With each append, its view is read and written.
    expect(requests).toBe(2);
  });
});
