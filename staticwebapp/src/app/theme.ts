import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

/** The brand's own blue-green, from the palest wash to the deepest ink. */
const lagoon: MantineColorsTuple = [
  '#e9f7f8',
  '#d5ecee',
  '#a9d8dc',
  '#7ac3ca',
  '#54b1ba',
  '#3ca6b1',
  '#2d9fab',
  '#1b8a96',
  '#0d737e',
  '#005d67',
];

/** Slate instead of the kit's neutral grey, so that dark surfaces sit with the map. */
const slate: MantineColorsTuple = [
  '#d5dde6',
  '#a2afbd',
  '#8593a3',
  '#5c6a79',
  '#3d4a58',
  '#2f3a46',
  '#202934',
  '#171e26',
  '#121820',
  '#0c1116',
];

export const theme = createTheme({
  colors: { lagoon, dark: slate },
  primaryColor: 'lagoon',
  primaryShade: 8,
  autoContrast: true,
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Drawer: { styles: { title: { fontWeight: 640, letterSpacing: '-0.01em' } } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 12.5 } },
  },
});

/** The same key as `public/color-scheme.js` reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'wayfleet-color-scheme' });
