import { expect, test } from 'vitest'
import type { CardEvent, Connector } from '../../contract/index.ts'
import {
  agent,
  all,
  ana,
  listen,
  never,
  of,
  order,
  request,
  system,
  template,
  testHub,
  until,
} from '../testing/test-hub.ts'
import type { CardPayload } from './handle.ts'

const act = { title: 'Anotar', confirm: '¿Anotar?', input: {}, run: async () => ({ done: true }) }
const shop: Connector = system(
  'shop',
  { records: [ana], rows: { orders: [order('1')] }, extra: { actions: { note: act } } },
  [],
)
const desk: Connector = system('desk', { rows: { requests: [] }, extra: { actions: { reply: act } } }, [])
const who = (events: readonly CardEvent[]) => of(events, 'who').at(-1)

test('an account leaves one line, however often its card is published; a fact that was confirmed leaves its own before', async () => {
  const { hub, audit } = testHub({ connectors: [shop, desk] })
  await all(hub.open(request({ interaction: 'T-1' }), agent(), never))
  expect(audit.lines.map((l) => [l.act, l.what, l.interaction])).toEqual([['open', ['orders'], 'T-1']])
  audit.lines.length = 0
  await all(hub.open(request({ confirmed: true }), agent(), never))
  expect(audit.lines.map((l) => [l.act, l.what, l.outcome])).toEqual([
    ['confirm', ['account'], 'allowed'],
    ['open', ['orders'], 'allowed'],
  ])
})

test('acts are offered in the systems that have a record of whoever is identified', async () => {
  const acts = async (records: (typeof ana)[]) => {
    const found = { ...shop, ...system('shop', { records, extra: { actions: { note: act } } }, []) }
    const { hub } = testHub({
      connectors: [found, desk],
      policy: {
        version: 1,
        purposes: { care: { title: 'Atención', forbids: [] } },
        roles: {
          adviser: {
            purposes: ['care'],
            see: { none: 'clear', pseudonymous: 'clear', personal: 'clear' },
            mayReveal: [],
            mayAct: ['*'],
            rows: [],
            afterConfirmation: false,
            maySearch: true,
            mayLink: true,
            mayEdit: false,
          },
        },
      },
    })
    const last = who(await all(hub.open(request(), agent(), never)))
    return [last?.outcome, last?.ficha.actions.map((a) => `${a.connector}.${a.name}`)]
  }
  expect(await acts([ana])).toEqual(['identified', ['shop.note']])
  expect(await acts([ana, { ...ana, id: 'eva', name: { full: 'Eva Gil' } }])).toEqual(['several', []])
})

test('a record that cannot be of this person is told once, however often the card is published', async () => {
  const other = { ...ana, id: '2', name: { full: 'Bruno Gil', given: 'Bruno', family: 'Gil' } }
  const till = system('till', { records: [other], rows: { orders: [order('2')] } }, [])
  let give: (answer: unknown) => void = () => {}
  const late = new Promise((done) => {
    give = done
  })
  const slow = system('desk', { find: () => late }, [])
  const { hub } = testHub({ connectors: [shop, till, slow] })
  const { events, is } = listen(hub.open(request(), agent(), never))
  await until('the doubt', () => of(events, 'fault').length > 0)
  give({ match: 'none' })
  await until('the end', () => is.ended)
  const told = events.map((e) => e.event)
  expect(told.lastIndexOf('system')).toBeGreaterThan(told.indexOf('fault'))
  expect(of(events, 'fault')).toMatchObject([{ code: 'conflict', says: expect.any(String) }])
})

test('a system that answers badly is told once', async () => {
  const bad = system('shop', { records: [ana], rows: { orders: [order('1', { total: '60 €' })] } }, [])
  const { hub } = testHub({ connectors: [bad, desk] })
  const faults = of(await all(hub.open(request(), agent(), never)), 'fault')
  expect(faults.map((f) => [f.code, f.connector, f.says])).toEqual([
    ['malformed', 'shop', '[shop] orders.total: dropped, not a money'],
  ])
})

test('at the end it is said how many systems answered and how many failed; one that nobody asked did neither', async () => {
  const down = system('till', { rows: { orders: () => Promise.reject(new Error('no')) }, records: [ana] }, [])
  const { find: _, ...alone } = system('mail', { rows: { requests: [] } }, [])
  const { hub } = testHub({ connectors: [shop, down, alone] })
  expect(of(await all(hub.open(request(), agent(), never)), 'settled')).toMatchObject([
    { answered: 1, failed: 1 },
  ])
})

/** Two people of one telephone, and what the handle of their card holds. */
async function several(records: (typeof ana)[]) {
  const { hub, ports } = testHub({ connectors: [system('shop', { records, rows: { orders: [] } }, [])] })
  const held: CardPayload[] = []
  const { seal } = ports.handles
  ports.handles.seal = (payload, me, kind, ttl) => {
    if (kind === 'card') held.push(payload as CardPayload)
    return seal(payload, me, kind, ttl)
  }
  const open = () => all(hub.open(request({ interaction: 'T-1' }), agent(), never))
  return { hub, held, open }
}
const twins = [ana, { ...ana, id: 'eva', name: { full: 'Eva Gil' } }]

test('a card of several people knows whom it offered, and what tells them apart', async () => {
  const { held, open } = await several(twins)
  await open()
  expect(held.at(-1)).toMatchObject({ outcome: 'several', records: [] })
  expect([...(held.at(-1)?.candidates ?? [])].sort()).toEqual(['shop/customer¤7001', 'shop/eva'])
  expect(held.at(-1)?.people?.map((p) => p.traits.length > 0)).toEqual([true, true])
})

test('who an agent said it is, is who it is for the rest of the interaction', async () => {
  const { hub, open } = await several(twins)
  const first = who(await open())
  expect(first?.outcome).toBe('several')
  const chosen = first?.candidates?.find((c) => JSON.stringify(c).includes('Eva'))
  await hub.decide({ card: first?.card ?? '', decision: 'same', candidate: chosen?.ref } as never, agent())
  const again = who(await open())
  expect([again?.outcome, JSON.stringify(again?.person).includes('Eva')]).toEqual(['identified', true])
})

test('a card marks at most a dozen records of a person as the same person again', async () => {
  const many = Array.from({ length: 14 }, (_, i) => ({ ...ana, id: `r${i}` }))
  const { hub } = testHub({
    connectors: [system('shop', { records: many, extra: { mayHoldDuplicates: true } }, [])],
    templates: [template({ panels: [] })],
  })
  const last = who(await all(hub.open(request(), agent(), never)))
  expect([last?.outcome, last?.about?.length]).toEqual(['identified', 12])
})
