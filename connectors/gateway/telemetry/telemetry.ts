import { createMetrics, type Metrics } from './metrics.ts'

/**
 * What the gateway reports to its operator: figures, and one JSON line per request. Neither ever holds personal
 * data.
 */
export interface Telemetry extends Metrics {
  log(line: LogLine): void
}
export type LogLine = { log: string } & Readonly<Record<string, string | number | boolean | undefined>>

/** `write` takes one finished line without its newline. */
export const createTelemetry = (write: (line: string) => void): Telemetry => ({
  ...createMetrics(),
  log: (line) => write(JSON.stringify({ at: new Date().toISOString(), ...line })),
})
