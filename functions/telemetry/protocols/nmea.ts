import { type Epoch, epochsOf, parseSentence, type Sentence } from './nmea-sentences.ts';
import type { Protocol, Reading } from './protocol.ts';
import { METRES_PER_SECOND_PER_KMH, METRES_PER_SECOND_PER_KNOT } from './units.ts';
import { AttributeBag } from './wire/attribute-bag.ts';
import { instantOfDayMonthYear } from './wire/clock.ts';
import { TOO_MANY } from './wire/conversation.ts';
import { dropped, readingOf, whyNot } from './wire/reading.ts';
import { degreesOf, linesOf, numberOf } from './wire/text.ts';

const ENDS = /\r\n?|\n/;

/** The first that is a number: RMC and VTG both know speed and course, and a receiver may leave one of them empty. */
const firstOf = (...numbers: readonly number[]): number =>
  numbers.find((number) => !Number.isNaN(number)) ?? Number.NaN;

const readEpoch = ({ sentences }: Epoch, now: number): Reading => {
  const [rmc, gga, vtg] = [sentences.get('RMC')?.fields, sentences.get('GGA')?.fields, sentences.get('VTG')?.fields];
  if (!rmc) return dropped(undefined, 'malformed', 'No sentence says the date.', ['RMC']);
  if (rmc[2] !== 'A' || gga?.[6] === '0') return dropped(undefined, 'no-position', 'The position is not valid.');
  const bag = new AttributeBag();
  bag.put('satellites', numberOf(gga?.[7]));
  bag.put('hdop', numberOf(gga?.[8]));
  const measured = {
    at: instantOfDayMonthYear(rmc[9], rmc[1]),
    lat: degreesOf(rmc[3], rmc[4]),
    lon: degreesOf(rmc[5], rmc[6]),
    speed: firstOf(numberOf(rmc[7]) * METRES_PER_SECOND_PER_KNOT, numberOf(vtg?.[7]) * METRES_PER_SECOND_PER_KMH),
    heading: firstOf(numberOf(rmc[8]), numberOf(vtg?.[1])),
    // The standard's altitude is above the geoid, ours above the ellipsoid: the separation of the two is the next field.
    altitude: numberOf(gga?.[9]) + firstOf(numberOf(gga?.[11]), 0),
    attributes: bag.all,
  };
  return readingOf(undefined, measured, now);
};

/**
 * NMEA 0183: RMC, GGA and VTG, joined where they are of one moment. GGA alone has no date, so that there is no fix without RMC. Each sentence needs its checksum.
 * Source: NMEA 0183, as https://gpsd.gitlab.io/gpsd/NMEA.html describes it.
 */
export const nmea: Protocol = {
  name: 'nmea',
  kind: 'text',
  read(bytes, now) {
    const sentences: Sentence[] = [];
    const readings: Reading[] = [];
    for (const { text, isWhole } of linesOf(bytes.toString('latin1'), ENDS)) {
      const parsed = parseSentence(text);
      if (typeof parsed !== 'string') sentences.push(parsed);
      else {
        const reason = parsed === 'malformed' && !isWhole ? 'truncated' : parsed;
        readings.push(dropped(undefined, reason, whyNot(reason)));
        if (readings.length >= TOO_MANY) break;
      }
    }
    return { readings: [...readings, ...epochsOf(sentences).map((epoch) => readEpoch(epoch, now))] };
  },
};
