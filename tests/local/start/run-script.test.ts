import { runScript } from '../../../local/supervisor/supervisor.ts';
import { fixture } from './support.ts';

const output = async (...command: string[]): Promise<string[]> => {
  const lines: string[] = [];
  await runScript(command, { print: (line) => lines.push(line) });
  return lines;
};

test('A script that works with processes of its own gets its answers', async () => {
  expect(await output(fixture('forking.ts'))).toEqual(['answer to question']);
});

test('A script that fails is an error that names it and its exit code', async () => {
  await expect(output(fixture('player.ts'), 'player', 'frail')).rejects.toThrow(/player\.ts ended with code 3\.$/);
});
