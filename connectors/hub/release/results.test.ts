import { expect, test } from 'vitest'
import type { Connector, FactPath, Policy, Rule } from '../../contract/index.ts'
import { viewerOf } from '../policy/viewer.ts'
import type { ChosenQuestion, RankedAdvice, RuleResult, Used } from '../rules/types.ts'
import { clear, policy, role, rule, system } from '../testing/test-hub.ts'
import { approved, releaseAction, releaseAdvice, releaseSignal, releaseUsed, seeResult } from './results.ts'

const shop: Connector = {
  ...system('shop', { rows: { orders: [] } }, []),
  actions: { gift: { title: 'Gift', confirm: 'Give?', input: {}, run: async () => ({ done: true }) } },
}
const store = { rows: [{ question: 'orders' as const, field: 'shop', values: ['Centro'] }] }
const viewer = (roles: Policy['roles']) =>
  viewerOf(policy(roles), Object.keys(roles), 'care', {}, new Map([['shop', shop]]), 'es')
const eyes = (see: Policy['roles'][string]['see'] = clear, more: Partial<Policy['roles'][string]> = {}) =>
  viewer({ adviser: role(see, more) })
const reads = (..._: unknown[]): readonly FactPath[] => ['orders.total']
const used = (path: string, value: unknown = 'N-1', more: Partial<Used> = {}): Used => ({
  path,
  value,
  sensitivity: 'none',
  ...more,
})
const best = (more: Partial<Rule> = {}) =>
  rule('best', '', { text: { yes: 'gasta {n}', no: 'no gasta' }, ...more })
const result = (more: Partial<RuleResult> = {}): RuleResult => ({
  rule: 'best',
  kind: 'signal',
  answer: { is: 'yes' },
  text: 'gasta 90',
  tone: 'good',
  spark: [1, 2],
  used: [used('orders.total')],
  sensitivity: 'financial',
  ...more,
})

test('a conclusion is as hidden as the most hidden fact it reads, unless its publisher lowered it or a policy names it', () => {
  const seen = (see: Policy['roles'][string]['see'], of: Rule = best(), facts: Used[] = []) =>
    seeResult(eyes(see), of, reads, facts)
  expect(seen(clear)).toBe('clear')
  expect(seen({ ...clear, financial: 'masked' })).toBe('masked')
  expect(seen({ ...clear, financial: 'withheld' })).toBe('withheld')
  expect(seen({ financial: 'clear' }, best(), [used('person.name')])).toBe('withheld')
  expect(seen({ none: 'clear' }, best({ sensitivity: 'none' }))).toBe('clear')
  expect(seen({ none: 'masked' }, best({ sensitivity: 'none' }))).toBe('masked')
  expect(seen({ ...clear, 'rule.best': 'withheld' })).toBe('withheld')
  expect(seen({ 'rule.best': 'clear' })).toBe('clear')
  expect(seeResult(eyes({ none: 'clear' }), best(), () => [])).toBe('clear')
  expect(seeResult(eyes({ personal: 'clear' }), best(), () => [])).toBe('withheld')
})

test('leave of its own is what a publisher lowered or a policy names', () => {
  expect(approved(eyes(), best())).toBe(false)
  expect(approved(eyes(), best({ sensitivity: 'personal' }))).toBe(true)
  expect(approved(eyes({ 'rule.best': 'withheld' }), best())).toBe(true)
  expect(approved(eyes({ 'rule.other': 'clear' }), best())).toBe(false)
})

test('a hidden conclusion says neither answer nor tone nor reasons; a clear one says all', () => {
  expect(releaseSignal(eyes(), best(), result(), reads)).toMatchObject({
    answer: { shown: 'clear', value: { is: 'yes' } },
    text: { shown: 'clear', value: 'gasta 90' },
    tone: 'good',
    spark: [1, 2],
    reasons: [{ fact: 'orders.total' }],
  })
  for (const see of ['masked', 'withheld'] as const) {
    const signal = releaseSignal(eyes({ ...clear, financial: see }), best(), result(), reads)
    expect(signal).toMatchObject({ answer: { shown: see }, text: { shown: see }, tone: 'calm', reasons: [] })
    expect(JSON.stringify(signal)).not.toMatch(/gasta 90|"yes"|"spark"/)
  }
})

test('a conclusion by leave of its own loses the figures, and the curve, of facts the role does not see', () => {
  const lowered = best({ sensitivity: 'none' })
  const signal = releaseSignal(eyes({ none: 'clear' }), lowered, result(), reads)
  expect(signal).toMatchObject({
    answer: { shown: 'clear' },
    text: { shown: 'masked', hint: 'gasta •••', revealable: false },
    reasons: [{ fact: 'withheld' }],
  })
  expect(signal).not.toHaveProperty('spark')
  const hiddenUsed = result({ used: [used('person.name', 'Ana')] })
  const onlyOrders = eyes({ none: 'clear', financial: 'clear' })
  expect(releaseSignal(onlyOrders, lowered, hiddenUsed, reads)).not.toHaveProperty('spark')
  // Nor does a sentence without figures bring a curve of facts that are hidden.
  const quiet = result({ answer: { is: 'no' }, text: 'no gasta', used: [used('person.name', 'Ana')] })
  expect(releaseSignal(onlyOrders, lowered, quiet, reads)).toMatchObject({ text: { shown: 'clear' } })
  expect(releaseSignal(onlyOrders, lowered, quiet, reads)).not.toHaveProperty('spark')
  // A sentence without figures says no more than the answer does.
  const plain = releaseSignal(
    eyes({ none: 'clear' }),
    lowered,
    result({ answer: { is: 'no' }, text: 'no gasta' }),
    reads,
  )
  expect(plain).toMatchObject({ text: { shown: 'clear', value: 'no gasta' } })
})

test('a fact among the reasons is shown as the role sees it, with a link only where it is safe', () => {
  const from = (url: string) => ({ connector: 'shop', record: 'r', fetchedAt: '', confirmed: true, url })
  const of = (one: Used, see = clear) => releaseUsed(eyes(see), one)
  expect(of(used('orders.orderNumber', 'N-123456', { from: from('https://shop.example/7') }))).toMatchObject({
    fact: 'orders.orderNumber',
    field: { shown: 'clear', value: 'N-123456' },
    from: { connector: 'shop', url: 'https://shop.example/7' },
  })
  expect(of(used('orders.orderNumber', '', { from: from('javascript:alert(1)') })).from).not.toHaveProperty(
    'url',
  )
  const masked = { ...clear, pseudonymous: 'masked' as const, financial: 'masked' as const }
  expect(of(used('orders.orderNumber', 'N-123456'), masked).field).toEqual({
    shown: 'masked',
    hint: '••• 456',
    revealable: false,
  })
  // A count or a sum is not of the fact's own type: masked, it says nothing.
  expect(of(used('orders.orderNumber', 12_345_678), masked).field).toMatchObject({ hint: '•••' })
  expect(of(used('orders.total', 1_234), masked).field).toMatchObject({ shown: 'masked', hint: '•••' })
  expect(of(used('orders.total', { odd: true }), masked).field).toMatchObject({
    hint: expect.not.stringContaining('odd'),
  })
  expect(of(used('orders.orderNumber'), { none: 'clear' })).toEqual({
    fact: 'withheld',
    label: 'otro dato que tu puesto no ve',
    field: { shown: 'withheld' },
  })
  const uneven = viewer({ store: role(clear, store), claims: role({ none: 'clear' }) })
  expect(releaseUsed(uneven, used('orders.orderNumber')).fact).toBe('withheld')
})

test('as many reasons are given as a person reads, and the hidden ones together', () => {
  const many = Array.from({ length: 30 }, (_, n) => used('orders.orderNumber', `N-${n}`))
  const reasons = (all: Used[]) =>
    releaseSignal(
      eyes({ ...clear, personal: 'withheld' }),
      best({ sensitivity: 'none' }),
      result({ used: all }),
      reads,
    )?.reasons
  expect(reasons(many)).toHaveLength(24)
  const hidden = [used('person.name', 'Ana'), used('person.birthDate', '1984-05-06')]
  expect(reasons([...hidden, ...many])).toHaveLength(25)
  expect(reasons([...hidden, ...many.slice(0, 1)])?.map((r) => r.fact)).toEqual([
    'orders.orderNumber',
    'withheld',
  ])
})

test('an action is offered where the system has it and the role may act', () => {
  const of = (mayAct: string[], name = 'gift', connector = 'shop') =>
    releaseAction(eyes(clear, { mayAct }), { connector, name })
  expect(of(['shop.gift'])).toEqual({ connector: 'shop', name: 'gift' })
  expect([of([]), of(['*'], 'odd'), of(['*'], 'constructor'), of(['*'], 'gift', 'till')]).toEqual(
    Array(4).fill(undefined),
  )
  expect(releaseAction(eyes(), undefined)).toBeUndefined()
})

const advice = (n: number, more: Partial<RankedAdvice> = {}): RankedAdvice => ({
  rule: `a${n}`,
  rank: 'help',
  text: `texto ${n}`,
  used: [],
  sensitivity: 'none',
  link: 'https://shop.example/7',
  action: { connector: 'shop', name: 'gift' },
  restDays: 7,
  ...more,
})
const refs = {
  advice: async (a: RankedAdvice) => `ref ${a.rule}`,
  question: async (q: ChosenQuestion) => `ref ${q.rule}`,
}
const rules = [1, 2, 3, 4].map((n) => rule(`a${n}`, '', { kind: 'advice', title: { es: `título ${n}` } }))

test('three advices at most are given, each with what the role may do and follow', async () => {
  const all = [1, 2, 3, 4].map((n) => advice(n))
  const { items } = await releaseAdvice(eyes(clear, { mayAct: ['*'] }), all, undefined, rules, () => [], refs)
  expect(items.map((i) => i.id)).toEqual(['a1', 'a2', 'a3'])
  expect(items[0]).toMatchObject({ ref: 'ref a1', action: { name: 'gift' }, link: 'https://shop.example/7' })
  const [bare] = (
    await releaseAdvice(
      eyes(),
      [advice(1, { link: 'javascript:alert(1)' })],
      undefined,
      rules,
      () => [],
      refs,
    )
  ).items
  expect(bare).not.toHaveProperty('action')
  expect(bare).not.toHaveProperty('link')
})

test('an advice is seen whole or not at all; one whose figures are hidden loses its link with them', async () => {
  const items = async (see: Policy['roles'][string]['see'], of: Rule) =>
    (await releaseAdvice(eyes(see), [advice(1)], undefined, [of], reads, refs)).items
  const figures = { text: { yes: 'gasta {n}' } }
  const plain = rule('a1', '', { kind: 'advice', ...figures })
  expect(await items({ none: 'clear' }, plain)).toEqual([])
  expect(await items({ ...clear, financial: 'masked' }, plain)).toEqual([])
  const [lowered] = await items({ none: 'clear' }, { ...plain, sensitivity: 'none' })
  expect(lowered).toMatchObject({ text: 'gasta •••' })
  expect(lowered).not.toHaveProperty('link')
})

test('a question is put to who sees what it settles; why it is asked is said to who sees the conclusion', async () => {
  const chosen: ChosenQuestion = {
    rule: 'a1',
    fact: 'feedback.score',
    words: '¿Cómo fue?',
    why: 'decide «mejores»',
    options: [],
    sensitivity: 'none',
  }
  const asked = async (see: Policy['roles'][string]['see']) =>
    (await releaseAdvice(eyes(see), [], chosen, rules, reads, refs)).ask
  expect(await asked(clear)).toMatchObject({ words: '¿Cómo fue?', why: 'decide «mejores»', ref: 'ref a1' })
  expect(await asked({ ...clear, financial: 'withheld' })).toMatchObject({ words: '¿Cómo fue?', why: '' })
  expect(await asked({ ...clear, 'feedback.score': 'withheld' })).toBeUndefined()
})
