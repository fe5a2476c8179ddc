import { ROLES } from '../../../functions/access/contract.ts';
import { stampOf } from '../../../functions/access/principal.ts';
import type { Replace, World } from '../../../shared/testing/world.ts';
import { app, type Company, found, signedIn } from '../company.ts';
import { type Asking, asking, openBranch, openOffice, type Place, type Values } from './branch.ts';

/** So many requests are made at one moment that the limits would be in the way. */
export const tirelessApp = (replace: Replace = () => ({})): World =>
  app((services) => ({
    settings: { ...services.settings, limits: { apiPerMinute: 1e9, ingestPerMinute: 1e9 } },
    ...replace(services),
  }));

/** Somebody who is signed in so lately that no end of all sessions ends theirs. */
export const freshlySignedIn = (email: string) => signedIn(email, 'aad', [stampOf(Date.parse('2099-01-01'))]);

/** A company with a branch, and everything else that a company has. */
export interface Established {
  readonly company: Company;
  readonly ask: Asking;
  readonly owner: Readonly<Record<string, string>>;
  readonly values: Values;
}

/** @param place of its branch; the company's name is the first word of the label. */
export const establish = async (world: World, place: Place): Promise<Established> => {
  const name = (place.label.split(' ')[0] ?? '').toLowerCase();
  const company = await found(world, name);
  for (const role of ROLES) await company.admit(`${role}@${name}.example`, role);
  const owner = freshlySignedIn(`owner@${name}.example`);
  const ask = asking(world, owner);
  const office = await openOffice(company, ask, place.label);
  const branch = await openBranch(world, company, ask, place);
  await world.runEvents();
  return { company, ask, owner, values: { ...office, ...branch } };
};
