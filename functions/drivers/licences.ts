import type { Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';

/** What entitles somebody to drive: dates are `YYYY-MM-DD`. */
export interface Licence {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly classes: readonly string[];
  readonly issuedOn?: string;
  readonly expiresOn: string;
  readonly number?: string;
}

type Given = Licence & { licenceId: string; now: string };

type Add = Message<'AddLicence', Given>;
type Replace = Message<'ReplaceLicence', Given>;
type Remove = Message<'RemoveLicence', { licenceId: string; now: string }>;

export type LicenceCommand = Add | Replace | Remove;

type Recorded<At extends string> = Omit<Licence, 'number'> & { licenceId: string } & { [Name in At]: string } & {
  personal?: { readonly number: string };
};

type Added = Message<'LicenceAdded', Recorded<'addedAt'>>;
type Replaced = Message<'LicenceReplaced', Recorded<'replacedAt'>>;
type Removed = Message<'LicenceRemoved', { licenceId: string; removedAt: string }>;

export type LicenceEvent = Added | Replaced | Removed;

export type Licences = Readonly<Record<string, Licence>>;

const MAX_LICENCES = 10;

const licenceOf = (data: Added['data'] | Replaced['data']): Licence => {
  const { country, classes, issuedOn, expiresOn, personal } = data;
  return { country, classes, ...(issuedOn && { issuedOn }), expiresOn, ...personal };
};

export const evolveLicences = (licences: Licences, { type, data }: LicenceEvent): Licences => {
  switch (type) {
    case 'LicenceAdded':
    case 'LicenceReplaced':
      return { ...licences, [data.licenceId]: licenceOf(data) };
    case 'LicenceRemoved':
      return Object.fromEntries(Object.entries(licences).filter(([id]) => id !== data.licenceId));
    default:
      return unreachable(type);
  }
};

const recorded = ({ number, now: _, ...licence }: Given) => ({ ...licence, ...(number && { personal: { number } }) });

export const licenceAdded = (given: Given): LicenceEvent => ({
  type: 'LicenceAdded',
  data: { ...recorded(given), addedAt: given.now },
});

const isSame = (licence: Licence, { licenceId: _, now: __, ...wanted }: Given): boolean =>
  (['country', 'issuedOn', 'expiresOn', 'number'] as const).every((field) => licence[field] === wanted[field]) &&
  licence.classes.join() === wanted.classes.join();

const unknown = () => notFound('drivers/no-licence', 'The driver has no such licence.');

export const decideLicence = ({ type, data }: LicenceCommand, licences: Licences): LicenceEvent[] => {
  const licence = licences[data.licenceId];
  switch (type) {
    case 'AddLicence':
      if (licence) return [];
      if (Object.keys(licences).length >= MAX_LICENCES)
        throw conflict('drivers/too-many-licences', `A driver has ${MAX_LICENCES} licences at most.`);
      return [licenceAdded(data)];
    case 'ReplaceLicence':
      if (!licence) throw unknown();
      return isSame(licence, data)
        ? []
        : [{ type: 'LicenceReplaced', data: { ...recorded(data), replacedAt: data.now } }];
    case 'RemoveLicence':
      return licence ? [{ type: 'LicenceRemoved', data: { licenceId: data.licenceId, removedAt: data.now } }] : [];
    default:
      return unreachable(type);
  }
};
