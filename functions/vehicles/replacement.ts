const DAY_MS = 86_400_000;

export interface Plan {
  readonly on?: string;
  readonly odometerMetres?: number;
}

/** How far a vehicle is from being replaced. */
export interface Due {
  /** What has been reached: the first of them makes it due. */
  readonly reached: readonly ('date' | 'odometer')[];
  /** Negative when that day has passed. */
  readonly daysLeft?: number;
  /** Negative when it has gone further. Absent while nobody knows how far it has gone. */
  readonly metresLeft?: number;
}

/**
 * @param today `YYYY-MM-DD`
 * @param odometerMetres lifetime distance, if it is known
 */
export const replacementDue = (plan: Plan, today: string, odometerMetres: number | undefined): Due => {
  const daysLeft = plan.on === undefined ? undefined : (Date.parse(plan.on) - Date.parse(today)) / DAY_MS;
  const metresLeft =
    plan.odometerMetres === undefined || odometerMetres === undefined
      ? undefined
      : plan.odometerMetres - odometerMetres;
  const byDate = daysLeft !== undefined && daysLeft <= 0;
  const byOdometer = metresLeft !== undefined && metresLeft <= 0;
  return {
    reached: [...(byDate ? (['date'] as const) : []), ...(byOdometer ? (['odometer'] as const) : [])],
    ...(daysLeft !== undefined && { daysLeft }),
    ...(metresLeft !== undefined && { metresLeft }),
  };
};
