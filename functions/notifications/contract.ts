import { z } from 'zod';
import { stepNamed } from '../../shared/kernel/step.ts';

/** What a member is told, in a word that a page can translate. */
export const WHATS = ['vehicle-handed-over', 'vehicle-taken-over', 'called-off', 'renewal-due'] as const;

/** About a vehicle. */
export interface VehicleTelling {
  readonly memberId: string;
  readonly what: 'vehicle-handed-over' | 'vehicle-taken-over' | 'called-off';
  readonly vehicleId: string;
  readonly vehicleName: string;
}

/** About something that is due. */
export interface RenewalTelling {
  readonly memberId: string;
  readonly what: 'renewal-due';
  readonly renewalId: string;
  readonly dueOn: string;
  readonly text: string;
}

export type Telling = VehicleTelling | RenewalTelling;

/** One notification as its member sees it. */
export const Notification = z
  .object({
    id: z.string(),
    what: z.enum(WHATS),
    vehicleId: z.string().exactOptional(),
    vehicleName: z.string().exactOptional(),
    renewalId: z.string().exactOptional(),
    dueOn: z.iso.date().exactOptional(),
    at: z.iso.datetime(),
    text: z.string(),
    readAt: z.iso.datetime().exactOptional(),
    calledOffAt: z.iso.datetime().exactOptional().describe('Since when it is no longer true.'),
  })
  .meta({ id: 'Notification' });
export type Notification = Readonly<z.infer<typeof Notification>>;

/** Tells each of these members once. */
export const tellMembers = stepNamed<{ readonly told: readonly VehicleTelling[] }>('notifications-tell');
/** Tells those who were told that it was called off. */
export const untellMembers = stepNamed<{ readonly told: readonly VehicleTelling[] }>('notifications-untell');
