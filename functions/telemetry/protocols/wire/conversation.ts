import type { Message, Reading } from '../protocol.ts';

/** What one frame said. Who the device is holds for the frames that follow. */
export interface Said<Answer> {
  readonly deviceId?: string | undefined;
  readonly readings?: readonly Reading[];
  readonly answer?: Answer | undefined;
}

/** More readings than any message may have (`read-frames.ts`): it will be refused, and need not be read to its end. */
export const TOO_MANY = 5_001;

/** Reads the frames of a body one after another. `read` is told who the device is, as far as a frame before has said so. */
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
    deviceId = said.deviceId ?? deviceId;
    if (said.readings) for (const reading of said.readings) readings.push(reading);
    if (said.answer !== undefined) answers.push(said.answer);
    if (readings.length >= TOO_MANY) break;
  }
  return {
    ...(deviceId !== undefined && { deviceId }),
    readings,
    ...(answers.length > 0 && { answer: joined(answers) }),
  };
};

export const joinedBytes = (answers: Buffer[]): Buffer => Buffer.concat(answers);
export const joinedText = (answers: string[]): string => answers.join('');
