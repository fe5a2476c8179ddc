/** What matters of the frames of `json.webpubsub.azure.v1`. */
export type LiveFrame =
  | { readonly kind: 'connected' }
  | { readonly kind: 'message'; readonly data: { readonly type: string } }
  | { readonly kind: 'other' };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Never throws: a frame that is not understood still proves that the connection lives. */
export const parseFrame = (text: string): LiveFrame => {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return { kind: 'other' };
  }
  if (!isRecord(frame)) return { kind: 'other' };
  if (frame.type === 'system' && frame.event === 'connected') return { kind: 'connected' };
  const data = frame.type === 'message' ? frame.data : undefined;
  return isRecord(data) && typeof data.type === 'string'
    ? { kind: 'message', data: { ...data, type: data.type } }
    : { kind: 'other' };
};
