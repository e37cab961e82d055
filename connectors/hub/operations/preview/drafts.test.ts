import { expect, test } from 'vitest'
import type { Connector, Rule } from '../../../contract/index.ts'
import { fixedFichas, memoryPorts } from '../../memory/index.ts'
import { clear, handClock, panel, policy, role, rule, system, template } from '../../testing/test-hub.ts'
import { companySetupOf } from './company-setup.ts'
import { connectorStubs } from './connector-stubs.ts'
import { declaredOf } from './declared.ts'
import { openPreviewRun } from './preview-run.ts'
import { readDraft } from './read-draft.ts'
import { type Sample, samples } from './samples.ts'

const shop: Connector = system(
  'shop',
  { rows: { orders: [], person: [], requests: [] }, extra: { mayHoldDuplicates: true } },
  [],
)
const clock = handClock('2026-11-21T12:00:00.000Z')
const published = { revision: 'x', templates: [], rules: [], policy: policy({ adviser: role(clear) }) }
const house = companySetupOf(
  memoryPorts({
    connectors: [shop],
    clock,
    fichas: fixedFichas(published),
    settings: { patience: { soft: 100_000, hard: 200_000 } },
  }),
  {},
)
const sample = (id: Sample['id']) => samples.find((s) => s.id === id) as Sample

test('a stand-in answers as much as is wanted, and says when it has more', async () => {
  const [stub] = connectorStubs([declaredOf(shop)], sample('good'), house, clock.now(), 'es')
  const answer = (limit: number) =>
    stub?.answers.orders?.get(
      { id: '1', identifiers: [] } as never,
      { fields: ['orderNumber'], limit, locale: 'es' },
      {} as never,
    )
  expect(await answer(2)).toMatchObject({
    rows: [{ orderNumber: 'M-1050' }, { orderNumber: 'M-1042' }],
    complete: false,
    totals: { count: 5 },
  })
  expect(await answer(5)).toMatchObject({ complete: true })
  expect(Object.keys((await answer(1))?.rows[0] ?? {}).sort()).toEqual(['id', 'orderNumber'])
})

test('a system that may hold somebody twice is told so to whoever stands in for it', () => {
  expect(declaredOf(shop).mayHoldDuplicates).toBe(true)
  expect(declaredOf(system('till', {}, []))).not.toHaveProperty('mayHoldDuplicates')
  const [stub] = connectorStubs([declaredOf(shop)], sample('new'), house, clock.now(), 'es')
  expect(stub?.mayHoldDuplicates).toBe(true)
})

test('a draft for one channel is shown as somebody comes by it', async () => {
  const rules = [rule('chat', "context.channel == 'chat'")]
  const preview = openPreviewRun(house, sample('new'), 'es', clock)
  const answer = async (channels?: string[]) => {
    const draft = template({
      signals: ['chat'],
      panels: [panel('orders', 'orders', ['orderNumber'])],
      for: { roles: ['adviser'], ...(channels ? { channels: channels as never } : {}) },
    })
    const events = await preview.show({ template: draft, rules, policy: published.policy, role: 'adviser' })
    return events.flatMap((e) =>
      e.event === 'signal' && e.answer.shown === 'clear' ? [e.answer.value.is] : [],
    )
  }
  expect(await answer(['chat'])).toEqual(['yes'])
  expect(await answer(['phone'])).toEqual(['no'])
  expect(await answer()).toEqual(['unknown'])
})

const read = (
  rules: readonly unknown[],
  more: object = {},
  published: readonly Rule[] = [],
  role = 'adviser',
) =>
  readDraft({
    template: { ...template(), ...more },
    rules,
    role,
    locale: 'es',
    published: { rules: published, policy: policy({ adviser: { ...clearRole } }) },
  })
const clearRole = role(clear)

test('a draft is ready when nothing of it is wrong; a rule written badly is its own fault, and not that of the ficha that names it', () => {
  const good = rule('mine', 'orders.count() > 1')
  expect(read([good], { signals: ['mine'] })).toMatchObject({ faults: [], ready: { rules: [good] } })
  const bad = read([{ ...good, when: 'orders.count() >' }], { signals: ['mine'] })
  expect(bad.faults.map((f) => f.place)).toEqual(['rules.mine.when'])
  expect(bad.ready).toBeUndefined()
  expect(read([], { signals: ['mine'] }).faults.map((f) => f.place)).toEqual(['templates.adviser.signals.0'])
})

test('what is written stands in the place of what is published under its name', () => {
  const [mine, old] = [rule('r', 'orders.count() > 1'), rule('r', 'orders.count() > 2')]
  const other = rule('other', 'orders.count() > 3')
  expect(read([mine], {}, [old, other]).ready?.rules.map((r) => r.when)).toEqual([mine.when, other.when])
  expect(() => read([mine], {}, [], 'nobody')).toThrow('no such role')
})

test('the made-up customers are who they are said to be, on any day', () => {
  for (const day of ['2026-11-21T12:00:00Z', '2027-03-01T08:00:00Z']) {
    const now = new Date(day)
    const at = (value: unknown) => Date.parse(String(value)) - now.getTime()
    const rows = sample('good').rows(now, 'es')
    // A late order, a claim due today, an NPS of 3.
    const late = rows.orders?.filter((o) => !o.delivered && at(o.expectedArrival) < 0)
    expect(late?.map((o) => o.orderNumber)).toEqual(['M-1050'])
    const [claim] = rows.requests ?? []
    expect([claim?.open, at(claim?.due) > 0, at(claim?.due) < 86_400_000]).toEqual([true, true, true])
    expect(rows.feedback?.[0]).toMatchObject({ score: 3, kind: { code: 'nps' } })
    expect(rows.promises?.map((p) => at(p.due) < 0 && p.kept === undefined)).toEqual([true])
    const year = (id: Sample['id']) =>
      (sample(id).rows(now, 'es').orders ?? [])
        .filter((o) => at(o.orderDate) > -365 * 86_400_000)
        .reduce((n, o) => n + Number((o.total as { amount: string }).amount), 0)
    expect([year('middle'), year('new'), year('good')]).toEqual([640, 49, 1_240])
  }
})
