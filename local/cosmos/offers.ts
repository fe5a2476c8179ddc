import type { IncomingHttpHeaders } from 'node:http';
import type { Journal } from '../shared/journal.ts';
import { notFound } from './errors.ts';
import type { Json, JsonObject } from './json.ts';

const MANUAL_THROUGHPUT = 400;

/** The throughput a create request asks for in its headers. */
export const requestedThroughput = (headers: IncomingHttpHeaders): JsonObject => {
  const manual = headers['x-ms-offer-throughput'];
  const autoscale = headers['x-ms-cosmos-offer-autopilot-settings'];
  return {
    offerThroughput: typeof manual === 'string' ? Number(manual) : MANUAL_THROUGHPUT,
    ...(typeof autoscale === 'string' ? { offerAutopilotSettings: JSON.parse(autoscale) } : {}),
  };
};

/** Provisioned throughput of containers. It is kept and shown, not enforced. */
export class Offers {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  create(owner: { readonly _rid: string; readonly _self: string; readonly _ts: number }, content: JsonObject) {
    const id = `O${Buffer.from(owner._rid).toString('hex').slice(-12)}`;
    const offer = {
      id,
      _rid: id,
      _self: `offers/${id}/`,
      _etag: owner._ts.toString(16),
      _ts: owner._ts,
      offerVersion: 'V2',
      offerType: 'Invalid',
      resource: owner._self,
      offerResourceId: owner._rid,
      content,
    };
    this.#journal.begin();
    this.#journal
      .prepare('INSERT OR REPLACE INTO offers (id, owner, resource) VALUES (?, ?, ?)')
      .run(id, owner._rid, JSON.stringify(offer));
  }

  list(): JsonObject[] {
    const rows = this.#journal.prepare('SELECT resource FROM offers').all();
    return rows.map(({ resource }) => JSON.parse(String(resource)));
  }

  /** @throws 404 */
  find(id: string): JsonObject {
    const offer = this.list().find((candidate) => candidate.id === id);
    if (!offer) throw notFound();
    return offer;
  }

  /** @throws 404 */
  replace(id: string, content: Json): JsonObject {
    const offer = { ...this.find(id), content };
    this.#journal.begin();
    this.#journal.prepare('UPDATE offers SET resource = ? WHERE id = ?').run(JSON.stringify(offer), id);
    return offer;
  }

  removeOf(owner: string) {
    this.#journal.begin();
    this.#journal.prepare('DELETE FROM offers WHERE owner = ?').run(owner);
  }
}
