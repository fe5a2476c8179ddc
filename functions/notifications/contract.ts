import { stepNamed } from '../../shared/kernel/step.ts';

/** What a member is told, in a word that a page can translate. */
export type What = 'vehicle-handed-over' | 'vehicle-taken-over' | 'called-off';

export interface Telling {
  readonly memberId: string;
  readonly what: What;
  readonly vehicleId: string;
  readonly vehicleName: string;
}

/** One notification as its member sees it. */
export interface Notification extends Omit<Telling, 'memberId'> {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly readAt?: string;
  /** Since when it is no longer true. */
  readonly calledOffAt?: string;
}

/** Tells each of these members once. */
export const tellMembers = stepNamed<{ readonly told: readonly Telling[] }>('notifications-tell');
/** Tells those who were told that it was called off. */
export const untellMembers = stepNamed<{ readonly told: readonly Telling[] }>('notifications-untell');
