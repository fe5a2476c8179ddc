import { z } from 'zod';
import { Money } from '../../shared/kernel/money.ts';
import { Line, Text } from '../../shared/kernel/text.ts';
import { subjectOf } from '../subjects/contract.ts';

export const RENEWAL_KINDS = [
  'registration',
  'insurance',
  'inspection',
  'licence',
  'permit',
  'lease',
  'other',
] as const;
export const RENEWAL_STATES = ['ok', 'due-soon', 'overdue', 'done', 'cancelled'] as const;
export type RenewalState = (typeof RENEWAL_STATES)[number];

const Id = z.string().min(1).max(64);

export const SUBJECTS = ['vehicle', 'driver', 'place', 'company'] as const;
export const RenewalSubject = subjectOf(SUBJECTS).meta({
  id: 'RenewalSubject',
  description: 'What has to be renewed for.',
});
export type RenewalSubject = Readonly<z.infer<typeof RenewalSubject>>;

/** Days before it is due, the earliest first. */
const RemindDays = z
  .array(z.int().min(0).max(365))
  .min(1)
  .max(10)
  .transform((days) => [...new Set(days)].sort((a, b) => b - a));

const fields = {
  kind: z.enum(RENEWAL_KINDS),
  title: Line(120),
  dueOn: z.iso.date().describe('The last day on which all is well.'),
  remindDaysBefore: RemindDays.describe(
    'How many days before it is due somebody is reminded; from the first on it is due soon.',
  ),
  repeatsMonths: z.int().min(1).max(120).describe('It comes again so many months after it was due.'),
  cost: Money,
  notes: Text(2_000),
  documentIds: z.array(Id).max(20),
  notify: z
    .array(Id)
    .max(20)
    .describe('The members to remind; without it, those who run the company and its dispatchers.'),
};

const { kind, title, dueOn, remindDaysBefore, ...optional } = fields;

export const AddRenewalBody = z.strictObject({
  subject: RenewalSubject,
  kind,
  title,
  dueOn,
  remindDaysBefore: remindDaysBefore.default([30, 7, 1]),
  ...z.object(optional).partial().shape,
});

const { repeatsMonths, cost, notes, documentIds, notify } = optional;

/** A merge patch: `null` removes. */
export const ChangeRenewalBody = z.strictObject({
  kind: kind.optional(),
  title: title.optional(),
  dueOn: dueOn.optional(),
  remindDaysBefore: remindDaysBefore.optional(),
  repeatsMonths: repeatsMonths.nullish(),
  cost: cost.nullish(),
  notes: notes.nullish(),
  documentIds: documentIds.nullish(),
  notify: notify.nullish(),
});

export const CompleteRenewalBody = z.strictObject({
  on: z.iso.date().optional().describe('The day on which it was done; today unless told.'),
  nextDueOn: z.iso
    .date()
    .optional()
    .describe(
      'When it is due again: a new renewal is made. Without it, one that repeats is due so many months after it was.',
    ),
  cost: Money.optional(),
});

export const SnoozeRenewalBody = z.strictObject({
  until: z.iso.date().describe('Nobody is reminded before this day.'),
});
export const CancelRenewalBody = z.strictObject({ reason: Line(200).optional() }).optional();

export const RenewalRecord = z
  .strictObject({
    id: z.string(),
    subject: RenewalSubject,
    ...z.object(fields).partial().shape,
    kind,
    title,
    dueOn,
    remindDaysBefore: z.array(z.int()).readonly(),
    documentIds: z.array(Id).readonly().exactOptional(),
    notify: z.array(Id).readonly().exactOptional(),
    repeatsMonths: repeatsMonths.exactOptional(),
    cost: cost.exactOptional(),
    notes: notes.exactOptional(),
    status: z.enum(['open', 'done', 'cancelled']),
    follows: z
      .strictObject({ kind: z.enum(['licence', 'document']), id: z.string() })
      .exactOptional()
      .describe('It follows a driving licence or a document that expires, and changes with that.'),
    snoozedUntil: z.iso.date().exactOptional(),
    remindedOn: z.iso.date().exactOptional().describe('When somebody was reminded last.'),
    doneOn: z.iso.date().exactOptional(),
    previousId: z.string().exactOptional().describe('The renewal that this one came after.'),
    nextId: z.string().exactOptional().describe('The renewal that came after this one.'),
    addedAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: 'RenewalRecord' });
export type RenewalRecord = Readonly<z.infer<typeof RenewalRecord>>;

export const Renewal = RenewalRecord.extend({
  state: z.enum(RENEWAL_STATES).describe("Today, by the company's time zone."),
}).meta({
  id: 'Renewal',
  description: 'Something that is due on a day: a registration, an insurance, an inspection, a licence.',
});
export type Renewal = Readonly<z.infer<typeof Renewal>>;
