import { metrics } from '@opentelemetry/api'
import { type InstrumentName, instruments, type Labels } from './instruments.ts'

/** `ficha_upstream_requests_total` is `ficha.upstream.requests` to OpenTelemetry; the unit is a field of its own. */
const otelName = (name: string): string => name.replace(/_(total|seconds)$/, '').replaceAll('_', '.')

/**
 * Passes figures to the OpenTelemetry API. They go nowhere, and cost next to nothing, until the operator
 * installs an SDK.
 */
export function openTelemetry(): (name: InstrumentName, labels: Labels, value: number) => void {
  const recorders = new Map<InstrumentName, (value: number, labels: Labels) => void>()
  return (name, labels, value) => {
    const record = recorders.get(name) ?? createRecorder(name)
    recorders.set(name, record)
    record(value, labels)
  }
}

function createRecorder(name: InstrumentName): (value: number, labels: Labels) => void {
  const meter = metrics.getMeter('ficha')
  const { kind, help: description } = instruments[name]
  if (kind === 'histogram') {
    const histogram = meter.createHistogram(otelName(name), { description, unit: 's' })
    return (value, labels) => histogram.record(value, labels)
  }
  if (kind === 'gauge') {
    const gauge = meter.createGauge(otelName(name), { description })
    return (value, labels) => gauge.record(value, labels)
  }
  const sum =
    kind === 'counter'
      ? meter.createCounter(otelName(name), { description })
      : meter.createUpDownCounter(otelName(name), { description })
  return (value, labels) => sum.add(value, labels)
}
