import type { VehicleStatus } from '../lib/fleet/vehicle-status.ts';

interface StatusGlyphProps {
  readonly status: VehicleStatus;
  /** Degrees clockwise from north; turns the arrow of a moving vehicle. */
  readonly heading?: number | undefined;
  readonly size?: number;
}

/** The same three shapes as on the map, so that status never depends on colour alone. */
export const StatusGlyph = ({ status, heading = 0, size = 18 }: StatusGlyphProps) => (
  <svg
    width={size}
    height={size}
    viewBox="-12 -12 24 24"
    aria-hidden="true"
    style={{ color: `var(--status-${status})`, flex: 'none' }}
  >
    {status === 'moving' && (
      <path d="M0-9.5 7 8.2 0 4.6-7 8.2Z" fill="currentColor" strokeLinejoin="round" transform={`rotate(${heading})`} />
    )}
    {status === 'stopped' && (
      <>
        <circle r="8" fill="currentColor" />
        <rect x="-2.8" y="-2.8" width="5.6" height="5.6" rx="1" fill="var(--surface)" />
      </>
    )}
    {status === 'offline' && <circle r="6.4" fill="none" stroke="currentColor" strokeWidth="3" />}
  </svg>
);
