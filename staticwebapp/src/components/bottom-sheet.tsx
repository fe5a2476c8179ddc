import { UnstyledButton } from '@mantine/core';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './bottom-sheet.module.css';

declare module 'react' {
  interface CSSProperties {
    '--lift'?: string;
  }
}

/** How far up the sheet is. */
export type SheetLevel = 'peek' | 'half' | 'full';

const LEVELS: readonly SheetLevel[] = ['peek', 'half', 'full'];

/** The level a drag ends at: the next one in its direction, two for a long one. */
export const levelAfterDrag = (level: SheetLevel, upwards: number, height: number): SheetLevel => {
  if (Math.abs(upwards) < 24) return level;
  const steps = Math.sign(upwards) * (Math.abs(upwards) > height * 0.45 ? 2 : 1);
  const index = Math.min(LEVELS.length - 1, Math.max(0, LEVELS.indexOf(level) + steps));
  return LEVELS[index] ?? level;
};

interface BottomSheetProps {
  readonly label: string;
  readonly level: SheetLevel;
  readonly onLevel: (level: SheetLevel) => void;
  readonly children: ReactNode;
}

/** A sheet over the lower edge of a phone's screen, dragged by its handle or toggled with a tap or a key. */
export const BottomSheet = ({ label, level, onLevel, children }: BottomSheetProps) => {
  const drag = useRef<{ startY: number; moved: boolean }>(undefined);
  const [lift, setLift] = useState(0);

  const start = (event: PointerEvent<HTMLElement>) => {
    drag.current = { startY: event.clientY, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const upwards = drag.current.startY - event.clientY;
    drag.current.moved ||= Math.abs(upwards) > 6;
    setLift(upwards);
  };
  const end = (event: PointerEvent) => {
    if (!drag.current) return;
    if (drag.current.moved) onLevel(levelAfterDrag(level, drag.current.startY - event.clientY, window.innerHeight));
    setLift(0);
  };
  const toggle = () => {
    if (!drag.current?.moved) onLevel(level === 'peek' ? 'half' : 'peek');
    drag.current = undefined;
  };

  return (
    <section
      className={classes.sheet}
      aria-label={label}
      data-level={level}
      data-dragging={lift !== 0 || undefined}
      style={{ '--lift': `${lift}px` }}
    >
      <UnstyledButton
        className={classes.handle}
        aria-expanded={level !== 'peek'}
        aria-label={level === 'peek' ? `Show ${label.toLowerCase()}` : `Lower ${label.toLowerCase()}`}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onClick={toggle}
      >
        <span className={classes.grip} />
      </UnstyledButton>
      <div className={classes.content}>{children}</div>
    </section>
  );
};
