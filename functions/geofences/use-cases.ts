// What other areas may ask this one to do.

export { visitRecorder } from './visits/recorder.ts';
