import { generateKeyPairSync, sign } from 'node:crypto';

/** A piece of DER: tag, length, content. */
const piece = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const long = content.length > 0xff ? [0x82, content.length >> 8, content.length & 0xff] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...(content.length < 0x80 ? [content.length] : long)]), content]);
};
const sequence = (...parts: readonly Uint8Array[]) => piece(0x30, ...parts);
const objectId = (hex: string) => piece(0x06, Buffer.from(hex, 'hex'));
const integer = (value: number) => piece(0x02, Buffer.from([value]));
const time = (text: string) => piece(0x17, Buffer.from(text));
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
const COMMON_NAME = '550403';
const ALTERNATIVE_NAME = '551d11';

/** A key and a certificate for https on 127.0.0.1 that nobody trusts who has not been told to. Node can make the one, and not the other. */
export const selfSigned = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(piece(0x31, sequence(objectId(COMMON_NAME), piece(0x0c, Buffer.from('127.0.0.1')))));
  const address = sequence(piece(0x87, Buffer.from([127, 0, 0, 1])));
  const content = sequence(
    piece(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    piece(0xa3, sequence(sequence(objectId(ALTERNATIVE_NAME), piece(0x04, address)))),
  );
  const signature = piece(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: pem('CERTIFICATE', sequence(content, ECDSA_WITH_SHA256, signature)),
  };
};
