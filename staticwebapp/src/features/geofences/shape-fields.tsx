import { Button, CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatCoordinates } from '../../lib/format.ts';
import {
  DRAWN_TYPES,
  type Drawing,
  type DrawnType,
  newDrawing,
  type Point,
  parsedPoint,
  shapeOf,
} from '../../lib/geofences/drawing.ts';
import classes from './geofences.module.css';

/** A list of more is of no use to anybody; the map still shows them all. */
const MOST_FIELDS = 60;

const TYPE_WORDS: Readonly<Record<DrawnType, string>> = {
  circle: 'Circle',
  rectangle: 'Box',
  polygon: 'Polygon',
  corridor: 'Corridor',
};

const HINTS: Readonly<Record<DrawnType, string>> = {
  circle: 'Click on the map where its centre is, then where it ends.',
  rectangle: 'Click on two opposite corners.',
  polygon: 'Click on the map corner by corner; click on the first one again to end.',
  corridor: 'Click along the way; click on the last place again to end.',
};

const DONE: Readonly<Record<DrawnType, string>> = {
  circle: 'Drag its centre or its edge to change it.',
  rectangle: 'Drag its corners to change it.',
  polygon: 'Drag its corners to change it; drag the small ones between them to add more.',
  corridor: 'Drag its points to change it; drag the small ones between them to add more.',
};

interface PointFieldProps {
  readonly label: string;
  readonly point: Point | undefined;
  readonly onChange: (point: Point) => void;
  readonly onRemove?: (() => void) | undefined;
}

/** A place as latitude and longitude, for whoever draws without a mouse. */
const PointField = ({ label, point, onChange, onRemove }: PointFieldProps) => {
  const shown = point ? formatCoordinates(point.lat, point.lon) : '';
  const [typed, setTyped] = useState<string>();
  const wrong = typed !== undefined && typed.trim() !== '' && !parsedPoint(typed);
  const leave = () => {
    const parsed = typed === undefined || typed === shown ? undefined : parsedPoint(typed);
    if (parsed) onChange(parsed);
    if (!wrong) setTyped(undefined);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder="Latitude, longitude"
      leftSection={<span className={classes.pointLabel}>{label}</span>}
      leftSectionWidth={74}
      rightSection={onRemove && <CloseButton size="xs" aria-label={`Remove ${label}`} onClick={onRemove} />}
      value={typed ?? shown}
      error={wrong ? 'Latitude and longitude in degrees: 50.94, 6.96' : undefined}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        leave();
      }}
    />
  );
};

const labelOf = (type: DrawnType, index: number): string => {
  if (type === 'circle') return 'Centre';
  return type === 'corridor' ? `Point ${index + 1}` : `Corner ${index + 1}`;
};

const FEWEST: Readonly<Record<DrawnType, number>> = { circle: 1, rectangle: 2, polygon: 3, corridor: 2 };

const SizeField = ({ drawing, onChange }: { readonly drawing: Drawing; readonly onChange: (size: number) => void }) => {
  const { type, size } = drawing;
  if (type !== 'circle' && type !== 'corridor') return null;
  return (
    <TextInput
      size="xs"
      type="number"
      min={10}
      label={type === 'circle' ? 'Radius, m' : 'Width from edge to edge, m'}
      name="size"
      value={Number.isFinite(size) && size > 0 ? String(size) : ''}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
    />
  );
};

interface ShapeFieldsProps {
  readonly drawing: Drawing;
  readonly onChange: (drawing: Drawing) => void;
  readonly error?: string | undefined;
}

/** What it covers: drawn on the map, or typed here. */
export const ShapeFields = ({ drawing, onChange, error }: ShapeFieldsProps) => {
  const { type, points } = drawing;
  const fixed = type === 'circle' || type === 'rectangle';
  const shown = points.slice(0, MOST_FIELDS);
  const more = points.length < (fixed ? FEWEST[type] : MOST_FIELDS);
  const setPoint = (index: number, point: Point) =>
    onChange({ ...drawing, points: points.toSpliced(index, 1, point), open: drawing.open && index < points.length });
  const addPoint = (point: Point) => onChange({ ...drawing, points: [...points, point] });
  return (
    <fieldset className={classes.fields}>
      <legend>Shape</legend>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Kind of shape"
        data={DRAWN_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
        value={type}
        onChange={(value) => onChange(newDrawing(DRAWN_TYPES.find((one) => one === value) ?? type))}
      />
      <p className={classes.hint} role="status">
        {drawing.open ? HINTS[type] : DONE[type]}
      </p>
      <SizeField drawing={drawing} onChange={(size) => onChange({ ...drawing, size })} />
      <div className={classes.points}>
        {shown.map((point, index) => (
          <PointField
            // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place in the order
            key={index}
            label={labelOf(type, index)}
            point={point}
            onChange={(changed) => setPoint(index, changed)}
            onRemove={
              !fixed && points.length > FEWEST[type]
                ? () => onChange({ ...drawing, points: points.toSpliced(index, 1) })
                : undefined
            }
          />
        ))}
        {more && (
          <PointField
            key={`next ${points.length}`}
            label={labelOf(type, points.length)}
            point={undefined}
            onChange={addPoint}
          />
        )}
        {points.length > MOST_FIELDS && <p className={classes.soft}>and {points.length - MOST_FIELDS} more</p>}
      </div>
      {drawing.open && !fixed && shapeOf(drawing) && (
        <Button size="compact-xs" variant="default" onClick={() => onChange({ ...drawing, open: false })}>
          That is all of it
        </Button>
      )}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
};
