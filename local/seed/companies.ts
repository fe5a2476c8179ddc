/** Names of places and roles, not of people or companies. */
export const COMPANIES = [
  { id: 'ten_demo1', name: 'Demo fleet Rhine', series: 'rhine', vehicles: 31 },
  { id: 'ten_demo2', name: 'Demo fleet Baltic', series: 'baltic', vehicles: 21 },
] as const;

export type Company = (typeof COMPANIES)[number];

/** Two drivers, so that a vehicle can be handed over from one to the other. */
const MEMBERS = {
  owner: 'owner',
  dispatcher: 'dispatcher',
  viewer: 'viewer',
  driver: 'driver',
  'driver.two': 'driver',
} as const;

export const membersOf = ({ series }: Company) =>
  Object.entries(MEMBERS).map(([name, role]) => ({ email: `${name}@${series}.example`, role }));
