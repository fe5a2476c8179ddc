import { ProtocolParser } from 'complete-teltonika-parser';
import fc from 'fast-check';
import { teltonika } from '../../../../functions/telemetry/protocols/teltonika.ts';
import { ELEMENTS, REPEATED, SECOND_CHOICE } from '../../../../functions/telemetry/protocols/teltonika-elements.ts';
import { NOW } from './kit.ts';
import { anyRecord, type Codec, dataOf, tcpPacket } from './teltonika-encoder.ts';

const TAGS = new Set([78, 207]);
const hasName = (id: number) => ELEMENTS.has(id) || SECOND_CHOICE.has(id) || REPEATED.has(id) || TAGS.has(id);

interface Theirs {
  readonly Timestamp: Date;
  readonly GPSelement: Record<'Latitude' | 'Longitude' | 'Altitude' | 'Angle' | 'Satellites' | 'Speed', number>;
  readonly IOelement: { readonly Elements: Record<string, number | string> };
}

/** What both say of a record, in one form: ours with the numbers of elements that have no name, which theirs does not translate either. */
const theirsOf = ({ Timestamp, GPSelement: gps, IOelement }: Theirs) => ({
  at: Timestamp.getTime(),
  lat: gps.Latitude,
  lon: gps.Longitude,
  altitude: gps.Altitude,
  heading: gps.Angle,
  speed: Math.round((gps.Speed / 3.6) * 1000) / 1000,
  elements: {
    satellites: gps.Satellites,
    ...Object.fromEntries(
      Object.entries(IOelement.Elements)
        .filter(([id]) => !hasName(Number(id)))
        .map(([id, value]) => [`io${id}`, value]),
    ),
  },
});

// Of Codec 16 the other reader does not know that a record says what caused it, so that it fails on the maker's own sample.
describe('Teltonika, beside another reader of the same packets', () => {
  it.each<[string, Codec]>([
    ['Codec 8', 0x08],
    ['Codec 8 Extended', 0x8e],
  ])('says the same of any packet in %s', (_, codec) =>
    fc.assert(
      fc.property(
        // The other reader knows neither a negative altitude nor what long elements are for.
        fc.array(
          anyRecord(codec).map((record) => ({ ...record, altitude: Math.abs(record.altitude), long: [] })),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        (records) => {
          const packet = tcpPacket(dataOf(codec, records));
          const content = new ProtocolParser(packet.toString('hex')).Content as unknown;
          const theirs = (content as { AVL_Datas: readonly Theirs[] }).AVL_Datas.map(theirsOf);
          const ours = teltonika.read(packet, NOW).readings.map((reading) => {
            if ('reason' in reading) return reading.reason;
            const { attributes = {}, ...fix } = reading.fix;
            const elements = Object.entries(attributes).filter(
              ([name]) => /^(io\d+|satellites)$/.test(name) && !hasName(Number(name.slice(2))),
            );
            return { ...fix, elements: Object.fromEntries(elements) };
          });
          expect(ours).toEqual(theirs);
        },
      ),
      { numRuns: 100 },
    ),
  );
});
