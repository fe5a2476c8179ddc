import type { CSSProperties } from 'react';

declare module 'react' {
  interface CSSProperties {
    '--cell'?: string;
  }
}

/** Where a cell of a table goes on a phone, where a row is a small card; cells without a place are not shown there. */
export const cell = (area: string, side?: 'end') => ({
  'data-cell': area,
  'data-end': side && true,
  style: { '--cell': area } satisfies CSSProperties,
});
