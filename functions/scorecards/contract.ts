import { z } from 'zod';

const Count = z.int().min(0);

/** A week of ISO 8601; whether its year has it is looked at by whoever asks for it. */
export const WeekName = z
  .string()
  .regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, 'Expected a week such as 2026-W47.')
  .describe('A week of ISO 8601, such as `2026-W47`: from Monday to Sunday, UTC.');

const Part = z
  .strictObject({
    name: z.enum(['speeding', 'harsh-braking', 'harsh-cornering', 'harsh-acceleration', 'idling']),
    count: Count.describe('How often; of speeding and idling, how many seconds.'),
    rate: z.number().min(0).describe('What that is for the distance or the time.'),
    per: z
      .enum(['100-km', 'percent'])
      .describe('Per 100 km; or percent of the time in motion, of idling with the engine on.'),
    points: z.number().describe('What it counts for, of 100.'),
    lost: z.number().describe('What of that was lost.'),
  })
  .meta({ id: 'ScorePart', description: 'One part of a score: why it is not 100.' });

const Subject = {
  subject: z.enum(['driver', 'vehicle']),
  subjectId: z.string(),
};

const Score = z
  .strictObject({
    trips: Count.describe('Private ones are not counted.'),
    metres: Count,
    movingSeconds: Count,
    idleSeconds: Count,
    score: z.number().min(0).max(100).exactOptional().describe('Absent below 50 km: one event would decide.'),
    parts: z.array(Part),
  })
  .meta({ id: 'Score', description: 'How well was driven: 100 less what each part has lost.' });

export const Scorecard = Score.extend({ ...Subject, week: WeekName }).meta({
  id: 'Scorecard',
  description: 'How well somebody drove, or a vehicle was driven, in a week.',
});
export type Scorecard = Readonly<z.infer<typeof Scorecard>>;

export const Scorecards = z
  .strictObject({
    ...Subject,
    from: WeekName,
    to: WeekName,
    items: z.array(Scorecard).describe('The weeks in which there were any trips, the oldest first.'),
    total: Score.describe('All of these weeks as if they were one.'),
  })
  .meta({ id: 'Scorecards', description: 'How well somebody drove, or a vehicle was driven, week by week.' });
