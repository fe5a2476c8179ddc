export type ColorScheme = 'light' | 'dark';

/** Everything the map is painted with: quiet, so that the vehicles are what the eye finds. */
export interface MapPalette {
  readonly water: string;
  readonly land: string;
  readonly coast: string;
  readonly border: string;
  readonly state: string;
  readonly river: string;
  readonly town: string;
  readonly townDot: string;
  readonly townText: string;
  readonly countryText: string;
  readonly halo: string;
  readonly motorway: string;
  readonly motorwayEdge: string;
  readonly road: string;
  readonly roadEdge: string;
  readonly trackEdge: string;
  readonly trackArrow: string;
  readonly fenceText: string;
}

const light: MapPalette = {
  water: '#c6d8e1',
  land: '#f3f2ed',
  coast: '#a9bfca',
  border: '#a79cab',
  state: '#d8d4d9',
  river: '#b4ccd8',
  town: '#e4dfd3',
  townDot: '#8b939c',
  townText: '#57616c',
  countryText: '#8b8794',
  halo: '#f8f8f5',
  motorway: '#f2c98a',
  motorwayEdge: '#d9a45b',
  road: '#ffffff',
  roadEdge: '#b9b5aa',
  trackEdge: '#ffffff',
  trackArrow: '#ffffff',
  fenceText: '#2a3642',
};

const dark: MapPalette = {
  water: '#0e151c',
  land: '#1b232c',
  coast: '#2c3945',
  border: '#4b5563',
  state: '#2b3540',
  river: '#15202a',
  town: '#242e39',
  townDot: '#6b7887',
  townText: '#a3afbc',
  countryText: '#7d8896',
  halo: '#161d25',
  motorway: '#6b5a3c',
  motorwayEdge: '#12181f',
  road: '#3a4653',
  roadEdge: '#141b22',
  trackEdge: '#0e151c',
  trackArrow: '#ffffff',
  fenceText: '#e3eaf1',
};

export const mapPalette = (scheme: ColorScheme): MapPalette => (scheme === 'dark' ? dark : light);
