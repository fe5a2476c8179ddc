import { everything } from '../../shared/documents/documents.ts';
import { addDays, type Day, daysBetween } from '../../shared/kernel/days.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';

/** That a company has somebody to remind on a day: of all companies in one partition, so that a timer finds those whose day has come. */
export interface RemindingDay {
  readonly day: Day;
  /** Its tenant id: `tenantId` is the partition's. */
  readonly company: string;
  readonly done: boolean;
}

type Ports = Pick<Services, 'operations' | 'clock'>;

const KEPT_DAYS = 60;

const daysOf = ({ operations }: Pick<Services, 'operations'>) => operations.in('system', 'renewal-days');
const idOf = ({ day, company }: Pick<RemindingDay, 'day' | 'company'>) => `${day}~${company}`;
const utcToday = ({ clock }: Pick<Ports, 'clock'>): Day => clock().toISOString().slice(0, 10);

const put = (ports: Ports, entry: RemindingDay, options: { ifMatch?: string } = {}) => {
  const ahead = Math.max(0, daysBetween(utcToday(ports), entry.day));
  return daysOf(ports).put(idOf(entry), entry, { ...options, keepSeconds: (ahead + KEPT_DAYS) * 86_400 });
};

/** Sees to it that the company is looked at when it has come to that day. */
export const markDay = async (ports: Ports, tenantId: string, day: Day): Promise<void> => {
  await put(ports, { day, company: tenantId, done: false });
};

/** What is not done by a day that has come somewhere on earth. */
export const openDays = async (ports: Ports): Promise<RemindingDay[]> => {
  const to = addDays(utcToday(ports), 2);
  const found: RemindingDay[] = [];
  const query = { where: { done: false }, range: { field: 'day', to }, orderBy: 'day' };
  for await (const { day, company, done } of everything<RemindingDay>(daysOf(ports), query))
    found.push({ day, company, done });
  return found;
};

/** Does the work of a day, and puts it aside unless something was added meanwhile or `work` leaves something undone. */
export const workOff = async (ports: Ports, entry: RemindingDay, work: () => Promise<boolean>): Promise<void> => {
  const before = await daysOf(ports).get<RemindingDay>(idOf(entry));
  if (!(await work()) || !before) return;
  try {
    await put(ports, { ...entry, done: true }, { ifMatch: before.etag });
  } catch (error) {
    if (!isKind(error, 'stale')) throw error;
  }
};
