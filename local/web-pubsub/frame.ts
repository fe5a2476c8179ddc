import { badRequest, notSimulated, reasonOf } from './errors.ts';
import { binaryPayload, type Payload, textPayload } from './message.ts';

/** A frame as a client sent it: an object with a type; everything else is still to be checked. */
export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** Throws a 400 when the text is no frame. */
export const parseFrame = (text: string): Frame => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string')
      return { ...value, type: value.type };
  } catch (error) {
    throw badRequest(`A frame must be JSON: ${reasonOf(error)}`);
  }
  throw badRequest("A frame must be a JSON object with a 'type'.");
};

/** The payload of a frame that carries one, by its `dataType` and `data`. */
export const payloadOfFrame = ({ dataType, data }: Frame): Payload => {
  switch (dataType) {
    case 'json': {
      const json = JSON.stringify(data ?? null);
      return { dataType, json, plain: json };
    }
    case 'text':
      if (typeof data !== 'string') throw badRequest("'data' must be a text when 'dataType' is 'text'.");
      return textPayload(data);
    case 'binary':
      if (typeof data !== 'string') throw badRequest("'data' must be base64 text when 'dataType' is 'binary'.");
      return binaryPayload(Buffer.from(data, 'base64'));
    case 'protobuf':
      throw notSimulated('Protobuf data');
    default:
      throw badRequest(`'dataType' must be json, text or binary, not '${String(dataType)}'.`);
  }
};

export const contentTypeOf = ({ dataType }: Payload): string => {
  if (dataType === 'binary') return 'application/octet-stream';
  return dataType === 'json' ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
};
