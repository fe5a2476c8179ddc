import { realpathSync } from 'node:fs';

/** Whether `file` is what Node was asked to run, rather than a module of it. (`import.meta.main` came with Node 24.2.) */
export const isProgram = (file: string): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === file;
