import { z } from 'zod';

/** What others can hang on: a document on a vehicle, a renewal on a driver. */
export const SUBJECT_KINDS = ['company', 'vehicle', 'driver', 'place', 'renewal'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** A record of the company's, or the company itself. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Absent for the company. */
  readonly id?: string;
}

/** @param kinds of which something may be */
export const subjectOf = <const Kinds extends readonly [SubjectKind, ...SubjectKind[]]>(kinds: Kinds) =>
  z
    .strictObject({
      kind: z.enum(kinds),
      id: z.string().min(1).max(64).exactOptional().describe('Which one; absent for the company.'),
    })
    .refine(({ kind, id }) => (kind === 'company') === (id === undefined), {
      path: ['id'],
      message: 'The company has no id, everything else has one.',
    });

/** One text for each subject: stored fields that lists filter by are no objects. */
export const subjectKey = ({ kind, id = '' }: Subject): string => `${kind}:${id}`;
