import rhea from 'rhea';
import { contentsOf } from '../../../local/service-bus/message/batch.ts';
import { encode, types } from '../../../local/service-bus/message/codec.ts';
import { Content } from '../../../local/service-bus/message/content.ts';
import { tagFromToken, tokenFromTag } from '../../../local/service-bus/message/guid.ts';

const bigLong = Buffer.from('7fffffffffffff01', 'hex');
const sent = (message: object) => Content.parse(rhea.message.encode({ body: 'b', ...message }));

describe('the content of a message', () => {
  it('keeps the exact types of other properties when some are changed', () => {
    const content = sent({ message_id: 'm', application_properties: { long: types.wrap_long(bigLong), old: 1 } });
    const changed = content.with({ old: 2, added: 'x' });
    expect(changed.bytes.includes(encode(types.wrap_long(bigLong)))).toBe(true);
    expect(changed.facts.properties).toEqual({ long: bigLong, old: 2, added: 'x' });
    expect(rhea.message.decode(changed.bare).body).toBe('b');
    expect(changed.messageId).toBe('m');
  });

  it('gets application properties when it had none', () => {
    expect(sent({ message_id: 'm' }).with({ a: 1 }).facts.properties).toEqual({ a: 1 });
    expect(
      Content.parse(encode(types.described(types.wrap_ulong(0x77), types.wrap(1)))).with({ a: 1 }).facts.properties,
    ).toEqual({ a: 1 });
  });

  it('gets a message id when it had none, and keeps everything else', () => {
    const content = sent({ group_id: 's', ttl: 5, message_annotations: { 'x-opt-partition-key': 's' } });
    expect(content.messageId).toMatch(/^[0-9a-f]{32}$/);
    expect(content).toMatchObject({ sessionId: 's', timeToLive: 5, partitionKey: 's' });
    expect(Content.parse(content.bytes).messageId).toBe(content.messageId);
  });

  it.each(['', '00', '005373', '00537340ff', 'ff', '005377d1000000ff00000001'])(
    'is refused when it is no AMQP message: 0x%s',
    (hex) => {
      const parse = () => contentsOf(Buffer.from(hex, 'hex'), 0).map(({ messageId }) => messageId);
      if (hex === '') expect(parse()).toHaveLength(1);
      else expect(parse).toThrow(/not valid AMQP 1.0/);
    },
  );
});

it('a lock token is the delivery tag with its first three groups turned round', () => {
  const token = '00112233-4455-6677-8899-aabbccddeeff';
  expect(tagFromToken(token).toString('hex')).toBe('33221100554477668899aabbccddeeff');
  expect(tokenFromTag(tagFromToken(token))).toBe(token);
});
