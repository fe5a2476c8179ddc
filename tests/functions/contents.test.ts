import { areas, projections } from '../../functions/index.ts';
import topics from '../../infra/topics.json' with { type: 'json' };
import { routesOf } from '../../shared/testing/routes.ts';

const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
const triggers = areas.flatMap((area) => Object.values(area.triggers));

describe('the tables of contents', () => {
  it('answer every address once', () => {
    const addresses = routesOf(areas).flatMap(({ methods, route }) =>
      methods.map((method) => `${method} ${route.replace(/\{\w+\}/g, '{}')}`),
    );
    expect(repeated(addresses)).toEqual([]);
  });

  it('give every function a name of its own, in the form of its area', () => {
    expect(repeated(areas.map(({ name }) => name))).toEqual([]);
    for (const { name, triggers } of areas)
      for (const key of Object.keys(triggers)) expect(`${name}-${key}`).toMatch(/^[a-z]+(-[a-z]+)*-[a-z][a-zA-Z]*$/);
  });

  it('call sagas and steps as their functions are called', () => {
    for (const { name: area, triggers } of areas)
      for (const [key, trigger] of Object.entries(triggers)) {
        const name = trigger.kind === 'saga' ? trigger.saga.name : trigger.kind === 'step' ? trigger.name : undefined;
        if (name) expect(name).toBe(`${area}-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
      }
  });

  it('listen to queues that exist', () => {
    const known = topics.queues.map(({ name }) => name);
    for (const trigger of triggers) if (trigger.kind === 'queue') expect(known).toContain(trigger.queue);
  });

  it('give every view a name and streams of its own', () => {
    expect(repeated(projections.map(({ name }) => name))).toEqual([]);
    const clashes = projections.flatMap((one) =>
      projections.filter((other) => other !== one && other.streams.startsWith(one.streams)).map(({ name }) => name),
    );
    expect(clashes).toEqual([]);
  });

  it('let nobody in without a scope but to see whether the app is well and what it can be asked, and to begin a session', () => {
    const open = routesOf(areas).filter(({ endpoint }) => endpoint.scope === 'anonymous');
    expect(open.map(({ route }) => route).sort()).toEqual([
      'health',
      'openapi.json',
      'problems',
      'sign-in/roles',
      '{*path}',
    ]);
  });
});
