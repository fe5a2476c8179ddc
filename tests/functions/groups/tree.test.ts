import fc from 'fast-check';
import { MAX_DEPTH, MAX_GROUPS } from '../../../functions/groups/contract.ts';
import { groupTree, type Tree, type TreeCommand, type TreeEvent } from '../../../functions/groups/tree.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const { given } = specOf(groupTree);

const added = (groupId: string, parentId: string | null = null, name = groupId): TreeEvent => ({
  type: 'GroupAdded',
  data: { groupId, name, parentId, addedAt: now },
});
const archived = (groupId: string): TreeEvent => ({ type: 'GroupArchived', data: { groupId, archivedAt: now } });
const add = (groupId: string, parentId: string | null = null, name = groupId): TreeCommand => ({
  type: 'Add',
  data: { groupId, name, parentId, now },
});
const rename = (groupId: string, name: string): TreeCommand => ({ type: 'Rename', data: { groupId, name, now } });
const move = (groupId: string, parentId: string | null): TreeCommand => ({
  type: 'Move',
  data: { groupId, parentId, now },
});
const archive = (groupId: string): TreeCommand => ({ type: 'Archive', data: { groupId, now } });

/** A chain of groups, each below the one before. */
const chain = (length: number) =>
  Array.from({ length }, (_, index) => added(`g${index}`, index > 0 ? `g${index - 1}` : null));

describe('adding a group', () => {
  it('puts it at the top or below another', () => {
    given().when(add('north')).thenRecords(added('north'));
    given(added('north')).when(add('depot', 'north')).thenRecords(added('depot', 'north'));
  });
  it('does nothing when it is there', () => given(added('north')).when(add('north')).thenNothing());
  it('needs a parent that is there', () => {
    given().when(add('depot', 'north')).thenRefuses('groups/unknown');
    given(added('north'), archived('north')).when(add('depot', 'north')).thenRefuses('groups/unknown');
  });
  it('does not take the name of a sibling, however it is written', () => {
    given(added('a', null, 'Nord'))
      .when(add('b', null, 'NORD'))
      .thenRefuses('groups/name-taken');
    given(added('a', null, 'Süd'))
      .when(add('b', null, 'Süd'.normalize('NFD')))
      .thenRefuses('groups/name-taken');
  });
  it('may take a name from elsewhere, or that of a sibling that is archived', () => {
    given(added('a', null, 'Nord'))
      .when(add('b', 'a', 'Nord'))
      .thenRecords(added('b', 'a', 'Nord'));
    given(added('a', null, 'Nord'), archived('a'))
      .when(add('b', null, 'Nord'))
      .thenRecords(added('b', null, 'Nord'));
  });
  it(`goes ${MAX_DEPTH} deep`, () => {
    given(...chain(MAX_DEPTH - 1))
      .when(add('last', `g${MAX_DEPTH - 2}`))
      .thenRecords(added('last', `g${MAX_DEPTH - 2}`));
    given(...chain(MAX_DEPTH))
      .when(add('last', `g${MAX_DEPTH - 1}`))
      .thenRefuses('groups/too-deep');
  });
  it(`is possible ${MAX_GROUPS} times; archived ones do not count`, () => {
    const full = Array.from({ length: MAX_GROUPS }, (_, index) => added(`g${index}`));
    given(...full)
      .when(add('one-more'))
      .thenRefuses('groups/too-many');
    given(...full, archived('g7'))
      .when(add('one-more'))
      .thenRecords(added('one-more'));
  });
});

describe('renaming a group', () => {
  it('gives it another name', () =>
    given(added('a'))
      .when(rename('a', 'South'))
      .thenRecords({ type: 'GroupRenamed', data: { groupId: 'a', name: 'South', renamedAt: now } }));
  it('may change how it is written', () =>
    given(added('a', null, 'south'))
      .when(rename('a', 'South'))
      .thenRecords({ type: 'GroupRenamed', data: { groupId: 'a', name: 'South', renamedAt: now } }));
  it('does nothing when it has that name', () => given(added('a')).when(rename('a', 'a')).thenNothing());
  it('does not take the name of a sibling', () =>
    given(added('a'), added('b')).when(rename('a', 'B')).thenRefuses('groups/name-taken'));
  it('needs a group that is there', () => {
    given().when(rename('a', 'South')).thenRefuses('groups/not-found');
    given(added('a'), archived('a')).when(rename('a', 'South')).thenRefuses('groups/not-found');
  });
});

describe('moving a group', () => {
  it('takes it elsewhere, with all that is below it', () =>
    given(added('a'), added('b'), added('c', 'a'))
      .when(move('c', 'b'))
      .thenRecords({ type: 'GroupMoved', data: { groupId: 'c', parentId: 'b', movedAt: now } }));
  it('does nothing when it is there', () => given(added('a'), added('b', 'a')).when(move('b', 'a')).thenNothing());
  it('never makes a circle', () => {
    given(...chain(3))
      .when(move('g0', 'g2'))
      .thenRefuses('groups/cycle');
    given(...chain(3))
      .when(move('g1', 'g1'))
      .thenRefuses('groups/cycle');
  });
  it('counts what is below it against the depth', () => {
    given(...chain(MAX_DEPTH), added('other'))
      .when(move('g0', 'other'))
      .thenRefuses('groups/too-deep');
    given(...chain(MAX_DEPTH), added('other'))
      .when(move('g1', 'other'))
      .thenRecords({ type: 'GroupMoved', data: { groupId: 'g1', parentId: 'other', movedAt: now } });
  });
  it('does not go where its name is taken', () =>
    given(added('a'), added('b', 'a', 'Depot'), added('c', null, 'depot'))
      .when(move('c', 'a'))
      .thenRefuses('groups/name-taken'));
});

describe('archiving a group', () => {
  it('ends it', () => given(added('a')).when(archive('a')).thenRecords(archived('a')));
  it('does nothing twice', () => given(added('a'), archived('a')).when(archive('a')).thenNothing());
  it('waits until nothing is below it', () => {
    given(added('a'), added('b', 'a')).when(archive('a')).thenRefuses('groups/has-children');
    given(added('a'), added('b', 'a'), archived('b')).when(archive('a')).thenRecords(archived('a'));
  });
  it('needs a group', () => given().when(archive('a')).thenRefuses('groups/not-found'));
});

const ID = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
const PARENT = fc.option(ID, { nil: null });
const NAME = fc.constantFrom('North', 'north', 'South', 'Depot 1', 'DEPOT 1', 'Depot 2');
const COMMAND: fc.Arbitrary<TreeCommand> = fc.oneof(
  fc.tuple(ID, PARENT, fc.oneof(NAME, fc.uuid())).map(([id, parentId, name]) => add(id, parentId, name)),
  fc.tuple(ID, NAME).map(([id, name]) => rename(id, name)),
  fc.tuple(ID, PARENT).map(([id, parentId]) => move(id, parentId)),
  ID.map(archive),
);

/** What the rules allowed of these commands. */
const afterAll = (commands: readonly TreeCommand[]): Tree =>
  commands.reduce<Tree>(
    (tree, command) => {
      try {
        return groupTree.decide(command, tree).reduce(groupTree.evolve, tree);
      } catch (error) {
        if (!(error instanceof FleetError)) throw error;
        return tree;
      }
    },
    fold(groupTree, []),
  );

const depthOf = (tree: Tree, id: string, seen: readonly string[] = []): number => {
  if (seen.includes(id)) return Number.POSITIVE_INFINITY;
  const parentId = tree.get(id)?.parentId ?? null;
  return parentId === null ? 1 : 1 + depthOf(tree, parentId, [...seen, id]);
};

describe('whatever is done to it', () => {
  it('the tree has no circle, is not too deep, has no two siblings of a name, and nothing in use below what is not', () =>
    fc.assert(
      fc.property(fc.array(COMMAND, { maxLength: 60 }), (commands) => {
        const tree = afterAll(commands);
        const inUse = [...tree].filter(([, { archivedAt }]) => !archivedAt);
        for (const [id, { parentId }] of inUse) {
          expect(depthOf(tree, id)).toBeLessThanOrEqual(MAX_DEPTH);
          if (parentId !== null) expect(tree.get(parentId)).not.toHaveProperty('archivedAt');
        }
        const places = inUse.map(([, { parentId, name }]) => `${parentId}/${name.toLowerCase()}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    ));
});
