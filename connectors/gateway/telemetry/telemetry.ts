import { meter } from './meter.ts'

/** What the gateway tells whoever runs it: counters for Prometheus, and one JSON line per request. Neither ever holds personal data. */
export interface Watch {
  count(name: Counter, labels?: Readonly<Record<string, string>>, by?: number): void
  time(name: Histogram, labels: Readonly<Record<string, string>>, seconds: number): void
  gauge(name: Gauge, by: number): void
  /** How something stands now, under these labels. */
  level(name: Level, labels: Readonly<Record<string, string>>, value: number): void
  log(line: LogLine): void
  /** What was timed under exactly these labels, in seconds; undefined when nothing was. */
  measured(
    name: Histogram,
    labels: Readonly<Record<string, string>>,
  ): { mean: number; count: number } | undefined
  /** Prometheus text, version 0.0.4. */
  text(): string
}
export type LogLine = { log: string } & Readonly<Record<string, string | number | boolean | undefined>>

const counters = {
  ficha_requests_total: 'Requests answered, by route, method and status.',
  ficha_sessions_refused_total: 'Host tokens refused, by cause.',
  ficha_events_total: 'Card events sent, by kind.',
  ficha_streams_total: 'Card streams ended, by how.',
  ficha_audit_lines_total: 'Audit lines made durable, by act and outcome.',
  ficha_audit_failures_total: 'Audit lines that could not be written.',
  ficha_upstream_requests_total: 'Requests to connected systems, by connector and outcome.',
  ficha_upstream_refused_total: 'Requests the door did not let out, by connector and cause.',
  ficha_refusals_total: 'Requests refused, by code.',
  ficha_reveals_total: 'Masked values asked for, by outcome.',
  ficha_publications_total: 'Fichas published.',
  ficha_failures_total: 'Failures inside the gateway.',
} as const
const histograms = {
  ficha_identify_seconds: 'Time from the request to knowing who it is, by the key that told.',
  ficha_request_seconds: 'Time to the response headers, by route.',
  ficha_upstream_seconds: 'Time to the whole answer of a connected system, by connector.',
} as const
const gauges = {
  ficha_streams_open: 'Card streams open now.',
  ficha_polls_open: 'Long polls open now.',
} as const
const states = {
  ficha_breaker_open: 'Whether a connected system is left alone for a while: 1 open, 0.5 on trial, 0 closed.',
} as const
export type Level = keyof typeof states
export type Counter = keyof typeof counters
export type Histogram = keyof typeof histograms
export type Gauge = keyof typeof gauges
const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const escaped = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
const labelled = (labels: Readonly<Record<string, string>>) => {
  const inside = Object.entries(labels)
    .map(([k, value]) => `${k}="${escaped(value)}"`)
    .join(',')
  return inside ? `{${inside}}` : ''
}

/** `write` takes one finished line without its newline. */
export function createWatch(write: (line: string) => void): Watch {
  const counted = new Map<string, number>()
  const timed = new Map<
    string,
    {
      name: Histogram
      labels: Readonly<Record<string, string>>
      buckets: number[]
      sum: number
      count: number
    }
  >()
  const levels = new Map<Gauge, number>()
  const standing = new Map<string, { name: Level; value: number }>()
  return {
    count(name, labels = {}, by = 1) {
      const key = `${name}${labelled(labels)}`
      counted.set(key, (counted.get(key) ?? 0) + by)
      meter.count(name, labels, by)
    },
    time(name, labels, seconds) {
      const key = `${name}${labelled(labels)}`
      const found = timed.get(key) ?? { name, labels, buckets: bounds.map(() => 0), sum: 0, count: 0 }
      bounds.forEach((bound, i) => {
        if (seconds <= bound) found.buckets[i] = (found.buckets[i] as number) + 1
      })
      found.sum += seconds
      found.count += 1
      timed.set(key, found)
      meter.time(name, labels, seconds)
    },
    gauge(name, by) {
      levels.set(name, (levels.get(name) ?? 0) + by)
      meter.gauge(name, by)
    },
    level(name, labels, value) {
      const key = `${name}${labelled(labels)}`
      meter.level(name, labels, value)
      standing.set(key, { name, value })
    },
    measured(name, labels) {
      const found = timed.get(`${name}${labelled(labels)}`)
      return found && { mean: found.sum / found.count, count: found.count }
    },
    log(line) {
      write(JSON.stringify({ at: new Date().toISOString(), ...line }))
    },
    text() {
      const out: string[] = []
      for (const [name, help] of Object.entries(counters)) {
        out.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`)
        for (const [key, value] of counted)
          if (key === name || key.startsWith(`${name}{`)) out.push(`${key} ${value}`)
      }
      for (const [name, help] of Object.entries(gauges))
        out.push(
          `# HELP ${name} ${help}`,
          `# TYPE ${name} gauge`,
          `${name} ${levels.get(name as Gauge) ?? 0}`,
        )
      for (const [name, help] of Object.entries(states)) {
        out.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`)
        for (const [key, one] of standing) if (one.name === name) out.push(`${key} ${one.value}`)
      }
      for (const [name, help] of Object.entries(histograms)) {
        out.push(`# HELP ${name} ${help}`, `# TYPE ${name} histogram`)
        for (const h of timed.values()) {
          if (h.name !== name) continue
          bounds.forEach((bound, i) =>
            out.push(`${name}_bucket${labelled({ ...h.labels, le: String(bound) })} ${h.buckets[i]}`),
          )
          out.push(
            `${name}_bucket${labelled({ ...h.labels, le: '+Inf' })} ${h.count}`,
            `${name}_sum${labelled(h.labels)} ${h.sum}`,
            `${name}_count${labelled(h.labels)} ${h.count}`,
          )
        }
      }
      return `${out.join('\n')}\n`
    },
  }
}
