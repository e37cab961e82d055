import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { Refusal } from '../../hub/ports.ts'
import { testGateway } from '../testing/test-gateway.ts'
import { instruments } from './instruments.ts'
import { createMetrics } from './metrics.ts'
import { spanned } from './spans.ts'
import { createTelemetry } from './telemetry.ts'

test('counters, levels and histograms come out as Prometheus text, each with its help', () => {
  const telemetry = createTelemetry(() => {})
  telemetry.count('ficha_reveals_total', { outcome: 'allowed' }, 2)
  telemetry.set('ficha_breaker_open', { connector: 'till' }, 1)
  telemetry.set('ficha_breaker_open', { connector: 'till' }, 0)
  telemetry.time('ficha_identify_seconds', { by: 'phone' }, 0.2)
  const text = telemetry.text()
  for (const line of [
    'ficha_reveals_total{outcome="allowed"} 2',
    'ficha_breaker_open{connector="till"} 0',
    'ficha_identify_seconds_bucket{by="phone",le="0.1"} 0',
    'ficha_identify_seconds_bucket{by="phone",le="0.25"} 1',
    'ficha_identify_seconds_count{by="phone"} 1',
    '# TYPE ficha_breaker_open gauge',
  ])
    expect(text).toContain(line)
  expect(text).not.toContain('ficha_breaker_open{connector="till"} 1')
  // every line is a comment or a sample
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.e+-]+)$/)
})

test('what took exactly as long as a bound lies within it, what took longer than all of them in none; the sum is of all', () => {
  const { time, text } = createMetrics()
  for (const seconds of [0.25, 0.5, 20]) time('ficha_upstream_seconds', { connector: 'till' }, seconds)
  const lines = text().split('\n')
  const of = (rest: string) => lines.find((line) => line.startsWith(`ficha_upstream_seconds_${rest} `))
  const bucket = (le: string) => Number(of(`bucket{connector="till",le="${le}"}`)?.split(' ')[1])
  expect(['0.1', '0.25', '0.5', '10', '+Inf'].map(bucket)).toEqual([0, 1, 2, 2, 3])
  expect(of('sum{connector="till"}')).toBe('ficha_upstream_seconds_sum{connector="till"} 20.75')
  expect(of('count{connector="till"}')).toBe('ficha_upstream_seconds_count{connector="till"} 3')
})

test('a level that nothing has changed yet is nought, and one that fell again too', () => {
  const { change, text } = createMetrics()
  expect(text()).toContain('\nficha_streams_open 0\n')
  change('ficha_streams_open', 1)
  change('ficha_streams_open', 1)
  change('ficha_streams_open', -1)
  expect(text()).toContain('\nficha_streams_open 1\n')
})

test('whatever stands in a label, its line stays one line of one label', () => {
  const { count, text } = createMetrics()
  count('ficha_refusals_total', { code: 'C:\\x"} 7\nficha_failures_total 9' })
  expect(text()).toContain('ficha_refusals_total{code="C:\\\\x\\"} 7\\nficha_failures_total 9"} 1\n')
})

test('a line of the log is JSON with its moment before all else', () => {
  const lines: string[] = []
  createTelemetry((line) => lines.push(line)).log({ log: 'failed', id: 'x' })
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), log: 'failed', id: 'x' },
  ])
  expect(lines[0]).toMatch(/^\{"at":"/)
})

test('the same figures go through the OpenTelemetry API to whatever the operator installed', () => {
  const heard: [string, number, object | undefined][] = []
  const described: [string, object | undefined][] = []
  const instrument = (name: string, options?: object) => ({
    asked: described.push([name, options]),
    add: (n: number, labels?: object) => void heard.push([name, n, labels]),
    record: (n: number, labels?: object) => void heard.push([name, n, labels]),
  })
  const provider = {
    getMeter: () => ({
      createCounter: instrument,
      createHistogram: instrument,
      createUpDownCounter: instrument,
      createGauge: instrument,
    }),
  }
  expect(metrics.setGlobalMeterProvider(provider as never)).toBe(true)
  try {
    const telemetry = createTelemetry(() => {})
    telemetry.count('ficha_publications_total')
    telemetry.time('ficha_upstream_seconds', { connector: 'till' }, 0.5)
    telemetry.change('ficha_streams_open', -1)
    telemetry.set('ficha_breaker_open', { connector: 'till' }, 0.5)
    expect(heard).toEqual([
      ['ficha.publications', 1, {}],
      ['ficha.upstream', 0.5, { connector: 'till' }],
      ['ficha.streams.open', -1, {}],
      ['ficha.breaker.open', 0.5, { connector: 'till' }],
    ])
    telemetry.count('ficha_publications_total')
    expect(described, 'each is made once').toEqual([
      ['ficha.publications', { description: instruments.ficha_publications_total.help }],
      ['ficha.upstream', { description: instruments.ficha_upstream_seconds.help, unit: 's' }],
      ['ficha.streams.open', { description: instruments.ficha_streams_open.help }],
      ['ficha.breaker.open', { description: instruments.ficha_breaker_open.help }],
    ])
  } finally {
    metrics.disable()
  }
})

test('a mean is of all that was timed under those labels, and of nothing else', () => {
  const { time, mean } = createMetrics()
  for (const seconds of [0.25, 0.75]) time('ficha_upstream_seconds', { connector: 'till' }, seconds)
  time('ficha_upstream_seconds', { connector: 'shop' }, 9)
  expect(mean('ficha_upstream_seconds', { connector: 'till' })).toEqual({ mean: 0.5, count: 2 })
  expect(mean('ficha_upstream_seconds', { connector: 'desk' })).toBeUndefined()
})

test('a span of work that failed holds the code of the error, never its message, and ends', async () => {
  const statuses: unknown[] = []
  let ended = 0
  const span = { setStatus: (status: unknown) => statuses.push(status), end: () => (ended += 1) }
  const startActiveSpan = (_name: string, _options: object, run: (of: object) => unknown) => run(span)
  expect(trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) } as never)).toBe(true)
  try {
    for (const extra of [{}, { code: 'ECONNRESET' }]) {
      const failing = spanned('ficha.upstream', {}, () =>
        Promise.reject(Object.assign(new Error('Lucía¤Martín'), extra)),
      )
      await expect(failing).rejects.toThrow('Lucía¤Martín')
    }
    expect(statuses).toEqual(
      ['failed', 'ECONNRESET'].map((message) => ({ code: SpanStatusCode.ERROR, message })),
    )
    expect(ended).toBe(2)
  } finally {
    trace.disable()
  }
})

test('every instrument of the table stands in the text once, with its kind', () => {
  const text = createTelemetry(() => {}).text()
  for (const [name, { kind, help }] of Object.entries(instruments)) {
    const type = kind === 'up-down' ? 'gauge' : kind
    expect(text.split(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`), name).toHaveLength(2)
  }
})

test('every answer of 500 or more is a failure, and none below is', async () => {
  const ends: Record<string, Error> = {
    broken: new Error('boom'),
    unwritten: new Refusal('audit-unavailable', 'no audit'),
    refused: new Refusal('forbidden', 'no'),
  }
  const t = await testGateway({
    hub: () => ({
      search: async ({ text }) => {
        throw ends[text]
      },
    }),
  })
  const token = await t.bearer()
  const metrics = async () =>
    (await t.gateway.fetch(new Request('http://127.0.0.1:4174/metrics')))
      .text()
      .then((text) => Number(/^ficha_failures_total\{where="request"\} (\d+)$/m.exec(text)?.[1] ?? 0))
  const search = async (text: string) => [
    (await t.post('/v1/search', { text }, token)).status,
    await metrics(),
  ]
  expect(await search('refused')).toEqual([403, 0])
  expect(await search('broken')).toEqual([500, 1])
  expect(await search('unwritten')).toEqual([503, 2])
})

test('refusals are counted by code, the state of a breaker by system, and no label holds what somebody typed', async () => {
  const t = await testGateway({
    hub: () => ({
      search: async () => {
        throw new Refusal('forbidden', 'Lucía¤Martín may not')
      },
    }),
  })
  await t.post('/v1/search', { text: 'Lucía¤Martín' }, await t.bearer())
  t.ports().breaker?.('till', 'open')
  const text = await (await t.gateway.fetch(new Request('http://127.0.0.1:4174/metrics'))).text()
  expect(text).toContain('ficha_refusals_total{code="forbidden"} 1')
  expect(text).toContain('ficha_breaker_open{connector="till"} 1')
  expect(text).not.toMatch(/¤|Lucía|Martín/)
})
