import lock from '../../package-lock.json' with { type: 'json' };
import { completed, missingFrom } from '../lock.ts';

describe('package-lock.json', () => {
  it('has the packages of every platform; if not, run `npm run lock`', () => expect(missingFrom(lock)).toEqual([]));
});

describe('completing a lock', () => {
  const incomplete = {
    packages: {
      '': {},
      'node_modules/fast': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@fast/linux-x64-musl': '1.0.0', '@fast/darwin-arm64': '1.0.0' },
      },
      'node_modules/fast/node_modules/@fast/darwin-arm64': { version: '1.0.0' },
    },
  };

  it('adds what is missing, and says for whom it is', () => {
    expect(missingFrom(incomplete)).toEqual([{ name: '@fast/linux-x64-musl', version: '1.0.0', dev: true }]);
    expect(completed(incomplete).packages['node_modules/@fast/linux-x64-musl']).toEqual({
      version: '1.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
    expect(missingFrom(completed(incomplete))).toEqual([]);
  });

  it('refuses to guess', () => {
    const odd = { packages: { 'node_modules/fast': { optionalDependencies: { '@fast/quick': '1.0.0' } } } };
    expect(() => completed(odd)).toThrow('@fast/quick');
  });
});
