import type { Message, Reading } from '../protocol.ts';

/** What one frame said. */
export interface Said<Answer> {
  /** Who the device is, which holds for the frames that follow; `null` when somebody speaks whose name could not be read. */
  readonly deviceId?: string | null | undefined;
  readonly readings?: readonly Reading[];
  readonly answer?: Answer | undefined;
}

/** More readings than any message may have (`read-frames.ts`): it will be refused, and need not be read to its end. */
export const TOO_MANY = 5_001;

const hasName = ({ deviceId }: Reading) => deviceId !== undefined;

/**
 * Reads the frames of a body one after another. `read` is told who the device is, as far as a frame before has said so. What is said before anybody has a name stays
 * without one, and then the message has none either: it could be of another device.
 */
export const converse = <Frame, Answer extends Buffer | string>(
  frames: Iterable<Frame>,
  read: (frame: Frame, deviceId: string | undefined) => Said<Answer>,
  joined: (answers: Answer[]) => Answer,
): Message => {
  let deviceId: string | undefined;
  const readings: Reading[] = [];
  const answers: Answer[] = [];
  for (const frame of frames) {
    const said = read(frame, deviceId);
    if (said.deviceId === null) deviceId = undefined;
    else deviceId = said.deviceId ?? deviceId;
    if (said.readings) for (const reading of said.readings) readings.push(reading);
    if (said.answer !== undefined) answers.push(said.answer);
    if (readings.length >= TOO_MANY) break;
  }
  return {
    ...(deviceId !== undefined && readings.every(hasName) && { deviceId }),
    readings,
    ...(answers.length > 0 && { answer: joined(answers) }),
  };
};

export const joinedBytes = (answers: Buffer[]): Buffer => Buffer.concat(answers);
export const joinedText = (answers: string[]): string => answers.join('');
