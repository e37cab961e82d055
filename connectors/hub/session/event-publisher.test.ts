import { expect, test } from 'vitest'
import type { SystemRecord } from '../../contract/index.ts'
import {
  agent,
  ana,
  handClock,
  idle,
  listen,
  never,
  of,
  order,
  request,
  system,
  testHub,
  until,
} from '../testing/test-hub.ts'

/** Asked by each of her two mails: two answers make one reading. */
const twoMails: SystemRecord = {
  ...ana,
  identifiers: [
    { kind: 'phone', value: '+34600123456' },
    { kind: 'mail', value: 'ana.first@example.com' },
    { kind: 'mail', value: 'ana.second@example.com' },
  ],
}

test('an answer that comes while a reading is being released is not half in it: what is said to be whole has its rows', async () => {
  let give: (answer: unknown) => void = () => {}
  let seal: () => void = () => {}
  const shop = system(
    'shop',
    {
      records: [twoMails],
      byIdentifier: ['orders'],
      rows: {
        orders: (by) =>
          by === 'ana.first@example.com'
            ? Promise.resolve({ rows: [order('1')], complete: true })
            : new Promise((r) => {
                give = r
              }),
      },
    },
    [],
  )
  const { hub, ports } = testHub({ connectors: [shop], clock: handClock() })
  const sealNow = ports.handles.seal
  ports.handles.seal = async (payload, who, kind, ttl) => {
    if (kind === 'row')
      await new Promise<void>((r) => {
        seal = r
      })
    return sealNow(payload, who, kind, ttl)
  }
  const { events, is } = listen(hub.open(request(), agent(), never))
  const untilSealed = async () => {
    const before = seal
    await until('a row to be sealed', () => seal !== before)
  }
  await untilSealed()
  give({ rows: [order('2')], complete: true })
  await idle()
  seal()
  await untilSealed()
  seal()
  await until('the end', () => is.ended)
  const states = of(events, 'reading').flatMap(({ reading: { state } }) =>
    state.known === 'value' || state.known === 'incomplete' ? [[state.known, state.value.length]] : [],
  )
  expect(states).toEqual([
    ['incomplete', 1],
    ['value', 2],
  ])
})
