import type { Replace } from '../../../shared/testing/world.ts';
import { app, type Company, found, reportingVehicle } from '../company.ts';

/** A company whose Ann drives Van 7 with its tracker, and whose Bob is free. */
export const scene = async (replace?: Replace) => {
  const world = app(replace);
  const acme: Company = await found(world, 'acme');
  const [ann, bob] = [await acme.join('ann', 'driver'), await acme.join('bob', 'driver')];
  const van = await reportingVehicle(acme, 'Van 7');
  const dispatcher = acme.as('dispatcher');
  await dispatcher.post(`vehicles/${van.vehicleId}/driver`, { driver: ann.email });

  const driverOf = async (vehicleId = van.vehicleId) =>
    ((await dispatcher.get(`vehicles/${vehicleId}/driver`)).body.driver as { email: string } | null)?.email ?? null;
  const handOver = (body: object = {}) =>
    dispatcher.post(`vehicles/${van.vehicleId}/hand-over`, { toDriver: bob.email, deviceId: van.deviceId, ...body });
  const sagaOf = async (id: unknown) => (await acme.as('owner').get(`ops/sagas/${id}`)).body;
  const send = (key: unknown) => world.ask('GET', `ingest/osmand/${key}?lat=49.01&lon=8.43`);
  const toldTo = async ({ client }: typeof ann) =>
    ((await client.get('me/notifications')).body.items as { what: string; calledOffAt?: string }[]).map(
      ({ what, calledOffAt }) => (calledOffAt ? `${what}, not any more` : what),
    );
  return { world, acme, ann, bob, van, dispatcher, driverOf, handOver, sagaOf, send, toldTo };
};

export type Scene = Awaited<ReturnType<typeof scene>>;
