import { type Fact, factId } from '../facts.ts';
import type { Look, Moment } from './fence-look.ts';

// What is remembered of a vehicle and a fence. It is kept for every vehicle, so the names are short.

/** Seen inside, but not surely. */
export interface Candidate {
  readonly is: 'maybe';
  readonly id: string;
  /** Since when it may have been inside. */
  readonly at: number;
  /** Where it was before. */
  readonly lat: number;
  readonly lon: number;
  /** How many fixes in a row were inside, and whether one of them was clearly so. */
  readonly seen: number;
  readonly clear?: true;
  /** When it may have left. */
  readonly left?: Moment;
}

/** A visit that has been told. */
export interface Visit {
  readonly is: 'in';
  readonly id: string;
  readonly at: number;
  /** The greatest speed in it, m/s. */
  readonly top: number;
  readonly dwelled?: true;
  /** When it may have left, and how many fixes in a row were clearly outside. */
  readonly left?: Moment;
  readonly out?: number;
}

/** Gone through between two fixes, if the next one agrees. */
export interface Passage {
  readonly is: 'passed';
  readonly id: string;
  readonly at: number;
  readonly from: readonly [lat: number, lon: number];
  readonly to: readonly [lat: number, lon: number];
}

/** Not where it should be. */
export interface Absence {
  readonly is: 'away';
  readonly id: string;
  readonly at: number;
  readonly told?: true;
}

export type Track = Candidate | Visit | Passage | Absence;

const visitId = ({ scene }: Look, fenceId: string, at: number) => factId('visit', scene.vehicleId, fenceId, at);

type Telling<Type extends Fact['type']> = Omit<Extract<Fact, { type: Type }>, 'type' | 'id' | 'vehicleId'>;

export const tellBegan = (look: Look, began: Telling<'visit-began'>): void => {
  const id = visitId(look, began.fenceId, began.at);
  look.tell({ type: 'visit-began', id, vehicleId: look.scene.vehicleId, ...began });
};

export const tellDwelled = (look: Look, dwelled: Telling<'visit-dwelled'>): void => {
  const id = visitId(look, dwelled.fenceId, dwelled.enteredAt);
  look.tell({ type: 'visit-dwelled', id, vehicleId: look.scene.vehicleId, ...dwelled });
};

export const tellEnded = (look: Look, ended: Telling<'visit-ended'>): void => {
  const id = visitId(look, ended.fenceId, ended.enteredAt);
  look.tell({ type: 'visit-ended', id, vehicleId: look.scene.vehicleId, ...ended });
};

export const tellCrossed = (look: Look, { id: fenceId, at, from, to }: Passage): void => {
  const { vehicleId } = look.scene;
  look.tell({
    type: 'fence-crossed',
    id: factId('crossing', vehicleId, fenceId, at),
    vehicleId,
    at,
    fenceId,
    from: { lat: from[0], lon: from[1] },
    to: { lat: to[0], lon: to[1] },
  });
};

export const tellAway = (look: Look, away: Telling<'absence-began'>): void => {
  const { vehicleId } = look.scene;
  look.tell({ type: 'absence-began', id: factId('absence', vehicleId, away.fenceId, away.at), vehicleId, ...away });
};

export const tellBack = (look: Look, back: Telling<'absence-ended'>): void => {
  const { vehicleId } = look.scene;
  look.tell({
    type: 'absence-ended',
    id: factId('absence', vehicleId, back.fenceId, back.beganAt),
    vehicleId,
    ...back,
  });
};
