// What other areas may ask this one to do.

export { type FenceIndex, fenceIndex } from './fence-index.ts';
export { fencesOf } from './fences-of.ts';
export { visitRecorder } from './visits/recorder.ts';
