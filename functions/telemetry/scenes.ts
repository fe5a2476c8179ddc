import type { Services } from '../../shared/services.ts';
import type { Message } from './arrivals.ts';
import type { Scenes } from './round.ts';

/** What the pipeline must know of the vehicles that some messages are about: asked for once for all of them, mostly answered from memory. */
export const scenesOf = async (
  _services: Services,
  _tenantId: string,
  _messages: readonly Message[],
): Promise<Scenes> => {
  return (vehicleId, told) => ({ vehicleId, ...told });
};
