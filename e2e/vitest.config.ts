import { defineConfig } from 'vitest/config'

/** Whole-product tests: real browsers, real processes, one file at a time. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['e2e/**/*.test.ts'],
    exclude: [
      'e2e/unit/**',
      'e2e/hard/{interleavings,mutants}.test.ts',
      'e2e/systems/*/node_modules/**',
      '**/node_modules/**',
    ],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 180_000,
    // Playwright waits 30 s for an event by itself; what is asked again and again waits as long.
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 300_000,
    sequence: { concurrent: false },
  },
})
