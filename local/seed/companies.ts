/** Names of places and roles, not of people or companies. */
export const COMPANIES = [
  { id: 'ten_demo1', name: 'Demo fleet Rhine', series: 'rhine', vehicles: 31 },
  { id: 'ten_demo2', name: 'Demo fleet Baltic', series: 'baltic', vehicles: 21 },
] as const;

export type Company = (typeof COMPANIES)[number];

const ROLES = ['owner', 'dispatcher', 'viewer'] as const;

export const membersOf = ({ series }: Company) => ROLES.map((role) => ({ email: `${role}@${series}.example`, role }));
