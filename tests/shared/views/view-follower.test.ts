import { CosmosClient } from '@azure/cosmos';
import containers from '../../../infra/containers.json' with { type: 'json' };
import { fieldsOf } from '../../../infra/tools/account.ts';
import { createContainers } from '../../../local/cosmos/containers.ts';
import { startCosmos } from '../../../local/cosmos/server.ts';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { cosmosDocuments } from '../../../shared/documents/cosmos-documents.ts';
import { partitionOf } from '../../../shared/views/generations.ts';
import { viewFollower } from '../../../shared/views/view-follower.ts';

interface Doc {
  readonly id: string;
  readonly name: string;
}

let cosmos: StandIn;
let client: CosmosClient;
beforeAll(async () => {
  cosmos = await startCosmos();
  await createContainers(cosmos.connection, containers);
  client = new CosmosClient(cosmos.connection);
});
afterAll(async () => {
  client.dispose();
  await cosmos.close();
});

/** A view of a company of its own, of which another generation may come to serve. */
const open = (tenantId: string) => {
  const kept = cosmosDocuments(client.database(containers.database).container('views'), fieldsOf('views'));
  const state = { serving: 1, pages: 0 };
  const generations = { serving: async () => state.serving, of: async () => ({ serving: state.serving }) };
  const views = {
    ...kept,
    in: (tenant: string, view = '') => {
      const partition = kept.in(tenant, partitionOf(view, state.serving));
      return {
        ...partition,
        changes: <One extends object>(since: number, limit: number) => {
          state.pages += 1;
          return partition.changes<One>(since, limit);
        },
      };
    },
  };
  const put = (names: Readonly<Record<string, string>>, generation = 1) =>
    kept.putMany(
      tenantId,
      Object.entries(names).map(([id, name]) => ({
        path: [partitionOf('things', generation)],
        id,
        doc: { name },
      })),
    );
  const follow = viewFollower<Doc>({ views, generations }, tenantId, 'things');
  /** What was handed over, and whether it was all there is. */
  const news = async () => {
    let anew = false;
    const docs: Doc[] = [];
    await follow(async (page, isAnew) => {
      anew ||= isAnew;
      docs.push(...page);
    });
    return { anew, names: docs.map(({ name }) => name).sort() };
  };
  return { state, put, follow, news };
};

describe('whoever follows a view', () => {
  it('gets all of it in few pages, then what has changed in one', async () => {
    const { state, put, news } = open('ten_a');
    expect(await news()).toEqual({ anew: true, names: [] });
    const many = Object.fromEntries(Array.from({ length: 2_300 }, (_, index) => [`t_${index}`, `Thing ${index}`]));
    await put(many);
    expect((await news()).names).toHaveLength(2_300);
    expect(await news()).toEqual({ anew: false, names: [] });
    state.pages = 0;
    await put({ t_7: 'Changed', t_new: 'New' });
    expect(await news()).toEqual({ anew: false, names: ['Changed', 'New'] });
    expect(state.pages).toBe(1);
    const late = open('ten_a');
    expect((await late.news()).names).toHaveLength(2_301);
    expect(late.state.pages).toBe(4);
  });

  it('gets all of it anew when it was rebuilt, also when that happens meanwhile', async () => {
    const { state, put, follow, news } = open('ten_b');
    await put({ t_1: 'One', t_2: 'Two' });
    expect((await news()).names).toEqual(['One', 'Two']);
    await put({ t_1: 'One anew' }, 2);
    state.serving = 2;
    expect(await news()).toEqual({ anew: true, names: ['One anew'] });
    expect(await news()).toEqual({ anew: false, names: [] });
    await put({ t_1: 'One again' }, 3);
    const taken: [string[], boolean][] = [];
    await follow(async (docs, anew) => {
      state.serving = 3;
      taken.push([docs.map(({ name }) => name), anew]);
    });
    expect(taken).toEqual([
      [[], false],
      [['One again'], true],
      [[], false],
    ]);
  });

  it('gets again what it could not take', async () => {
    const { put, follow, news } = open('ten_c');
    await put({ t_1: 'One' });
    const refusing = follow(async () => {
      throw new Error('Not now.');
    });
    await expect(refusing).rejects.toThrow('Not now.');
    expect(await news()).toEqual({ anew: true, names: ['One'] });
    await put({ t_1: 'Uno' });
    await expect(follow(() => Promise.reject(new Error('Not now.')))).rejects.toThrow('Not now.');
    expect(await news()).toEqual({ anew: false, names: ['Uno'] });
  });
});
