import type { DeviceHealth, DeviceMessage } from './devices.ts';

/** Why readings are not kept, most of it a matter of the device. */
const REASON_WORDS: Readonly<Record<string, string>> = {
  malformed: 'Could not be read',
  truncated: 'Ended too early',
  checksum: 'Wrong checksum',
  'no-position': 'Without a position',
  zero: 'At 0°, 0°',
  invalid: 'Not valid',
  future: 'From the future',
  ancient: 'Far too old',
  'out-of-service': 'Vehicle out of service',
  duplicate: 'Sent before',
  'too-late': 'Came too late',
  accuracy: 'Too inaccurate',
  speed: 'Impossible speed',
  acceleration: 'Impossible leap',
};

export const reasonWords = (reason: string): string => REASON_WORDS[reason] ?? reason;

export interface Dropped {
  readonly reason: string;
  readonly times: number;
}

/** Why readings were not kept, the most frequent first. */
export const droppedOf = ({ dropped }: Pick<DeviceHealth, 'dropped'>): readonly Dropped[] =>
  Object.entries(dropped)
    .map(([reason, times]) => ({ reason, times }))
    .filter(({ times }) => times > 0)
    .sort((one, other) => other.times - one.times || one.reason.localeCompare(other.reason));

export const timesDropped = (health: Pick<DeviceHealth, 'dropped'>): number =>
  droppedOf(health).reduce((sum, { times }) => sum + times, 0);

const SILENT_MS = 86_400_000;

/** How a device is doing: `silent` after a day without a word. */
export const hearingOf = (health: DeviceHealth | undefined, now: number): 'heard' | 'silent' | 'never' => {
  if (!health?.heardAt) return 'never';
  return now - Date.parse(health.heardAt) < SILENT_MS ? 'heard' : 'silent';
};

const CLOCK_TOLERANCE_SECONDS = 5;

/** @example clockWords(-90, (seconds) => `${seconds} s`) // 'about 90 s behind, or sends late' */
export const clockWords = (offset: number, duration: (seconds: number) => string): string => {
  if (Math.abs(offset) <= CLOCK_TOLERANCE_SECONDS) return 'right';
  return offset > 0 ? `about ${duration(offset)} ahead` : `about ${duration(-offset)} behind, or sends late`;
};

const BYTES_A_LINE = 16;

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** A message as somebody can read it: text as it is, anything else in hexadecimal, sixteen bytes a line. */
export const messageText = ({ encoding, data }: Pick<DeviceMessage, 'encoding' | 'data'>): string => {
  if (encoding === 'text') return data;
  const bytes = Array.from(atob(data), (character) => hex(character.charCodeAt(0)));
  const lines = Array.from({ length: Math.ceil(bytes.length / BYTES_A_LINE) }, (_, line) =>
    bytes.slice(line * BYTES_A_LINE, (line + 1) * BYTES_A_LINE).join(' '),
  );
  return lines.join('\n');
};
