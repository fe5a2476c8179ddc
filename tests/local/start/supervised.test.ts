import { type Supervised, type SuperviseOptions, supervise } from '../../../local/supervisor/supervisor.ts';
import { fixture, isAlive, until } from './support.ts';

let lines: string[] = [];
const started: Supervised[] = [];

const play = (manner: string, options: Partial<SuperviseOptions> = {}): Supervised => {
  const print = (line: string) => lines.push(line);
  const one = supervise([fixture('player.ts'), 'player', manner], { print, ...options });
  started.push(one);
  return one;
};

const times = (line: string) => lines.filter((other) => other === line).length;

beforeEach(() => {
  lines = [];
});

afterEach(() => {
  for (const one of started.splice(0)) one.kill();
});

test('A process that is killed is started again', async () => {
  const player = play('steady');
  expect(await player.ready).toEqual({ name: 'player' });
  const { pid = 0 } = player;

  process.kill(pid, 'SIGKILL');

  await until('it has started again', () => times('player starts') === 2);
  expect(player.pid).not.toBe(pid);
  expect(lines).toContain('ended with SIGKILL; starting it again');
});

test('A process that cannot live is started again and again', async () => {
  play('frail');

  await until('it has started three times', () => times('player starts') >= 3);

  expect(lines.find((line) => line.startsWith('ended'))).toBe('ended with code 3; starting it again');
});

test('A process that is stopped ends in an orderly way and stays away', async () => {
  const player = play('steady');
  await player.ready;
  const { pid = 0 } = player;

  await Promise.all([player.stop(), player.stop()]);
  player.restart();

  expect(isAlive(pid)).toBe(false);
  expect(player.pid).toBeUndefined();
  expect(lines).toEqual(['player starts', 'player is asked to end']);
});

test('A process that is between two lives can be stopped', async () => {
  const player = play('frail');
  await until('it has ended', () => lines.some((line) => line.startsWith('ended')));
  await player.stop();
  const before = times('player starts');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(times('player starts')).toBe(before);
  expect(player.pid).toBeUndefined();
});

test('A process that does not end when asked to is killed', async () => {
  const player = play('stubborn', { patience: 100 });
  await player.ready;
  const { pid = 0 } = player;

  await player.stop();

  expect(isAlive(pid)).toBe(false);
  expect(lines).toContain('does not end within 0.1 s of being asked to; killing it');
});

test('A restart lets it end in an orderly way and starts it again', async () => {
  const player = play('steady');
  await player.ready;

  player.restart();
  await until('it has started again', () => times('player starts') === 2);

  await until('it has said so', () => times('player is asked to end') === 1);
  expect(times('ended with code 0; starting it again')).toBe(1);
});
