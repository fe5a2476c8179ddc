import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { scrollToShow, virtualWindow } from '../../components/virtual-window.ts';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import { useNow } from '../../lib/use-now.ts';
import { VehicleRow } from './vehicle-row.tsx';
import classes from './vehicle-rows.module.css';

const ROW_HEIGHT = 62;

interface VehicleRowsProps {
  readonly fleet: readonly FleetVehicle[];
  readonly selectedId: string | undefined;
  readonly onSelect: (vehicleId: string) => void;
  readonly ref?: Ref<HTMLDivElement>;
}

/** A list box that renders only the rows in view: ten thousand vehicles scroll like ten. */
export const VehicleRows = ({ fleet, selectedId, onSelect, ref }: VehicleRowsProps) => {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, height } = useElementSize<HTMLDivElement>();
  const [scrollTop, setScrollTop] = useState(0);
  const [cursorId, setCursorId] = useState<string>();
  const now = useNow(5_000);
  useImperativeHandle(ref, () => scroller.current as HTMLDivElement, []);

  const indexOf = (id: string | undefined) => fleet.findIndex(({ vehicle }) => vehicle.id === id);
  const cursor = Math.max(0, indexOf(cursorId ?? selectedId));
  const rows = virtualWindow(fleet.length, ROW_HEIGHT, scrollTop, height);
  const cursorRow = fleet[cursor];
  const cursorRendered = cursor >= rows.first && cursor < rows.end;

  const moveTo = (index: number) => {
    const target = Math.min(fleet.length - 1, Math.max(0, index));
    setCursorId(fleet[target]?.vehicle.id);
    if (scroller.current)
      scroller.current.scrollTop = scrollToShow(target, ROW_HEIGHT, scroller.current.scrollTop, height);
  };

  const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
  const moves: Record<string, number> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: fleet.length - 1,
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
    } else if ((event.key === 'Enter' || event.key === ' ') && cursorRow) {
      event.preventDefault();
      onSelect(cursorRow.vehicle.id);
    }
  };

  return (
    <div
      ref={(element) => {
        scroller.current = element;
        sizeRef(element);
      }}
      className={classes.scroller}
      role="listbox"
      aria-label="Vehicles"
      tabIndex={0}
      aria-activedescendant={cursorRow && cursorRendered ? `row-${cursorRow.vehicle.id}` : undefined}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onBlur={() => setCursorId(undefined)}
    >
      <div role="presentation" style={{ height: fleet.length * ROW_HEIGHT, position: 'relative' }}>
        {fleet.slice(rows.first, rows.end).map((item, offset) => (
          <VehicleRow
            key={item.vehicle.id}
            item={item}
            now={now}
            top={(rows.first + offset) * ROW_HEIGHT}
            place={rows.first + offset + 1}
            of={fleet.length}
            selected={item.vehicle.id === selectedId}
            underCursor={item.vehicle.id === cursorRow?.vehicle.id}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  );
};
