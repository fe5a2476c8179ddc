import type { Geofence } from '../../../../shared/client/routes.ts';
import { formatDuration, formatSpeed } from '../format.ts';
import { kilometresPerHour, metresPerSecond } from '../units.ts';
import { type ActiveTime, activeWords } from './active-times.ts';
import { type Drawing, drawingOf, newDrawing, shapeOf } from './drawing.ts';
import type { GeofencePatch, NewGeofence, Rules } from './geofences.ts';

/** What somebody has filled in: numbers as they were typed, in the units that people use. */
export interface GeofenceForm {
  readonly name: string;
  readonly description: string;
  readonly colour: string;
  /** Absent of one that moves with a vehicle: that is not drawn. */
  readonly drawing: Drawing | undefined;
  /** km/h. */
  readonly speedLimit: string;
  readonly dwellMinutes: string;
  readonly expectInside: boolean;
  readonly groupIds: readonly string[];
  readonly vehicleIds: readonly string[];
  readonly activeTimes: readonly ActiveTime[];
}

export const COLOURS = [
  '#0d737e',
  '#1c7ed6',
  '#7c4dff',
  '#c2185b',
  '#d63b3b',
  '#e07a10',
  '#2b8a3e',
  '#5f6b7a',
] as const;

export const emptyForm: GeofenceForm = {
  name: '',
  description: '',
  colour: COLOURS[0],
  drawing: newDrawing('polygon'),
  speedLimit: '',
  dwellMinutes: '',
  expectInside: false,
  groupIds: [],
  vehicleIds: [],
  activeTimes: [],
};

const typed = (value: number | undefined): string => (value === undefined ? '' : String(Math.round(value * 10) / 10));

export const formOf = ({ name, description = '', colour = COLOURS[0], shape, rules }: Geofence): GeofenceForm => ({
  name,
  description,
  colour,
  drawing: drawingOf(shape),
  speedLimit: typed(rules.speedLimit === undefined ? undefined : kilometresPerHour(rules.speedLimit)),
  dwellMinutes: typed(rules.dwellSeconds === undefined ? undefined : rules.dwellSeconds / 60),
  expectInside: rules.expectInside ?? false,
  groupIds: rules.appliesTo?.groupIds ?? [],
  vehicleIds: rules.appliesTo?.vehicleIds ?? [],
  activeTimes: rules.activeTimes ?? [],
});

const numberOf = (text: string): number | undefined => {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
};

/** Whether what was typed can be sent at all: the API says the rest. */
export const isNumber = (text: string): boolean => text.trim() === '' || numberOf(text) !== undefined;

/** The rules as they were filled in, with those that the form does not show as they are. */
export const rulesOf = (form: GeofenceForm, before: Rules = {}): Rules => {
  const { altitude, debounce } = before;
  const { groupIds, vehicleIds, activeTimes, expectInside } = form;
  const speed = numberOf(form.speedLimit);
  const dwell = numberOf(form.dwellMinutes);
  const applies = { ...(groupIds.length > 0 && { groupIds }), ...(vehicleIds.length > 0 && { vehicleIds }) };
  return {
    ...(altitude && { altitude }),
    ...(debounce && { debounce }),
    ...(activeTimes.length > 0 && { activeTimes }),
    ...(speed !== undefined && { speedLimit: metresPerSecond(speed) }),
    ...(dwell !== undefined && { dwellSeconds: Math.round(dwell * 60) }),
    ...(expectInside && { expectInside }),
    ...(Object.keys(applies).length > 0 && { appliesTo: applies }),
  };
};

/** What is sent to draw a new one; `undefined` while its shape is not complete. */
export const newGeofenceOf = (form: GeofenceForm): NewGeofence | undefined => {
  const shape = form.drawing && shapeOf(form.drawing);
  const { name, description, colour } = form;
  return shape && { name, shape, colour, rules: rulesOf(form), ...(description.trim() && { description }) };
};

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** What is sent to change one: only what is another now. */
export const changeOf = (
  geofence: Geofence,
  form: GeofenceForm,
): { readonly patch?: GeofencePatch; readonly shape?: Geofence['shape'] } => {
  const before = formOf(geofence);
  const { name, description, colour } = form;
  const rules = rulesOf(form, geofence.rules);
  const patch: GeofencePatch = {
    ...(name !== before.name && { name }),
    ...(description !== before.description && { description: description.trim() || null }),
    ...(colour !== before.colour && { colour }),
    ...(differs(rules, rulesOf(before, geofence.rules)) && { rules }),
  };
  const shape = form.drawing && shapeOf(form.drawing);
  const redrawn = shape && differs(form.drawing?.points, before.drawing?.points);
  const resized = shape && form.drawing?.size !== before.drawing?.size;
  return { ...(Object.keys(patch).length > 0 && { patch }), ...((redrawn || resized) && { shape }) };
};

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The rules in sentences. */
export const rulesWords = ({
  speedLimit,
  dwellSeconds,
  expectInside,
  appliesTo,
  activeTimes = [],
}: Rules): readonly string[] => {
  const { groupIds = [], vehicleIds = [] } = appliesTo ?? {};
  const watched = [
    ...(groupIds.length > 0 ? [`the vehicles of ${counted(groupIds.length, 'group')}`] : []),
    ...(vehicleIds.length > 0 ? [counted(vehicleIds.length, 'vehicle')] : []),
  ];
  return [
    `Watches ${watched.join(' and ') || 'every vehicle of its group'}.`,
    ...(speedLimit === undefined ? [] : [`Inside, ${formatSpeed(speedLimit)} are allowed.`]),
    ...(dwellSeconds === undefined ? [] : [`Tells of whoever stays for ${formatDuration(dwellSeconds)}.`]),
    ...(expectInside ? ['The vehicles should be inside: it tells when they are not.'] : []),
    activeTimes.length === 0 ? 'Always active.' : `Active ${activeTimes.map(activeWords).join('; ')}.`,
  ];
};
