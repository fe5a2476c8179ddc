import { providerPayloads } from './protocols/providers/payloads.ts';
import type { Told } from './protocols/providers/told.ts';
import type { RawMessage } from './raw-messages.ts';

export type ProviderName = keyof typeof providerPayloads;

const isProvider = (name: string): name is ProviderName => Object.hasOwn(providerPayloads, name);

/** The JSON of a raw message; undefined when it is none. */
export const parsed = (bytes: RawMessage['bytes']): unknown => {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
};

/** What today's decoder makes of a payload as a provider has sent it; undefined when the message is none of a provider. */
export const toldBy = ({ protocol, bytes, receivedAt }: RawMessage): readonly Told[] | undefined =>
  isProvider(protocol) ? providerPayloads[protocol](parsed(bytes), receivedAt) : undefined;

/**
 * What a message says of one device: all of it when it is the device's own; of a provider's payload the records of that device, so that nobody is shown
 * where other vehicles are. None when it says nothing of it.
 */
export const partsOf = (raw: RawMessage, deviceId: string): readonly RawMessage[] => {
  if (raw.deviceId === deviceId) return [raw];
  if (!raw.devices?.includes(deviceId)) return [];
  const own = toldBy(raw)?.filter((one) => one.deviceId === deviceId) ?? [];
  const { receivedAt, protocol } = raw;
  return [{ deviceId, receivedAt, protocol, bytes: JSON.stringify(own.map(({ record }) => record)) }];
};
