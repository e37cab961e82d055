import { type Counter, type Gauge, type Histogram, metrics, type UpDownCounter } from '@opentelemetry/api'

type Labels = Readonly<Record<string, string>>
/** `ficha_upstream_requests_total` is `ficha.upstream.requests` to OpenTelemetry; units go apart. */
const named = (name: string): string => name.replace(/_(total|seconds)$/, '').replaceAll('_', '.')

/** The same figures by the OpenTelemetry API: they go nowhere, and cost next to nothing, until the operator installs an SDK. */
function createMeter() {
  const made = new Map<string, Counter | Histogram | UpDownCounter | Gauge>()
  const one = <T extends Counter | Histogram | UpDownCounter | Gauge>(
    name: string,
    make: (of: string) => T,
  ): T => {
    const known = made.get(name) as T | undefined
    if (known) return known
    const fresh = make(named(name))
    made.set(name, fresh)
    return fresh
  }
  const of = () => metrics.getMeter('ficha')
  return {
    count: (name: string, labels: Labels, by: number) =>
      one(name, (n) => of().createCounter(n)).add(by, labels),
    time: (name: string, labels: Labels, seconds: number) =>
      one(name, (n) => of().createHistogram(n, { unit: 's' })).record(seconds, labels),
    gauge: (name: string, by: number) => one(name, (n) => of().createUpDownCounter(n)).add(by),
    level: (name: string, labels: Labels, value: number) =>
      one(name, (n) => of().createGauge(n)).record(value, labels),
  }
}
export const meter = createMeter()
