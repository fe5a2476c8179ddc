import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { everything, type Query } from '../../shared/documents/documents.ts';
import type { Input } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { sparse } from '../../shared/resources/sparse.ts';
import type { Services } from '../../shared/services.ts';
import { GeoPoint, PLACES_VIEW } from './contract.ts';
import { boxesAround, distanceOf } from './geo.ts';
import { type StoredPlace, shown } from './place-cards.ts';

const USUAL_METRES = 1_000;
const MAX_METRES = 100_000;
/** So many are read in one request and sorted in memory. */
const MAX_CANDIDATES = 1_000;

/** `lat,lon`. */
const Near = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number()]))
  .transform(([lat, lon]) => ({ lat, lon }))
  .pipe(GeoPoint);

export const nearParameters = {
  near: Near.optional().describe('`lat,lon`: the places around there, the nearest first. Not together with `cursor`.'),
  within: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_METRES)
    .optional()
    .describe(`With \`near\`: how far around, in metres; ${USUAL_METRES} unless told.`),
};

const bad = (field: string, message: string) =>
  invalid('query/invalid', `The query is not valid: ${field}.`, [{ path: [field], message }]);

const around = async ({ views }: Services, tenantId: string, query: Query, centre: GeoPoint, within: number) => {
  const view = views.in(tenantId, PLACES_VIEW);
  const { orderBy: _, descending: __, range = [], ...conditions } = query;
  const candidates: Versioned<StoredPlace>[] = [];
  for (const { lat, lon } of boxesAround(centre, within)) {
    const box = [
      { field: 'lat', from: lat[0], to: lat[1] },
      { field: 'lon', from: lon[0], to: lon[1] },
    ];
    const inBox = { ...conditions, range: [...[range].flat(), ...box], limit: MAX_CANDIDATES };
    for await (const candidate of everything<Versioned<StoredPlace>>(view, inBox)) {
      candidates.push(candidate);
      if (candidates.length > MAX_CANDIDATES)
        throw bad('within', `More than ${MAX_CANDIDATES} places are there. Ask for a smaller circle, or filter.`);
    }
  }
  return candidates
    .map((place) => ({ place, metres: distanceOf(centre, place.position) }))
    .filter(({ metres }) => metres <= within)
    .sort((a, b) => a.metres - b.metres || (a.place.id < b.place.id ? -1 : 1));
};

/** Answers a list that asks for what is near; undefined when it does not. */
export const answerNear = (
  { query: asked, caller }: Input<unknown, Readonly<Record<string, unknown>>, unknown>,
  query: Query,
  services: Services,
): Promise<HttpResponseInit> | undefined => {
  const { near, within, limit, cursor, fields } = asked as {
    near?: GeoPoint;
    within?: number;
    limit: number;
    cursor?: string;
    fields?: readonly string[];
  };
  if (!near && within === undefined) return undefined;
  const answered = async () => {
    if (!near) throw bad('near', 'Say around which point: lat,lon.');
    if (cursor !== undefined) throw bad('cursor', 'What is near comes as one page.');
    const found = await around(services, caller.tenantId, query, near, within ?? USUAL_METRES);
    const items = found
      .slice(0, limit)
      .map(({ place, metres }) => sparse(fields, { ...shown(place), distanceMetres: Math.round(metres) }));
    return ok({ items });
  };
  return answered();
};
