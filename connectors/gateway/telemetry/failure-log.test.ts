import { expect, test } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import { createFailureLog } from './failure-log.ts'
import type { LogLine } from './telemetry.ts'

function logOf() {
  const lines: LogLine[] = []
  const counted: string[] = []
  const at = { now: Date.parse('2026-03-02T10:00:00Z') }
  const clock: Clock = { now: () => new Date(at.now), after: () => () => {} }
  const failed = createFailureLog(
    {
      log: (line) => void lines.push(line),
      count: (name, labels) => void counted.push(`${name} ${Object.values(labels ?? {}).join(' ')}`),
    },
    clock,
  )
  return { lines, counted, at, failed }
}
const refused = {
  connector: 'shop',
  what: 'orders',
  code: 'denied',
  says: '[shop] orders: HTTP 401',
} as const

test('a failure is one line that says who, what, why and what to do', () => {
  const { lines, counted, failed } = logOf()
  failed(refused)
  expect(lines).toEqual([
    {
      log: 'connector-failed',
      connector: 'shop',
      what: 'orders',
      code: 'denied',
      says: '[shop] orders: HTTP 401',
      do: 'check the value of the connector’s secret, and what the system permits it',
    },
  ])
  expect(counted).toEqual(['ficha_connector_failures_total shop orders denied'])
})

test('the same failure is one line a minute, and says how often it came; all are counted', () => {
  const { lines, counted, at, failed } = logOf()
  for (let n = 0; n < 40; n++) failed(refused)
  expect(lines).toHaveLength(1)
  at.now += 60_000
  failed(refused)
  expect(lines.map((line) => line.more)).toEqual([undefined, 39])
  expect(counted).toHaveLength(41)
})

test('another system, question or code has its own line', () => {
  const { lines, failed } = logOf()
  failed(refused)
  failed({ ...refused, connector: 'desk' })
  failed({ ...refused, what: 'find by mail' })
  failed({ ...refused, code: 'late' })
  expect(lines).toHaveLength(4)
})

test('until when a system wants to be left alone, and where a connector of one’s own threw, stand in the line', () => {
  const { lines, failed } = logOf()
  failed({ ...refused, code: 'limited', retryAt: '2026-03-02T10:05:00Z' })
  failed({ ...refused, code: 'malformed', stack: 'TypeError: x is not a function' })
  expect(lines.map(({ retryAt, stack }) => [retryAt, stack])).toEqual([
    ['2026-03-02T10:05:00Z', undefined],
    [undefined, 'TypeError: x is not a function'],
  ])
})
