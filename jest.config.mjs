/** One runner for every kind of test. Source is compiled to CommonJS by swc; `import()` stays native. */
export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: false },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  // Nothing that passes takes a quarter of it where the cores are free; CI has two slow ones.
  testTimeout: 60_000,
  maxWorkers: 2,
};
