import { ApiError } from '../../shared/client/api-error.ts';
import { deviceSearch } from '../../staticwebapp/src/lib/devices/device-search.ts';
import {
  clockWords,
  droppedOf,
  hearingOf,
  messageText,
  timesDropped,
} from '../../staticwebapp/src/lib/devices/device-words.ts';
import { issuesAt } from '../../staticwebapp/src/lib/field-issues.ts';
import { stateOf, WAYS } from '../../staticwebapp/src/lib/providers/provider-words.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const health = { deviceId: '4711', accepted: 3, late: 0, dropped: {} };
const seconds = (count: number) => `${count} s`;

describe('what is said of a device', () => {
  it('tells the reasons for which readings were not kept, the most frequent first', () => {
    const dropped = { zero: 2, duplicate: 40, speed: 0, accuracy: 2 };
    expect(droppedOf({ dropped }).map(({ reason }) => reason)).toEqual(['duplicate', 'accuracy', 'zero']);
    expect(timesDropped({ dropped })).toBe(44);
  });

  it('calls it silent after a day without a word', () => {
    expect(hearingOf({ ...health, heardAt: '2026-11-21T12:00:01Z' }, NOW)).toBe('heard');
    expect(hearingOf({ ...health, heardAt: '2026-11-21T12:00:00Z' }, NOW)).toBe('silent');
    expect(hearingOf(health, NOW)).toBe('never');
  });

  it('does not blame a clock for a few seconds', () => {
    expect(clockWords(-4, seconds)).toBe('right');
    expect(clockWords(60, seconds)).toBe('about 60 s ahead');
    expect(clockWords(-60, seconds)).toBe('about 60 s behind, or sends late');
  });

  it('shows text as it is, and anything else in hexadecimal, sixteen bytes a line', () => {
    expect(messageText({ encoding: 'text', data: '*HQ,1#\r\n' })).toBe('*HQ,1#\r\n');
    const data = Buffer.from(Array.from({ length: 17 }, (_, byte) => byte + 16)).toString('base64');
    expect(messageText({ encoding: 'base64', data })).toBe('10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f\n20');
  });

  it('keeps of an address what makes sense', () => {
    expect(deviceSearch({ tab: 'unknown', device: 4711, vehicle: '', other: 1 })).toEqual({
      tab: 'unknown',
      device: '4711',
    });
    expect(deviceSearch({ tab: 'registered', vehicle: 'veh_1' })).toEqual({ vehicle: 'veh_1' });
  });
});

describe('what is said of a provider', () => {
  const connection = { status: 'active', health: 'ok', secretSetAt: '2026-11-22T12:00:00Z' } as const;

  it('tells whether anything comes from it, and if not, why', () => {
    expect(stateOf(connection)).toEqual({ tone: 'ok', words: 'Connected' });
    expect(stateOf({ ...connection, health: 'failing', failure: 'throttled' }).words).toContain('slow down');
    expect(stateOf({ status: 'active', health: 'ok' }).words).toBe('Waits for its secret');
    expect(stateOf({ ...connection, status: 'paused', health: 'failing' }).words).toBe('Paused');
  });

  it('asks for what each way to connect needs', () => {
    expect(WAYS.geotab.map(({ mode }) => mode)).toEqual(['poll']);
    expect(WAYS.flespi.find(({ mode }) => mode === 'poll')?.settings).toEqual(['channelId']);
  });

  it('shows what is wrong with a setting at its field', () => {
    const issues = [{ path: ['settings', 'database'], message: 'Needed.' }];
    const error = new ApiError(400, 'providers/incomplete', 'No.', undefined, issues);
    expect(issuesAt(error, ['settings.database']).at).toEqual({ 'settings.database': 'Needed.' });
  });
});
