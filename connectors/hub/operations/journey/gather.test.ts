import { expect, test } from 'vitest'
import type { AnyRow, Connector, Policy } from '../../../contract/index.ts'
import { ConnectorError } from '../../../contract/index.ts'
import {
  agent,
  all,
  ana,
  clear,
  never,
  of,
  policy,
  request,
  role,
  stillClock,
  template,
  testHub,
} from '../../testing/test-hub.ts'

const ago = (days: number) => new Date(stillClock.now().getTime() - days * 86_400_000).toISOString()
const call = (id: string, days: number): AnyRow => ({
  id,
  startDate: ago(days),
  kind: { code: 'call' },
  matter: id,
  waited: 'PT1M',
})
/** A system that gives its calls two a page and never says that it is done, and writes down what it was asked. */
function desk(
  calls: readonly AnyRow[],
  asked: (string | undefined)[] = [],
  find: () => Promise<unknown> = async () => ({ match: 'one', record: ana }),
) {
  return {
    id: 'desk',
    title: 'DESK',
    origins: [],
    access: { kind: 'open' },
    find: { by: ['phone'], run: find },
    answers: {
      interactions: {
        from: 'record',
        get: async (_: unknown, want: { cursor?: string }) => {
          asked.push(want.cursor)
          const from = Number(want.cursor ?? 0)
          const rows = calls.slice(from, from + 2)
          return { rows, complete: false, ...(from + 2 < calls.length ? { next: `${from + 2}` } : {}) }
        },
      },
    },
  } as unknown as Connector
}
async function told(connectors: readonly Connector[], roles: Policy['roles'] = { adviser: role(clear) }) {
  const shop = { ...desk([]), id: 'shop', title: 'SHOP', answers: {} } as Connector
  const { hub } = testHub({
    connectors: [shop, ...connectors],
    templates: [template({ panels: [], timeline: ['interactions'] })],
    policy: policy(roles),
  })
  const card = of(await all(hub.open(request(), agent(), never)), 'who').at(-1)?.card ?? ''
  return hub.journey({ card, locale: 'es' }, agent(), never)
}
const gap = (is: string) => [{ connector: 'desk', title: 'DESK', question: 'interactions', is }]

test('a history is read back page by page until a page is older than the days told of, and is then whole', async () => {
  const asked: (string | undefined)[] = []
  const calls = [call('a', 1), call('b', 2), call('c', 95), call('d', 96), call('e', 97), call('f', 98)]
  const journey = await told([desk(calls, asked)])
  expect(asked).toEqual([undefined, '2'])
  expect(journey.missing).toEqual([])
  expect(journey.waits).toEqual({ is: 'known', value: { seconds: 120, times: 2, longest: 60 } })
})

test('a history whose end nobody reaches is told as far as it was read, and is not whole', async () => {
  const asked: (string | undefined)[] = []
  const journey = await told([
    desk(
      Array.from({ length: 40 }, (_, i) => call(`c${i}`, 1 + i / 10)),
      asked,
    ),
  ])
  expect(asked).toHaveLength(6)
  expect(journey.missing).toEqual(gap('incomplete'))
  expect(journey.waits).toMatchObject({ is: 'known', partial: true, value: { times: 12 } })
})

test('a role that is admitted to some rows only is told that it may not be all', async () => {
  const rows = [{ question: 'interactions' as const, field: 'matter', values: ['a'] }]
  const journey = await told([desk([call('a', 1), call('b', 2), call('c', 95), call('d', 96)])], {
    adviser: role(clear, { rows }),
  })
  expect(journey.missing).toEqual(gap('incomplete'))
  expect(journey.waits).toMatchObject({ is: 'known', partial: true, value: { times: 1 } })
})

test('a system that does not know them has nothing to tell; one that failed while they were looked for may have', async () => {
  const none = await told([desk([call('a', 1)], [], async () => ({ match: 'none' }))])
  expect(none.missing).toEqual([])
  const down = await told([
    desk([call('a', 1)], [], () => Promise.reject(new ConnectorError('unavailable', 'down'))),
  ])
  expect(down.missing).toEqual(gap('failed'))
})
