import { insist, onceEach, type Strand, type Surroundings, settled } from './strand.ts';

const WITHIN_MS = 15_000;
const RENAMES = 3;

interface Vehicle {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}
interface Entry {
  readonly type: string;
  readonly data: { readonly name?: string };
}
interface List<Item> {
  readonly items: readonly Item[];
}

/** Registers vehicles and renames each a few times. A command that was not answered is sent again, so it must not count twice. */
export const commands = ({ call }: Surroundings, name: string): Strand => {
  /** By vehicle: the names it was given, in order. */
  const ledger = new Map<string, string[]>();
  let acknowledged = 0;

  const examined = async (vehicleId: string, names: readonly string[]): Promise<string[]> => {
    const history = await call<List<Entry>>('GET', `vehicles/${vehicleId}/history`);
    const vehicle = await call<Vehicle>('GET', `vehicles/${vehicleId}`);
    const listed = await call<List<Vehicle>>('GET', `vehicles?search=${encodeURIComponent(names.at(-1) ?? '')}`);
    const given = history.body.items?.map(({ data }) => data.name ?? '') ?? [];
    return [
      ...onceEach(`events of ${vehicleId}`, names, given),
      ...(given.join() === names.join() ? [] : [`the events of ${vehicleId} are ${given.join()}, not ${names.join()}`]),
      ...(vehicle.body.name === names.at(-1) ? [] : [`${vehicleId} is called ${vehicle.body.name}`]),
      ...onceEach('vehicles in the list', [vehicleId], listed.body.items?.map(({ id }) => id) ?? []),
    ];
  };

  return {
    name: `commands ${name}`,
    async run(until) {
      for (let number = 0; !until.aborted; number += 1) {
        const first = `${name} ${number}`;
        const { status, body } = await insist(() => call<Vehicle>('POST', 'vehicles', { body: { name: first } }));
        if (status !== 201) throw new Error(`Registering was answered with ${status}.`);
        const names = [first];
        ledger.set(body.id, names);
        acknowledged += 1;
        for (let rename = 1; rename <= RENAMES && !until.aborted; rename += 1) {
          const next = `${first}.${rename}`;
          const answer = await insist(() => call('POST', `vehicles/${body.id}/rename`, { body: { name: next } }));
          if (answer.status !== 200) throw new Error(`Renaming was answered with ${answer.status}.`);
          names.push(next);
          acknowledged += 1;
        }
      }
    },
    async problems() {
      const findings: string[] = [];
      for (const [vehicleId, names] of ledger)
        findings.push(...(await settled(() => examined(vehicleId, names), WITHIN_MS)));
      return findings;
    },
    acknowledged: () => acknowledged,
  };
};
