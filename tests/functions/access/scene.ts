import { memberIdOf } from '../../../functions/access/contract.ts';
import { stampOf } from '../../../functions/access/principal.ts';
import type { World } from '../../../shared/testing/world.ts';
import { app, type Client, type Company, clientOf, found, signedIn } from '../company.ts';

export interface Scene {
  readonly world: World;
  readonly acme: Company;
  readonly owner: Client;
}

export const open = async (): Promise<Scene> => {
  const world = app();
  const acme = await found(world, 'acme');
  return { world, acme, owner: signIn(world, 'owner@acme.example').client };
};

export const idOf = (name: string, company = 'acme') => memberIdOf(`${name}@${company}.example`);

/** The headers of a session that has just begun, and the session. */
export const signIn = (world: World, email: string): { headers: Record<string, string>; client: Client } => {
  const stamp = stampOf(world.services.clock().getTime());
  const headers = signedIn(email, 'aad', [stamp]);
  return { headers, client: clientOf(world, headers) };
};
