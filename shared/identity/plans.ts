/** What a company has subscribed to, and what it gets for it. */
export const PLANS = {
  starter: { historyDays: 90 },
  business: { historyDays: 400 },
  enterprise: { historyDays: 1_100 },
} as const;

export type Plan = keyof typeof PLANS;

/** Until somebody says otherwise. */
export const USUAL_PLAN: Plan = 'business';
