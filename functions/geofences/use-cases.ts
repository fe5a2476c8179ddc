// What other areas may ask this one to do.

export { fencesOf } from './fences-of.ts';
export { visitRecorder } from './visits/recorder.ts';
