import { membership, membershipStream } from '../../../functions/access/membership.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import type { Answer } from '../../../shared/testing/world.ts';
import { app, type Client, found, itemsOf } from '../company.ts';

const RUN = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };

/** A company at work. */
export const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  return { world, acme, mia: acme.as('dispatcher') };
};

/** A company with a small tree of groups, and somebody who is limited to the north of it. */
export const openWithGroups = async () => {
  const scene = await open();
  const { world, acme } = scene;
  const add = async (name: string, parentId?: string) =>
    String((await acme.as('owner').post('groups', { name, ...(parentId && { parentId }) })).body.id);
  const north = await add('North');
  const [harbour, south] = [await add('Harbour', north), await add('South')];
  const { email, client: ned } = await acme.join('ned', 'dispatcher');
  const limit = { type: 'Limit', data: { groups: [north], by: 'owner', now: RUN.at } } as const;
  await execute(membership)(world.services.streams, membershipStream(acme.tenantId, email), limit, RUN);
  return { ...scene, ned, north, harbour, south };
};

export const register = async (client: Client, name: string, more: object = {}): Promise<string> => {
  const { status, body } = await client.post('vehicles', { name, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body.id);
};

export const namesOf = (answer: Answer) => itemsOf(answer).map(({ name }) => name);
