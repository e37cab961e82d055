import {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type InstrumentName,
  instruments,
  type Labels,
  type UpDownName,
} from './instruments.ts'
import { openTelemetry } from './open-telemetry.ts'

/** What the gateway counts and times. */
export interface Metrics {
  /** Adds to a counter. */
  count(name: CounterName, labels?: Labels, by?: number): void
  /** Adds to a counter that can also go down. */
  change(name: UpDownName, by: number): void
  /** Sets the present value under these labels. */
  set(name: GaugeName, labels: Labels, value: number): void
  /** How long something took. */
  time(name: HistogramName, labels: Labels, seconds: number): void
  /** Mean in seconds under exactly these labels; undefined when nothing was timed. */
  mean(name: HistogramName, labels: Labels): { mean: number; count: number } | undefined
  /** Prometheus text, version 0.0.4. */
  text(): string
}

/**
 * One line of an instrument. `buckets` of a histogram only: how many took at most `bounds[i]`; its `value` is
 * their sum.
 */
interface Series {
  labels: Labels
  value: number
  count: number
  buckets: number[]
}

/** Upper bounds of a histogram's buckets, in seconds. */
const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Stores every figure, writes them as Prometheus text, and passes each on to OpenTelemetry. */
export function createMetrics(): Metrics {
  const seriesByName = new Map<InstrumentName, Map<string, Series>>()
  const forward = openTelemetry()
  const seriesOf = (name: InstrumentName, labels: Labels): Series => {
    const all = seriesByName.get(name) ?? new Map<string, Series>()
    seriesByName.set(name, all)
    const key = labelled(labels)
    const series = all.get(key) ?? { labels, value: 0, count: 0, buckets: bounds.map(() => 0) }
    all.set(key, series)
    return series
  }
  const add = (name: CounterName | UpDownName, labels: Labels, by: number) => {
    seriesOf(name, labels).value += by
    forward(name, labels, by)
  }
  return {
    count: (name, labels = {}, by = 1) => add(name, labels, by),
    change: (name, by) => add(name, {}, by),
    set(name, labels, value) {
      seriesOf(name, labels).value = value
      forward(name, labels, value)
    },
    time(name, labels, seconds) {
      const series = seriesOf(name, labels)
      series.value += seconds
      series.count += 1
      bounds.forEach((bound, i) => {
        if (seconds <= bound) series.buckets[i] = (series.buckets[i] as number) + 1
      })
      forward(name, labels, seconds)
    },
    mean(name, labels) {
      const series = seriesByName.get(name)?.get(labelled(labels))
      return series && { mean: series.value / series.count, count: series.count }
    },
    text() {
      const lines = (Object.keys(instruments) as InstrumentName[]).flatMap((name) => [
        `# HELP ${name} ${instruments[name].help}`,
        `# TYPE ${name} ${prometheusType[instruments[name].kind]}`,
        ...samplesOf(name, [...(seriesByName.get(name)?.values() ?? [])]),
      ])
      return `${lines.join('\n')}\n`
    },
  }
}

const prometheusType = { counter: 'counter', 'up-down': 'gauge', gauge: 'gauge', histogram: 'histogram' }

function samplesOf(name: InstrumentName, all: readonly Series[]): string[] {
  const { kind } = instruments[name]
  if (kind === 'up-down') return [`${name} ${all[0]?.value ?? 0}`]
  if (kind !== 'histogram') return all.map(({ labels, value }) => `${name}${labelled(labels)} ${value}`)
  return all.flatMap(({ labels, value, count, buckets }) => [
    ...bounds.map((bound, i) => `${name}_bucket${labelled({ ...labels, le: String(bound) })} ${buckets[i]}`),
    `${name}_bucket${labelled({ ...labels, le: '+Inf' })} ${count}`,
    `${name}_sum${labelled(labels)} ${value}`,
    `${name}_count${labelled(labels)} ${count}`,
  ])
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
function labelled(labels: Labels): string {
  const inside = Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')
  return inside ? `{${inside}}` : ''
}
