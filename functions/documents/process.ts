import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { QueueHandler } from '../../shared/area.ts';
import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import { filePath, removeBlobs, thumbnailPath } from './blobs.ts';
import { type DocumentEvent, document, documentStream, isKnown } from './document.ts';
import { changeDocument, judge } from './receive.ts';
import { hasPicture, thumbnailOf } from './thumbnail.ts';

export const DOCUMENTS_QUEUE = 'documents';

const Errand = z.object({ tenantId: z.string(), documentId: z.string(), attempt: z.number() });
export type Errand = z.infer<typeof Errand>;

/** A scanner answers within seconds, mostly; each time that it has not, it is asked again later, for a day or so. */
const waitSeconds = (attempt: number): number => Math.min(5 * 2 ** attempt, 3_600);
const MAX_ATTEMPTS = 32;

/** @param after seconds */
export const sendErrand = ({ bus, clock }: Pick<Services, 'bus' | 'clock'>, errand: Errand, after = 0): Promise<void> =>
  bus.send(DOCUMENTS_QUEUE, [
    {
      body: errand,
      messageId: `${errand.documentId}:${errand.attempt}`,
      dueAt: new Date(clock().getTime() + after * 1_000),
    },
  ]);

/** Errands of this number look whether anything has arrived a day after it was announced. */
export const NEVER_UPLOADED = -1;

const causeNow = ({ clock }: Services, documentId: string) => ({
  at: clock().toISOString(),
  actor: 'system:documents',
  correlationId: documentId,
});

const refuse = async (services: Services, { tenantId, documentId }: Errand, why: 'never-uploaded' | 'not-scanned') => {
  const cause = causeNow(services, documentId);
  await changeDocument(services, tenantId, documentId, { type: 'Refuse', data: { why, now: cause.at } }, cause);
  await removeBlobs(services, tenantId, documentId);
};

const showSmall = async (services: Services, { tenantId, documentId }: Errand): Promise<void> => {
  const blobs = services.files.in(tenantId);
  const found = await blobs.read(filePath(documentId));
  const thumbnail = found && (await thumbnailOf(await buffer(found.content)));
  if (!thumbnail) return services.log.info('No small picture could be made', { tenantId, document: documentId });
  const { content, width, height } = thumbnail;
  await blobs.write(thumbnailPath(documentId), content, { contentType: 'image/webp' });
  const cause = causeNow(services, documentId);
  const command = { type: 'ShowSmall', data: { width, height, now: cause.at } } as const;
  await changeDocument(services, tenantId, documentId, command, cause);
};

const stateOf = async ({ streams }: Services, { tenantId, documentId }: Errand) => {
  const { events } = await streams.read<DocumentEvent>(documentStream(tenantId, documentId));
  return fold(
    document,
    events.map(({ event }) => event),
  );
};

/** Whatever is to be done for a document as it is now. Safe to repeat. */
const run = async (services: Services, errand: Errand): Promise<void> => {
  const state = await stateOf(services, errand);
  if (!isKnown(state)) return;
  if (errand.attempt === NEVER_UPLOADED)
    return state.status === 'awaiting-upload' ? refuse(services, errand, 'never-uploaded') : undefined;
  if (state.status === 'scanning') {
    if (errand.attempt >= MAX_ATTEMPTS) return refuse(services, errand, 'not-scanned');
    if (!(await judge(services, errand.tenantId, errand.documentId, causeNow(services, errand.documentId))))
      return sendErrand(services, { ...errand, attempt: errand.attempt + 1 }, waitSeconds(errand.attempt));
  }
  const { status, hasThumbnail, file } = await stateOf(services, errand).then((now) => (isKnown(now) ? now : state));
  if (status === 'ready' && !hasThumbnail && hasPicture(file.contentType)) await showSmall(services, errand);
};

/** What takes longer than whoever uploads should wait: to ask the scanner again, to make a picture small. */
export const processDocument: QueueHandler = {
  handler: (services) => async (message) => run(services, Errand.parse(message)),
};
