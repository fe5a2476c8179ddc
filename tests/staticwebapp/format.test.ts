import { attributeFacts } from '../../staticwebapp/src/features/vehicle-panel/attributes.ts';
import {
  compassPoint,
  formatAgo,
  formatCoordinates,
  formatDistance,
  formatDuration,
  formatHeading,
  formatSpeed,
} from '../../staticwebapp/src/lib/format.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const ago = (seconds: number) => formatAgo(new Date(NOW - seconds * 1000).toISOString(), NOW);

test('speed is shown in whole kilometres an hour', () => {
  expect([0, 13.9, 27.78].map(formatSpeed)).toEqual(['0 km/h', '50 km/h', '100 km/h']);
});

test('distance has as many digits as anybody needs', () => {
  expect([0, 999, 1_000, 12_340, 412_600].map(formatDistance)).toEqual(['0 m', '999 m', '1.0 km', '12.3 km', '413 km']);
});

test('duration never shows sixty minutes', () => {
  expect([5, 90, 3_590, 3_600, 7_500].map(formatDuration)).toEqual([
    '5 s',
    '2 min',
    '1 h 00 min',
    '1 h 00 min',
    '2 h 05 min',
  ]);
});

test('age is told in the unit that matters; a clock ahead of ours reads as now', () => {
  expect([-30, 0, 4, 12, 59, 60, 3_599, 3_600, 86_400, 200_000].map(ago)).toEqual([
    'just now',
    'just now',
    'just now',
    '12 s ago',
    '59 s ago',
    '1 min ago',
    '59 min ago',
    '1 h ago',
    'yesterday',
    '2 days ago',
  ]);
});

test('headings of any turn have a point of the compass', () => {
  expect([0, 11, 12, 90, 348.7, 348.8, 360, -90, 719].map(compassPoint)).toEqual([
    'N',
    'N',
    'NNE',
    'E',
    'NNW',
    'N',
    'N',
    'W',
    'N',
  ]);
  expect(formatHeading(359.7)).toBe('N · 0°');
});

test('coordinates have five decimals', () => {
  expect(formatCoordinates(52.3740312, -4.9)).toBe('52.37403, -4.90000');
});

test('known attributes come first, in their own words; others by name; nonsense not at all', () => {
  const facts = attributeFacts({
    satellites: 11,
    odometer: 48_231_400,
    ignition: false,
    batteryLevel: 86.6,
    tripId: 'r-14',
    raw: { deep: true },
    empty: '',
  });
  expect(facts).toEqual([
    { label: 'Ignition', value: 'Off' },
    { label: 'Battery', value: '87 %' },
    { label: 'Odometer', value: '48,231 km' },
    { label: 'Satellites', value: '11' },
    { label: 'Trip id', value: 'r-14' },
  ]);
  expect(attributeFacts(undefined)).toEqual([]);
});
