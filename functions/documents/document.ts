import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../shared/kernel/patch.ts';
import type { Subject } from '../subjects/contract.ts';
import type { ContentType, DOCUMENT_KINDS, Refusal } from './contract.ts';

export interface Details {
  readonly kind: (typeof DOCUMENT_KINDS)[number];
  readonly expiresOn?: string;
  readonly remind: boolean;
}

/** A file is called what people call it, by names of people, too. */
interface Named {
  readonly name: string;
}

/** What is known of a file. */
export interface File {
  readonly contentType: ContentType;
  readonly bytes: number;
  readonly sha256?: string;
}

// Commands

type Add = Message<
  'Add',
  { documentId: string; subject: Subject; name: string; details: Details; file: File; now: string }
>;
/** It has arrived, and is what it was said to be. */
type Receive = Message<'Receive', { file: Required<File>; now: string }>;
/** A scanner has found nothing. */
type Pass = Message<'Pass', { now: string }>;
type Refuse = Message<'Refuse', { why: Refusal; now: string }>;
type Change = Message<'Change', { name?: string; patch: Patch<Details>; now: string }>;
type ShowSmall = Message<'ShowSmall', { width: number; height: number; now: string }>;
type Remove = Message<'Remove', { now: string }>;

export type DocumentCommand = Add | Receive | Pass | Refuse | Change | ShowSmall | Remove;

// Events

type Added = Message<
  'DocumentAdded',
  Details & File & { documentId: string; subject: Subject; addedAt: string; personal?: Named }
>;
type Received = Message<'DocumentReceived', Required<File> & { receivedAt: string }>;
type Passed = Message<'DocumentPassed', { passedAt: string }>;
type Refused = Message<'DocumentRefused', { why: Refusal; refusedAt: string }>;
type Changed = Message<'DocumentChanged', { changes: Patch<Details>; changedAt: string; personal?: Named }>;
type Thumbnail = Message<'DocumentThumbnailMade', { width: number; height: number; madeAt: string }>;
type Removed = Message<'DocumentRemoved', { removedAt: string }>;

export type DocumentEvent = Added | Received | Passed | Refused | Changed | Thumbnail | Removed;

// State

export interface KnownDocument {
  readonly status: 'awaiting-upload' | 'scanning' | 'ready' | 'refused';
  readonly subject: Subject;
  readonly details: Details;
  readonly file: File;
  readonly name?: string;
  readonly hasThumbnail: boolean;
}

export type Document = { readonly status: 'absent' | 'removed' } | KnownDocument;

export const isKnown = (state: Document): state is KnownDocument =>
  state.status !== 'absent' && state.status !== 'removed';

const evolve = (state: Document, { type, data }: DocumentEvent): Document => {
  if (type === 'DocumentAdded') {
    const { subject, kind, expiresOn, remind, contentType, bytes, sha256, personal } = data;
    return {
      ...{ status: 'awaiting-upload', subject, hasThumbnail: false, ...personal },
      details: { kind, remind, ...(expiresOn !== undefined && { expiresOn }) },
      file: { contentType, bytes, ...(sha256 !== undefined && { sha256 }) },
    };
  }
  if (!isKnown(state)) return state;
  switch (type) {
    case 'DocumentReceived': {
      const { receivedAt: _, ...file } = data;
      return { ...state, status: 'scanning', file };
    }
    case 'DocumentPassed':
      return { ...state, status: 'ready' };
    case 'DocumentRefused':
      return { ...state, status: 'refused' };
    case 'DocumentChanged':
      return { ...state, ...data.personal, details: patched(state.details, data.changes) };
    case 'DocumentThumbnailMade':
      return { ...state, hasThumbnail: true };
    case 'DocumentRemoved':
      return { status: 'removed' };
    default:
      return unreachable(type);
  }
};

// Rules

const known = (state: Document): KnownDocument => {
  if (!isKnown(state)) throw notFound('documents/not-found', 'There is no such document.');
  return state;
};

const add = ({ documentId, subject, name, details, file, now }: Add['data'], state: Document): DocumentEvent[] =>
  state.status === 'absent'
    ? [{ type: 'DocumentAdded', data: { documentId, subject, ...details, ...file, addedAt: now, personal: { name } } }]
    : [];

const receive = ({ file, now }: Receive['data'], { status }: KnownDocument): DocumentEvent[] => {
  if (status === 'refused') throw conflict('documents/refused', 'This file was not taken; add another document.');
  return status === 'awaiting-upload' ? [{ type: 'DocumentReceived', data: { ...file, receivedAt: now } }] : [];
};

const refuse = ({ why, now }: Refuse['data'], { status }: KnownDocument): DocumentEvent[] =>
  status === 'refused' || status === 'ready' ? [] : [{ type: 'DocumentRefused', data: { why, refusedAt: now } }];

const change = ({ name, patch, now }: Change['data'], state: KnownDocument): DocumentEvent[] => {
  const changes = changesOf(state.details, patch);
  const personal = name !== undefined && name !== state.name ? { personal: { name } } : {};
  if (isEmpty(changes) && isEmpty(personal)) return [];
  return [{ type: 'DocumentChanged', data: { changes, changedAt: now, ...personal } }];
};

/** A file about a record, from its announcement to its removal. */
export const document: Decider<Document, DocumentCommand, DocumentEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Add':
        return add(command.data, state);
      case 'Receive':
        return receive(command.data, known(state));
      case 'Pass':
        return state.status === 'scanning' ? [{ type: 'DocumentPassed', data: { passedAt: command.data.now } }] : [];
      case 'Refuse':
        return refuse(command.data, known(state));
      case 'Change':
        return change(command.data, known(state));
      case 'ShowSmall': {
        const { now, ...size } = command.data;
        const isNew = isKnown(state) && state.status === 'ready' && !state.hasThumbnail;
        return isNew ? [{ type: 'DocumentThumbnailMade', data: { ...size, madeAt: now } }] : [];
      }
      case 'Remove':
        if (state.status === 'absent') throw notFound('documents/not-found', 'There is no such document.');
        return state.status === 'removed' ? [] : [{ type: 'DocumentRemoved', data: { removedAt: command.data.now } }];
      default:
        return unreachable(command);
    }
  },
};

export const documentStream = (tenantId: string, documentId: string) => ({
  tenantId,
  streamId: `document-${documentId}`,
});
