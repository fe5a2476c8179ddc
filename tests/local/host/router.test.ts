import fc from 'fast-check';
import { createRouter } from '../../../local/host/http/router.ts';
import { covered, refused } from '../conformance.ts';

const router = (...routes: [template: string, methods?: string[]][]) => {
  const built = createRouter<{ name: string }>();
  for (const [template, methods = ['GET']] of routes) built.add(template, methods, { name: template });
  return (path: string, method = 'GET') => {
    const { target, params } = built.find(method, path) ?? {};
    return target && { target: target.name, params };
  };
};

describe(covered('Route precedence as in ASP.NET'), () => {
  it('is decided segment by segment: literal, parameter, rest', () => {
    const find = router(['a/{*rest}'], ['a/{name}'], ['a/b'], ['{area}/b/c']);
    const winner = (path: string) => find(path)?.target;
    expect(winner('/a/b')).toBe('a/b');
    expect(winner('/a/seven')).toBe('a/{name}');
    expect(winner('/a/b/c/d')).toBe('a/{*rest}');
    expect(winner('/z/b/c')).toBe('{area}/b/c');
  });

  it('comes back from a way that leads nowhere', () => {
    const find = router(['a/b/c'], ['a/{x}/d'], ['{y}/b/e']);
    expect(find('/a/b/d')).toEqual({ target: 'a/{x}/d', params: { x: 'b' } });
    expect(find('/a/b/e')).toEqual({ target: '{y}/b/e', params: { y: 'a' } });
    expect(find('/a/b/f')).toBeUndefined();
  });

  it('depends on the method, too', () => {
    const find = router(['a/b', ['POST']], ['a/{x}', ['GET']]);
    expect(find('/a/b', 'POST')?.target).toBe('a/b');
    expect(find('/a/b', 'GET')).toEqual({ target: 'a/{x}', params: { x: 'b' } });
    expect(find('/a/b', 'PUT')).toBeUndefined();
  });

  it('prefers a path that is spelt out to one with a part left out', () => {
    const find = router(['files/{*rest}'], ['files'], ['things/{id?}']);
    expect(find('/files')?.target).toBe('files');
    expect(find('/files/')?.target).toBe('files');
    expect(find('/files/a/b')).toEqual({ target: 'files/{*rest}', params: { rest: 'a/b' } });
    expect(find('/things')).toEqual({ target: 'things/{id?}', params: {} });
  });

  it('is refused when it cannot be decided', () => {
    expect(() => router(['a/{x}'], ['a/{y}'])).toThrow('"a/{y}" answers GET a/{y}, and so does "a/{x}".');
    expect(() => router(['a/{x}', ['GET']], ['a/{y}', ['POST']])).not.toThrow();
  });
});

describe(covered('Route parameters: plain, optional, catch-all'), () => {
  it('gets its value back whatever it is, as long as it has no slash', () => {
    const find = router(['v/{p}/end']);
    const values = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => !text.includes('/') && text.isWellFormed());
    fc.assert(
      fc.property(values, (value) => expect(find(`/v/${encodeURIComponent(value)}/end`)?.params).toEqual({ p: value })),
    );
  });

  it('keeps an escape that means nothing', () => {
    expect(router(['v/{p}'])('/v/100%')?.params).toEqual({ p: '100%' });
  });
});

describe(refused('Route constraints, default values and segments of several parts'), () => {
  it.each([
    ['v{major}-{minor}', '"v{major}-{minor}" is not a parameter the local host knows'],
    ['{p:int}', '"{p:int}" is not a parameter the local host knows'],
    ['{p:length(3)}', '"{p:length(3)}" is not a parameter the local host knows'],
    ['{p:int:min(1)}', '"{p:int:min(1)}" is not a parameter the local host knows'],
    ['{p:regex(^v\\d{{1,2}}$)}', 'is not a parameter the local host knows'],
    ['{page=1}', '"{page=1}" is not a parameter the local host knows'],
    ['{p p}', '"{p p}" is not a parameter the local host knows'],
    ['{p', '"{p" is not a parameter the local host knows'],
  ])('%s is refused', (template, text) => {
    expect(() => router([template])).toThrow(text);
  });
});
