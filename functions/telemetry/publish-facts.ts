import { FleetError } from '../../shared/kernel/errors.ts';
import { inSpan } from '../../shared/observability/trace.ts';
import type { Services } from '../../shared/services.ts';
import { MEASURED } from './contract.ts';
import type { Fact, Told } from './facts.ts';
import type { Appended, Recorder } from './recorder.ts';
import { recorders } from './recorders.ts';

const byType = new Map(recorders.flatMap((one) => one.types.map((type) => [type, one] as const)));

/** The events that new facts become: every recorder is asked once, whatever the number of its facts. */
const appendsOf = async (
  services: Services,
  tenantId: string,
  told: readonly Told[],
  now: string,
): Promise<ReadonlyMap<Told, Appended>> => {
  const found = told.filter(({ change }) => change === 'found');
  const appends = new Map<Told, Appended>();
  for (const [recorder, some] of Map.groupBy(found, ({ fact }) => byType.get(fact.type))) {
    if (!recorder) continue;
    const known = await recorder.prepare(
      services,
      tenantId,
      some.map(({ fact }) => fact),
    );
    for (const one of some) {
      const append = recorder.appended(one.fact, known, now);
      if (append) appends.set(one, append);
    }
  }
  // In the order in which they were found, for those that are of one stream.
  return new Map(
    found.flatMap((one) => {
      const append = appends.get(one);
      return append ? [[one, append] as const] : [];
    }),
  );
};

/**
 * Writes down what was found out: new facts in bulk, then what needs a decision. May be done again, in whole or in part: whatever is there already
 * changes nothing.
 * @throws FleetError `upstream` when the store does not answer; do it again.
 */
export const publishFacts = (services: Services, tenantId: string, told: readonly Told[]): Promise<void> =>
  inSpan('telemetry publish', { 'fleet.tenant': tenantId, 'fleet.facts': told.length }, async () => {
    const at = services.clock().toISOString();
    const execution = { at, actor: MEASURED, correlationId: `${MEASURED}:${at}` };
    const appends = await appendsOf(services, tenantId, told, at);
    const recorded = await services.streams.appendEach(tenantId, [...appends.values()], execution);
    const isDone = new Set([...appends.keys()].filter((_, index) => recorded[index] !== undefined));
    for (const one of told) {
      const recorder: Recorder | undefined = byType.get(one.fact.type);
      if (!recorder || isDone.has(one)) continue;
      try {
        await recorder.settle(services, tenantId, one, execution);
      } catch (error) {
        if (!(error instanceof FleetError) || error.kind === 'upstream') throw error;
        // A rule stands in its way, and will tomorrow: the others must not wait for it.
        services.log.warn('A fact was not written down', { tenantId, ...nameOf(one.fact), change: one.change, error });
      }
    }
  });

const nameOf = ({ type, id }: Fact) => ({ type, id });
