import { type Patch, patched } from '../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { DRIVERS_VIEW, type DriverCard, type DriverEntry, memberDriversPartition } from './contract.ts';
import type { DriverEvent, Person } from './driver.ts';
import { evolveLicences, type LicenceEvent, type Licences } from './licences.ts';

/** The card with what only lists need. */
export interface StoredDriver extends DriverCard {
  /** Sorts without case. */
  readonly sortName: string;
  readonly licenceClasses: readonly string[];
  /** When the first licence expires, or `NEVER`. */
  readonly licenceExpiresOn: string;
}

/** The store sorts and compares only what is there. */
const NEVER = '9999-12-31';
export const ERASED_NAME = 'Erased driver';

const kept = (card: DriverCard): StoredDriver => ({
  ...card,
  sortName: card.name.toLowerCase(),
  licenceClasses: [...new Set(card.licences.flatMap(({ classes }) => classes))].sort(),
  licenceExpiresOn: card.licences.map(({ expiresOn }) => expiresOn).sort()[0] ?? NEVER,
});

const shownPerson = ({ name = ERASED_NAME, contacts = [], customFields = {}, ...person }: Partial<Person>) => ({
  name,
  contacts,
  customFields,
  ...person,
});

const personOf = ({ name, employeeNumber, email, phone, contacts, customFields }: DriverCard): Partial<Person> => ({
  name,
  contacts,
  customFields,
  ...(employeeNumber !== undefined && { employeeNumber }),
  ...(email !== undefined && { email }),
  ...(phone !== undefined && { phone }),
});

const withPerson = (card: DriverCard, patch: Patch<Person> = {}): DriverCard => {
  const { employeeNumber: _, email: __, phone: ___, ...rest } = card;
  return { ...rest, ...shownPerson(patched(personOf(card), patch)) };
};

const withLicences = (card: DriverCard, event: LicenceEvent): DriverCard => {
  const before: Licences = Object.fromEntries(card.licences.map(({ id, ...licence }) => [id, licence]));
  const after = evolveLicences(before, event);
  return { ...card, licences: Object.entries(after).map(([id, licence]) => ({ id, ...licence })) };
};

const next = (card: DriverCard, event: Exclude<DriverEvent, { type: 'DriverAdded' }>): DriverCard => {
  switch (event.type) {
    case 'DriverChanged':
      return withPerson({ ...card, tags: event.data.tags ?? card.tags }, event.data.personal);
    case 'DriverStatusSet': {
      const { status, since, personal } = event.data;
      const { statusReason: _, ...rest } = card;
      return { ...rest, status, statusSince: since, ...(personal && { statusReason: personal.reason }) };
    }
    case 'DriverMoved': {
      const { groupId: _, ...rest } = card;
      return event.data.groupId === null ? rest : { ...rest, groupId: event.data.groupId };
    }
    case 'DriverSignInLinked':
      return { ...card, memberId: event.data.memberId };
    case 'DriverSignInUnlinked': {
      const { memberId: _, ...rest } = card;
      return rest;
    }
    case 'DriverErased': {
      const { id, status, groupId, addedAt, statusSince } = card;
      return {
        ...{ id, status, addedAt, statusSince, erasedAt: event.data.erasedAt },
        ...(groupId !== undefined && { groupId }),
        ...{ tags: [], licences: [], ...shownPerson({}) },
      };
    }
    case 'LicenceAdded':
    case 'LicenceReplaced':
    case 'LicenceRemoved':
      return withLicences(card, event);
    default:
      return unknownEvent(event, card);
  }
};

export const driverCards: Projection<StoredDriver, DriverEvent> = {
  name: DRIVERS_VIEW,
  streams: 'driver-',
  apply(card, { event }) {
    if (event.type !== 'DriverAdded') return card && kept(next(card, event));
    const { driverId: id, personal = {}, addedAt, tags = [], ...links } = event.data;
    const started = { id, status: 'active', statusSince: addedAt, addedAt, tags, licences: [], ...links } as const;
    return kept({ ...started, ...shownPerson(personal) });
  },
  lookups: ({ id, memberId }, tenantId) =>
    memberId
      ? [{ pk: memberDriversPartition(tenantId), id: memberId, value: { driverId: id } satisfies DriverEntry }]
      : [],
};

/** What the API shows of a stored card. */
export const shown = ({
  sortName: _,
  licenceClasses: __,
  licenceExpiresOn: ___,
  ...card
}: Versioned<StoredDriver>): Versioned<DriverCard> => card;
