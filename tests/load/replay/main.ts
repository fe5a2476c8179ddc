import { HELP, parseArguments } from './arguments.ts';
import { replay } from './replay.ts';

const main = async () => {
  const args = parseArguments(process.argv.slice(2));
  if (args === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  if (!(await replay(args, process.stdout, stopping.signal))) process.exitCode = 1;
};

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
