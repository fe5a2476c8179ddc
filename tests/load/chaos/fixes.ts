import { vehicleWithDevice } from '../../e2e/support/client.ts';
import { insist, onceEach, type Strand, type Surroundings, settled } from './strand.ts';

const WITHIN_MS = 30_000;
const PAGE = 5_000;

interface Page {
  readonly items: readonly { readonly at: string }[];
  readonly nextCursor?: string;
}

/** A device that sends fixes one second apart, one after the other, each until it is answered. */
export const fixes = async ({ call, api }: Surroundings, name: string): Promise<Strand> => {
  const { vehicleId, key } = await vehicleWithDevice(call, name);
  const start = Math.floor(Date.now() / 1000) - 7_200;
  const kept: string[] = [];

  const history = async () => {
    const instants: string[] = [];
    for (let cursor = ''; ; ) {
      const { status, body } = await call<Page>('GET', `vehicles/${vehicleId}/positions?limit=${PAGE}${cursor}`);
      if (status !== 200) throw new Error(`the history answers ${status}`);
      instants.push(...body.items.map(({ at }) => at));
      if (!body.nextCursor) return instants;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };

  return {
    name: `fixes of ${name}`,
    async run(until) {
      for (let second = start; !until.aborted; second += 1) {
        const { status } = await insist(async () => {
          const url = `${api}/api/v1/ingest/osmand/${key}?lat=50&lon=${7 + (second - start) / 1e5}&timestamp=${second}`;
          const response = await fetch(url);
          return { status: response.status, body: await response.text() };
        });
        if (status !== 202) throw new Error(`A fix was answered with ${status}.`);
        kept.push(new Date(second * 1000).toISOString());
      }
    },
    problems: () => settled(async () => onceEach(`fixes of ${name}`, kept, await history()), WITHIN_MS),
    acknowledged: () => kept.length,
  };
};
