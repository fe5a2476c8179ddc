import type { Ask } from './ask.ts';
import type { Fleet } from './seed.ts';

/** Something that is asked again and again, each time of another entity where that matters. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'command';
  ask(index: number): ReturnType<Ask>;
}

const FEED_PAGE = 1_000;

/** So many vehicles are asked for in turn, for what is measured on those that the instance knows. */
export const KNOWN = 20;

/** What is measured one by one, all of it in the largest company. */
export const operationsOf = (ask: Ask, { apiKey, vehicles }: Fleet): readonly Operation[] => {
  const known = (index: number) => vehicles[index % KNOWN];
  // From the far end of what is popular, and from the middle of it.
  const unknown = (index: number) => vehicles.at(-1 - index);
  const alsoUnknown = (index: number) => vehicles[Math.floor(vehicles.length / 2) + index];
  const read = (name: string, pathOf: (index: number) => string): Operation => ({
    name,
    kind: 'read',
    ask: (index) => ask('GET', pathOf(index), apiKey),
  });
  let since = '';
  return [
    read('get one, known to the instance', (index) => `vehicles/${known(index)}`),
    read('get one, not known', (index) => `vehicles/${unknown(index)}`),
    read('list of 50, filtered and sorted', () => 'vehicles?status=active&kind=van&sort=-modelYear&limit=50'),
    read('list of 50, searched', () => 'vehicles?search=99&limit=50'),
    {
      name: 'feed page of 1,000',
      kind: 'read',
      async ask() {
        const answer = await ask('GET', `feed/vehicles?limit=${FEED_PAGE}${since}`, apiKey);
        const { next, more } = JSON.parse(answer.text) as { next: string; more: boolean };
        since = more ? `&since=${next}` : '';
        return answer;
      },
    },
    read('fleet summary', () => 'fleet/summary'),
    read('history of one', (index) => `vehicles/${known(index)}/history`),
    read('one as it was', (index) => `vehicles/${known(index)}?asOf=${new Date().toISOString()}`),
    {
      name: 'PATCH, known to the instance',
      kind: 'command',
      ask: (index) => ask('PATCH', `vehicles/${known(index)}`, apiKey, { name: `Known ${index} ${Date.now()}` }),
    },
    {
      name: 'PATCH, not known',
      kind: 'command',
      ask: (index) => ask('PATCH', `vehicles/${alsoUnknown(index)}`, apiKey, { name: `Unknown ${index}` }),
    },
    {
      name: 'POST, a new vehicle',
      kind: 'command',
      ask: (index) => ask('POST', 'vehicles', apiKey, { name: `New ${index}`, kind: 'van' }),
    },
  ];
};
