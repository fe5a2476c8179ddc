import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type Documents, everything, type Query } from '../../shared/documents/documents.ts';
import { writeBehind } from '../../shared/documents/write-behind.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { portions } from '../../shared/kernel/portions.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { partsOf } from './raw-payload.ts';

/** A message as it came, before anybody made anything of it. */
export interface RawMessage {
  /** Whose it is, where its sender has proven it or speaks for nobody else. */
  readonly deviceId?: string;
  /** Of what a provider sends: the devices whose records are in it. */
  readonly devices?: readonly string[];
  readonly protocol: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly bytes: Buffer | string;
}

/** Messages of many devices that arrived within some seconds: gzip of one JSON array a line, in base64. */
interface RawDocument {
  readonly from: number;
  readonly to: number;
  /** Whom any of them is of. */
  readonly devices: readonly string[];
  readonly count: number;
  readonly packed: string;
}

type Line = readonly [
  receivedAt: number,
  protocol: string,
  deviceId: string | null,
  base64: 0 | 1,
  data: string,
  devices?: readonly string[],
];

/** A message as it will be written. */
interface Written extends Pick<RawMessage, 'receivedAt'> {
  readonly devices: readonly string[];
  readonly line: string;
}

interface Held {
  readonly messages: Written[];
  bytes: number;
}

export const RAW_DAYS = 7;
const KEEP_SECONDS = RAW_DAYS * 86_400;
const HOUR_MS = 3_600_000;
/** Seldom enough to cost little: a write of a company by each instance. */
const EVERY_MS = 15_000;
/** Of one document, before it is packed. */
const ENOUGH_BYTES = 256 * 1024;
/** Of what a company may have waiting while the store does not answer. */
const FULL_BYTES = 8 * 1024 * 1024;
/** A document may have 2 MB. */
const MAX_DOCUMENT_BYTES = 1_800_000;

const squeeze = promisify(gzip);
const unsqueeze = promisify(gunzip);

/** The partition of an hour: `2026-11-22T20`. */
const pathOf = (at: number): readonly [string, string] => ['raw', new Date(at).toISOString().slice(0, 13)];

const lineOf = ({ receivedAt, protocol, deviceId, devices, bytes }: RawMessage): string => {
  const isText = typeof bytes === 'string' || isUtf8(bytes);
  const data = typeof bytes === 'string' ? bytes : bytes.toString(isText ? 'utf8' : 'base64');
  const line: Line = [receivedAt, protocol, deviceId ?? null, isText ? 0 : 1, data];
  return JSON.stringify(devices ? [...line, devices] : line);
};

const messageOf = (text: string): RawMessage => {
  const [receivedAt, protocol, deviceId, base64, data, devices] = JSON.parse(text) as Line;
  const bytes = Buffer.from(data, base64 ? 'base64' : 'utf8');
  return { receivedAt, protocol, bytes, ...(deviceId !== null && { deviceId }), ...(devices && { devices }) };
};

const documentOf = async (messages: readonly Written[]): Promise<RawDocument> => {
  const times = messages.map(({ receivedAt }) => receivedAt);
  const devices = new Set(messages.flatMap((message) => message.devices));
  const packed = await squeeze(messages.map(({ line }) => line).join('\n'));
  return {
    ...{ from: Math.min(...times), to: Math.max(...times), devices: [...devices], count: messages.length },
    packed: packed.toString('base64'),
  };
};

const keeper = (services: Services) => {
  const { history, log } = services;
  const save = async (tenantId: string, messages: readonly Written[]): Promise<void> => {
    const document = await documentOf(messages);
    if (JSON.stringify(document).length > MAX_DOCUMENT_BYTES)
      log.warn('Raw messages were not kept: too large', { tenantId, lost: messages.length });
    else
      await history.in(tenantId, ...pathOf(document.from)).put(newId('raw'), document, { keepSeconds: KEEP_SECONDS });
  };
  return writeBehind<RawMessage, Held>(services, {
    name: 'Raw messages',
    everyMs: EVERY_MS,
    begin: () => ({ messages: [], bytes: 0 }),
    add(held, message) {
      const { deviceId, devices, receivedAt } = message;
      const line = lineOf(message);
      held.messages.push({ line, receivedAt, devices: devices ?? (deviceId === undefined ? [] : [deviceId]) });
      held.bytes += line.length;
      if (held.bytes >= FULL_BYTES) return 'full';
      return held.bytes >= ENOUGH_BYTES ? 'enough' : undefined;
    },
    async write(tenantId, { messages }) {
      for (const some of portions(messages, ENOUGH_BYTES, ({ line }) => line.length)) await save(tenantId, some);
    },
  });
};

/**
 * Keeps a message of a device for a week, to be shown and to be read again by a better decoder. Messages are collected by company and written within some seconds;
 * a kill loses what is not, but no fix: these are in the broker.
 */
export const rawKeeper = perServices(keeper);

export interface Span {
  /** Milliseconds since 1970: from this moment on, and before that one. */
  readonly from: number;
  readonly to: number;
}

/** The hours in which messages of a span lie: those that were held for a while are in the hour in which the first of them came. */
const hoursOf = ({ from, to }: Span): number[] => {
  const first = Math.floor((from - 2 * EVERY_MS) / HOUR_MS) * HOUR_MS;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / HOUR_MS)) }, (_, index) => first + index * HOUR_MS);
};

const unpacked = async ({ packed }: RawDocument): Promise<RawMessage[]> =>
  String(await unsqueeze(Buffer.from(packed, 'base64')))
    .split('\n')
    .map(messageOf);

const isIn = ({ from, to }: Span, at: number): boolean => at >= from && at < to;

/** What was kept of a span, a document at a time, the oldest first. */
export async function* rawMessages(history: Documents, tenantId: string, span: Span): AsyncGenerator<RawMessage[]> {
  for (const hour of hoursOf(span)) {
    const documents = everything<RawDocument>(history.in(tenantId, ...pathOf(hour)), { orderBy: 'from', limit: 20 });
    for await (const document of documents)
      if (document.to >= span.from && document.from < span.to)
        yield (await unpacked(document)).filter(({ receivedAt }) => isIn(span, receivedAt));
  }
}

/** The newest messages of a device, newest first: without what was said of others along with it. No more documents are read than it takes. */
export const newestOf = async (
  history: Documents,
  tenantId: string,
  deviceId: string,
  span: Span,
  limit: number,
): Promise<RawMessage[]> => {
  const query: Query = { has: { devices: deviceId }, orderBy: 'to', descending: true, limit: 20 };
  const found: RawMessage[] = [];
  for (const hour of hoursOf(span).toReversed())
    for await (const document of everything<RawDocument>(history.in(tenantId, ...pathOf(hour)), query)) {
      if (document.to < span.from || document.from >= span.to) continue;
      const inSpan = (await unpacked(document)).filter(({ receivedAt }) => isIn(span, receivedAt));
      const own = inSpan.flatMap((one) => partsOf(one, deviceId));
      found.push(...own.toReversed());
      if (found.length >= limit) return found.slice(0, limit);
    }
  return found;
};
