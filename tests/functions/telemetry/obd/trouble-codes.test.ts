import { troubleCodesIn } from '../../../../functions/telemetry/obd/trouble-codes.ts';

describe('the trouble codes of a vehicle, for people', () => {
  it('are there with what they are about, and where', () =>
    expect(troubleCodesIn('P0301,C0035,B2999,U0100,SPN110/FMI0')).toEqual([
      { code: 'P0301', text: 'Misfire in cylinder 1', system: 'powertrain' },
      { code: 'C0035', text: 'Left front wheel speed: circuit', system: 'chassis' },
      { code: 'B2999', text: 'Body: a code of the maker', system: 'body' },
      { code: 'U0100', text: 'Nothing heard from the engine control', system: 'network' },
      { code: 'SPN110/FMI0', text: 'Coolant temperature: far too high' },
    ]));

  it('are there once, however they are written, and nothing else is', () =>
    expect(troubleCodesIn(' p0301,P0301,hello,,constructor').map(({ code }) => code)).toEqual(['P0301']));

  it.each([undefined, ''])('are none when nothing is told: %s', (dtcs) => expect(troubleCodesIn(dtcs)).toEqual([]));
});
