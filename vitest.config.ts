import { defineConfig } from 'vitest/config'

/**
 * Unit tests beside the files, and what plays under a virtual clock: it needs no quiet machine. Whole-product
 * tests have their own runner in `e2e/`.
 */
export default defineConfig({
  test: {
    include: [
      'connectors/**/*.test.{ts,tsx}',
      'widget/**/*.test.{ts,tsx}',
      'demo-host/**/*.test.{ts,tsx}',
      'e2e/unit/**/*.test.ts',
      'e2e/bench/**/*.test.ts',
      'e2e/hard/{interleavings,mutants}.test.ts',
    ],
    environment: 'node',
    // One time zone, whatever the machine's: a day of the card is the same day in every run.
    env: { TZ: 'Europe/Madrid' },
    // They only end what waits in vain: a busy machine takes many times as long as a quiet one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // An event is waited for as long as a busy machine needs; what comes at once costs nothing.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
})
