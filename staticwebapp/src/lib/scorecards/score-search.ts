export interface ScoreSearch {
  /** A week of ISO 8601; absent: the current one. */
  readonly week?: string;
  /** Absent: drivers. */
  readonly of?: 'vehicle';
  /** Whose weeks are looked at. */
  readonly id?: string;
}

/** What an address says, without what makes no sense. */
export const scoreSearch = ({ week, of, id }: Record<string, unknown>): ScoreSearch => ({
  ...(typeof week === 'string' && /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/.test(week) && { week }),
  ...(of === 'vehicle' && { of }),
  ...(['string', 'number'].includes(typeof id) && id !== '' && { id: String(id).slice(0, 100) }),
});
