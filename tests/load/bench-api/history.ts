import type { VehicleCommand, VehicleEvent } from '../../../functions/vehicles/vehicle.ts';
import { vehicle } from '../../../functions/vehicles/vehicle.ts';

export const DAY_MS = 86_400_000;

const KINDS = ['van', 'van', 'car', 'truck', 'trailer'] as const;
const MAKES = ['Mercedes-Benz', 'Volkswagen', 'Ford', 'Renault', 'MAN'];

/** Another number than there are kinds and makes, so that each kind is found in each status. */
const STEPS = 7;

/** What happens to the vehicle after it was registered; each command changes something. */
const commandAt = (step: number, name: string, now: string): VehicleCommand => {
  switch (step % STEPS) {
    case 0:
      return { type: 'SetStatus', data: { status: 'in-shop', reason: `Inspection ${step}`, now } };
    case 1:
      return { type: 'SetStatus', data: { status: 'active', now } };
    case 2:
      return { type: 'Describe', data: { patch: { plate: `WF ${name} ${step}` }, now } };
    case 3:
    case 4:
    case 5:
      return { type: 'Tag', data: { tags: [`tour-${step}`], now } };
    default:
      return { type: 'Rename', data: { name: `${name} (${step})`, now } };
  }
};

/** The life of a vehicle as its own rules decide it: one event after the other, days apart, until now. */
export const historyOf = (index: number, vehicleId: string, groupId: string, events: number): VehicleEvent[] => {
  const name = `Vehicle ${String(index).padStart(5, '0')}`;
  const at = (step: number) =>
    new Date(Date.now() - (events - step) * 7 * DAY_MS - (index % 1_000) * 1_000).toISOString();
  const registration = {
    vehicleId,
    name,
    kind: KINDS[index % KINDS.length] ?? 'van',
    make: MAKES[(index * 7) % MAKES.length] ?? 'Ford',
    modelYear: 2015 + (index % 11),
    tags: [],
    customFields: {},
    groupId,
  };
  const history: VehicleEvent[] = [];
  let state = vehicle.initial;
  const handle = (command: VehicleCommand) => {
    const decided = vehicle.decide(command, state);
    state = decided.reduce(vehicle.evolve, state);
    history.push(...decided);
  };
  handle({ type: 'Register', data: { ...registration, now: at(0) } });
  for (let step = 1; history.length < events; step += 1) handle(commandAt(step + index, name, at(history.length)));
  return history;
};
