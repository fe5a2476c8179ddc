import { z } from 'zod';
import { stepNamed } from '../../shared/kernel/step.ts';

/** What a member is told, in a word that a page can translate. */
export const WHATS = ['vehicle-handed-over', 'vehicle-taken-over', 'called-off'] as const;
export type What = (typeof WHATS)[number];

export interface Telling {
  readonly memberId: string;
  readonly what: What;
  readonly vehicleId: string;
  readonly vehicleName: string;
}

/** One notification as its member sees it. */
export const Notification = z
  .object({
    id: z.string(),
    what: z.enum(WHATS),
    vehicleId: z.string(),
    vehicleName: z.string(),
    at: z.iso.datetime(),
    text: z.string(),
    readAt: z.iso.datetime().exactOptional(),
    calledOffAt: z.iso.datetime().exactOptional().describe('Since when it is no longer true.'),
  })
  .meta({ id: 'Notification' });
export type Notification = Readonly<z.infer<typeof Notification>>;

/** Tells each of these members once. */
export const tellMembers = stepNamed<{ readonly told: readonly Telling[] }>('notifications-tell');
/** Tells those who were told that it was called off. */
export const untellMembers = stepNamed<{ readonly told: readonly Telling[] }>('notifications-untell');
