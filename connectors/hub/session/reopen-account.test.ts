import { expect, test } from 'vitest'
import type { CardRequest, Connector } from '../../contract/index.ts'
import { type Agent, Refusal } from '../ports.ts'
import {
  agent,
  all,
  ana,
  clear,
  never,
  of,
  order,
  policy,
  request,
  role,
  system,
  template,
  testHub,
} from '../testing/test-hub.ts'

const shop = (records = [ana]): Connector => system('shop', { records, rows: { orders: [order('1')] } }, [])
const published = () => ({
  revision: 'r1',
  templates: [template(), template({ id: 'second', title: 'Segunda' })],
  rules: [],
  policy: policy({ adviser: role(clear), store: role(clear) }),
})
/** Opens a card, changes what is published, and asks on with the card that was opened before. */
async function asked(
  change: (p: ReturnType<typeof published>) => void = () => {},
  {
    who = agent(),
    ask = {},
    records = [ana],
  }: { who?: Agent; ask?: Partial<CardRequest>; records?: (typeof ana)[] } = {},
) {
  const now = published()
  const { hub, audit } = testHub({
    connectors: [shop(records)],
    ports: { fichas: { current: async () => now } },
  })
  const card = of(await all(hub.open(request(ask), who, never)), 'who').at(-1)?.card ?? ''
  change(now)
  const lines = audit.lines.length
  const outcome = await all(
    hub.ask({ card, question: 'orders', epoch: 1, locale: ask.locale ?? 'es' }, who, never),
  ).then(
    (events) => of(events, 'reading').length > 0,
    (e: unknown) => (e instanceof Refusal ? `${e.code}: ${e.message}` : `${e}`),
  )
  return { outcome, lines: audit.lines.slice(lines) }
}

test('a card that was opened asks on with the same ficha, and leaves a line of whom it asked about', async () => {
  const { outcome, lines } = await asked(undefined, { ask: { interaction: 'call-1' } })
  expect(outcome).toBe(true)
  expect(lines).toMatchObject([
    { act: 'ask', agent: 'a1', tenant: 'demo', interaction: 'call-1', purpose: 'care', outcome: 'allowed' },
  ])
  expect(lines[0]?.subject).toEqual(expect.any(String))
})

test('a ficha that was taken away, from all or from the roles of this agent, is gone at once', async () => {
  for (const change of [
    (p: ReturnType<typeof published>) => void p.templates.splice(0, 1),
    (p: ReturnType<typeof published>) =>
      void p.templates.splice(0, 1, template({ for: { roles: ['store'] } })),
  ])
    expect(await asked(change)).toMatchObject({
      outcome: expect.stringMatching(/^conflict: .*adviser/),
      lines: [],
    })
  expect((await asked((p) => void p.templates.splice(1, 1))).outcome).toBe(true)
})

test('an account that is opened after a question is closed again when the policy begins to ask for it', async () => {
  const guarded = (p: ReturnType<typeof published>) => {
    p.policy = policy({ adviser: role(clear, { afterConfirmation: true }) })
  }
  expect(await asked(guarded)).toMatchObject({ outcome: expect.stringMatching(/^forbidden/), lines: [] })
  expect((await asked(guarded, { ask: { confirmed: true } })).outcome).toBe(true)
})

test('who is not identified is not asked about', async () => {
  const twin = { ...ana, id: 'customer¤7002', name: { full: 'Eva Gil' } }
  expect(await asked(undefined, { records: [ana, twin] })).toMatchObject({
    outcome: expect.stringMatching(/^conflict/),
    lines: [],
  })
})

test('the refusal is in the language that was asked in', async () => {
  const gone = (p: ReturnType<typeof published>) => void p.templates.splice(0)
  const [es, en] = [await asked(gone), await asked(gone, { ask: { locale: 'en' } })]
  expect(en.outcome).toMatch(/^conflict: [\x20-\x7e“”«»’]+$/)
  expect(es.outcome).not.toBe(en.outcome)
})
