import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { demoFichas } from '../../../demo-host/fichas/index.ts'
import { type Rule, ruleSchema, type Sensitivity, vocabulary } from '../../contract/index.ts'
import { defaultRules, defaultTemplates } from '../templates/index.ts'
import { readsOf } from './compile.ts'
import { evaluateCondition } from './condition.ts'
import { costOf } from './cost.ts'
import { createDeriver } from './deriver.ts'
import { daysAgo, down, facts, input, order, partial, rule, whole } from './sample.ts'

const rules = (...ids: string[]): Rule[] => ids.map((id) => demoFichas.rules.find((r) => r.id === id) as Rule)
const advice = (id: string, rank: string, more: object = {}): Rule =>
  v.parse(ruleSchema, {
    version: 1,
    id,
    kind: 'advice',
    title: id,
    when: 'true',
    text: { yes: id },
    advice: { rank, ...more },
  })
const consent = (granted: boolean, channel = 'mail') =>
  whole('shop', {
    purpose: { code: 'marketing' },
    granted,
    channel: { code: channel },
    dateModified: daysAgo(9),
  })
const calm = { requests: whole('desk'), feedback: whole('survey'), consents: consent(true) }

describe('results', () => {
  test('texts are written with their figures, in the language and currency of the reader', () => {
    const base = facts({ orders: whole('shop', order(3, 1_342.5), order(9, 500)) })
    const text = (locale: string) =>
      createDeriver(input(rules('history'), { locale }))
        .run(base)
        .results[0]?.text.replace(/\s/g, ' ')
    expect(text('es')).toBe('2 pedidos · 1.842,50 € / 12 m')
    expect(text('en')).toBe('2 orders · €1,842.50 / 12 m')
    expect(text('pt')).toBe('2 encomendas · 1 842,50 € / 12 m')
  })
  test('a channel that came as a bare code is written as a word of the reader, any other code as it came', () => {
    const told = (channel: object, locale: string) =>
      createDeriver(input(rules('already-told'), { locale })).run(
        facts({
          interactions: whole('phone'),
          requests: whole('desk', {
            open: true,
            dateCreated: daysAgo(3),
            told: ['Fotos'],
            offered: ['Vale'],
            channel,
          }),
        }),
      ).results[0]?.text
    expect([
      told({ code: 'mail' }, 'es'),
      told({ code: 'mail' }, 'en'),
      told({ code: 'mail' }, 'pt'),
    ]).toEqual([
      'Fotos (correo). Se le ofreció: Vale',
      'Fotos (email). Was offered: Vale',
      'Fotos (e-mail). Foi-lhe oferecido: Vale',
    ])
    expect(
      [
        told({ code: 'fax' }, 'es'),
        told({ code: 'mail', label: 'carta' }, 'es'),
        told({ code: 'constructor' }, 'es'),
      ].map((text) => /\((.*)\)/.exec(text ?? '')?.[1]),
    ).toEqual(['fax', 'carta', 'constructor'])
  })
  test('a figure from an incomplete list is written as the least it can be', () => {
    const base = facts({ orders: partial(down('till'), 'shop', order(3, 100)) })
    expect(
      createDeriver(input(rules('history')))
        .run(base)
        .results[0]?.text.replace(/\s/g, ' '),
    ).toBe('al menos 1 pedido · al menos 100 € / 12 m')
  })
  test('a least of nought says nothing: what is not known is said, and by whom', () => {
    const open = (requests: ReturnType<typeof whole>, locale = 'es') =>
      createDeriver(input(rules('open'), { locale })).run(facts({ requests })).results[0]?.text
    const one = { open: true, dateCreated: daysAgo(3) }
    expect(open(partial(down('desk'), 'desk', one))).toBe(
      'al menos 1 caso · no se sabe cuántos para hoy (desk no responde)',
    )
    expect(open(partial(down('desk'), 'desk', one), 'en')).toMatch(
      /^at least 1 case · not known how many due today \(/,
    )
    expect(open(partial(down('desk'), 'desk', one), 'pt')).toMatch(
      /^pelo menos 1 caso · não se sabe quantos para hoje \(/,
    )
    expect(open(partial(down('desk'), 'desk', { ...one, due: daysAgo(1) }))).toBe(
      'al menos 1 caso · al menos 1 para hoy',
    )
    expect(open(whole('desk', one))).toBe('1 caso · 0 para hoy')
  })
  test('changing the norm from 1,000 to 500 changes the answer, with the facts that decided it', () => {
    const base = facts({ orders: whole('shop', order(3, 700), order(800, 9_000)) })
    const [best] = rules('best-customer') as [Rule]
    const run = (euros: number) =>
      createDeriver(input([{ ...best, norm: { ...best.norm, euros } }])).run(base).results[0]
    expect(run(1_000)?.answer.is).toBe('no')
    expect(run(500)?.answer.is).toBe('yes')
    expect(
      run(500)
        ?.used.filter((u) => u.path === 'orders.total')
        .map((u) => [u.value, u.from?.connector]),
    ).toEqual([[{ amount: '700.00', currency: 'EUR' }, 'shop']])
  })
  test('a result is as sensitive as the most sensitive fact it may read, unless its publisher lowered it', () => {
    const sensitivityOf = (path: string): Sensitivity => {
      const [q = '', f = ''] = path.split('.')
      return (
        (vocabulary as unknown as Record<string, { fields: Record<string, { sensitivity: Sensitivity }> }>)[q]
          ?.fields[f]?.sensitivity ?? 'special'
      )
    }
    const results = createDeriver(
      input(rules('history', 'best-customer', 'recommended-us', 'who-marks'), { sensitivityOf }),
    ).run(facts({})).results
    expect(results.map((r) => [r.rule, r.sensitivity])).toEqual([
      ['history', 'financial'],
      ['best-customer', 'pseudonymous'],
      ['recommended-us', 'pseudonymous'],
      ['who-marks', 'personal'],
    ])
  })
  test('satisfaction carries its series, oldest first and out of ten whatever the survey', () => {
    const base = facts({
      feedback: whole(
        'survey',
        { kind: { code: 'csat', label: 'CSAT' }, score: 2, dateCreated: daysAgo(1) },
        { kind: { code: 'nps', label: 'NPS' }, score: 9, dateCreated: daysAgo(90) },
      ),
    })
    expect(createDeriver(input(rules('satisfied'))).run(base).results[0]).toMatchObject({
      answer: { is: 'no' },
      text: 'No · CSAT 2',
      tone: 'bad',
      spark: [9, 2.5],
    })
  })
  test('the first stage that holds wins, and an earlier one that may hold leaves it unknown', () => {
    const stage = (questions: Parameters<typeof facts>[0]) =>
      createDeriver(input(rules('stage'))).run(facts(questions)).results[0]?.text
    const quiet = { subscriptions: whole('subs'), behaviour: whole('web') }
    expect(stage({ orders: whole('shop', order(3, 10)) })).toBe('Después de la compra')
    expect(stage({ orders: whole('shop', order(500, 10)), ...quiet })).toBe('Ya no nos compra')
    expect(stage({ orders: whole('shop', order(90, 10)), ...quiet })).toBe('Entre compras')
    expect(stage({ orders: partial(down('shop'), 'shop'), ...quiet })).toContain(
      'No se sabe: shop no responde',
    )
  })
  test('a brand promise is kept, broken or unknown; one late order breaks it though the list is cut', () => {
    const promise = (...orders: Record<string, unknown>[]) =>
      createDeriver(input(rules('delivered-48h'))).run(
        facts({ orders: orders.length > 0 ? whole('shop', ...orders) : whole('shop') }),
      ).results[0]?.answer.is
    expect(promise(order(9, 10, { delivered: daysAgo(8) }))).toBe('yes')
    expect(promise(order(9, 10, { delivered: daysAgo(8) }), order(20, 10, { delivered: daysAgo(16) }))).toBe(
      'no',
    )
    expect(promise()).toBe('unknown')
    expect(
      createDeriver(input(rules('delivered-48h'))).run(
        facts({ orders: partial(down('till'), 'shop', order(9, 10)) }),
      ).results[0]?.answer.is,
    ).toBe('no')
  })
  test('what a customer already told is shown with where and what was offered', () => {
    const base = facts({
      requests: whole('desk'),
      interactions: whole('phone', {
        kind: { code: 'call', label: 'llamada' },
        startDate: daysAgo(2),
        told: ['No llegó', 'Es un regalo'],
        offered: ['Reenvío'],
      }),
    })
    expect(createDeriver(input(rules('already-told'))).run(base).results[0]?.text).toBe(
      'No llegó y Es un regalo (llamada). Se le ofreció: Reenvío',
    )
  })
})

describe('only rules whose facts changed run again', () => {
  test('another answer to one question leaves the others as they were', () => {
    const orders = whole('shop', order(3, 10))
    const requests = whole('desk', { open: true })
    const deriver = createDeriver(input(rules('history', 'open')))
    const first = deriver.run(facts({ orders, requests })).results
    const second = deriver.run(facts({ orders, requests: whole('desk') })).results
    expect(second[0]).toBe(first[0])
    expect(second[1]).not.toBe(first[1])
  })
  test('counted: of every rule that is shipped, those of the changed question read it again and no other reads anything', () => {
    const read = new Map<string, number>()
    const watched = (q: string, connector: string, ...all: Record<string, unknown>[]) => {
      const known = whole(connector, ...all)
      return {
        ...known,
        get rows() {
          read.set(q, (read.get(q) ?? 0) + 1)
          return known.rows
        },
      }
    }
    const base = {
      orders: watched('orders', 'shop', order(3, 10), order(40, 900)),
      requests: watched('requests', 'desk', { open: true, dateCreated: daysAgo(1) }),
      feedback: watched('feedback', 'survey', { score: 9, kind: { code: 'nps' }, dateCreated: daysAgo(5) }),
      referrals: watched('referrals', 'till'),
      promises: watched('promises', 'desk'),
      interactions: watched('interactions', 'phone'),
      consents: watched('consents', 'shop'),
      person: watched('person', 'shop', { birthDate: '1986-05-14' }),
    }
    const shipped = demoFichas.rules.filter((r) => r.kind !== 'advice' && r.ask === undefined)
    const deriver = createDeriver(input(shipped))
    const results = (more: object) => {
      read.clear()
      return deriver.run(facts({ ...base, ...more })).results
    }
    const first = results({})
    expect([...read.keys()].sort()).toEqual(
      expect.arrayContaining(['feedback', 'orders', 'promises', 'requests']),
    )
    expect(results({}).every((r, i) => r === first[i])).toBe(true)
    expect([...read]).toEqual([])
    const next = results({
      promises: watched('promises', 'desk', { what: 'x', due: daysAgo(2), made: daysAgo(3) }),
    })
    const again = shipped
      .filter((r) => readsOf(r).some((path) => path.startsWith('promises.')))
      .map((r) => r.id)
    expect(
      next
        .filter((r, i) => r !== first[i])
        .map((r) => r.rule)
        .sort(),
    ).toEqual(again.sort())
    expect(again.length).toBeGreaterThan(0)
    expect(again.length).toBeLessThan(shipped.length / 4)
    // Planted: everything new, everything runs again.
    const all = results(Object.fromEntries(Object.entries(base).map(([q, f]) => [q, { ...f, rows: f.rows }])))
    expect(all.filter((r, i) => r !== next[i]).length).toBeGreaterThan(again.length * 3)
  })
  test('time passing re-runs what reads the time, and nothing else', () => {
    const questions = { orders: whole('shop', order(3, 10)), referrals: whole('till') }
    const deriver = createDeriver(input(rules('history', 'recommended-us')))
    const first = deriver.run(facts(questions)).results
    const later = deriver.run(facts(questions, { now: new Date(Date.parse(daysAgo(0)) + 3_600_000) })).results
    expect([later[0] === first[0], later[1] === first[1]]).toEqual([false, true])
  })
})

describe('advice', () => {
  test('repair, promise, help, thanks, offer: at most three', () => {
    const all = [
      advice('o', 'offer'),
      advice('t', 'thanks'),
      advice('h', 'help'),
      advice('p', 'promise'),
      advice('r', 'repair'),
    ]
    expect(
      createDeriver(input(all))
        .run(facts(calm))
        .advice.map((a) => a.rule),
    ).toEqual(['r', 'p', 'h'])
  })
  test('an offer needs consent that is known, for this channel, and nothing open or bad', () => {
    const offer = [advice('o', 'offer', { consent: 'marketing' })]
    const shown = (questions: Parameters<typeof facts>[0], channel?: 'phone') =>
      createDeriver(input(offer)).run(facts(questions, channel ? { context: { channel } } : {})).advice.length
    expect(shown(calm)).toBe(1)
    expect(shown({ ...calm, consents: partial(down('shop'), 'shop') })).toBe(0)
    expect(shown({ ...calm, consents: whole('shop') })).toBe(0)
    expect(shown({ ...calm, consents: consent(false) })).toBe(0)
    expect(
      shown(
        {
          ...calm,
          consents: { ...whole('shop'), rows: [...consent(true).rows, ...consent(false, 'phone').rows] },
        },
        'phone',
      ),
    ).toBe(0)
    expect(shown({ ...calm, requests: whole('desk', { open: true, dateCreated: daysAgo(1) }) })).toBe(0)
    expect(shown({ ...calm, requests: partial(down('desk'), 'desk') })).toBe(0)
    expect(
      shown({
        ...calm,
        feedback: whole('survey', { kind: { code: 'nps' }, score: 3, dateCreated: daysAgo(4) }),
      }),
    ).toBe(0)
  })
  test('what was declined is not repeated, whatever the channel, while its mark lives', () => {
    const all = [advice('h', 'help')]
    for (const channel of ['phone', 'store'] as const)
      expect(
        createDeriver(input(all)).run(facts(calm, { flags: ['advice:h'], context: { channel } })).advice,
      ).toEqual([])
  })
  test('it waits for its moment: stage and channel, and an unknown one is not its moment', () => {
    const all = [advice('h', 'help', { stages: ['after'], channels: ['phone'] }), ...rules('stage')]
    const run = (orders: ReturnType<typeof whole>, channel?: 'phone' | 'store') =>
      createDeriver(input(all)).run(facts({ ...calm, orders }, channel ? { context: { channel } } : {}))
        .advice.length
    expect([
      run(whole('shop', order(2, 9)), 'phone'),
      run(whole('shop', order(2, 9)), 'store'),
      run(whole('shop', order(2, 9))),
      run(partial(down('shop'), 'shop'), 'phone'),
    ]).toEqual([1, 0, 0, 0])
  })
  test('a text that would lack its figure is not said', () => {
    const late = { expectedArrival: daysAgo(2), status: { code: 'late' } }
    const run = (questions: Parameters<typeof facts>[0]) =>
      createDeriver(input(rules('repair-late-order')))
        .run(facts(questions))
        .advice.map((a) => a.text)
    expect(run({ orders: whole('shop', order(9, 20, { ...late, orderNumber: '10432' })) })).toEqual([
      'Discúlpate por el retraso del pedido 10432 antes de ofrecer nada.',
    ])
    expect(run({ orders: partial(down('till'), 'shop', order(9, 20, late)) })).toEqual([])
  })
  test('the margin comes from the norm and the customer, and is unknown rather than without a figure', () => {
    const wrong = {
      requests: whole('desk', { open: true }),
      feedback: whole('survey'),
      orders: whole('shop'),
    }
    const margin = (loyalty: ReturnType<typeof whole>) =>
      createDeriver(input(rules('your-margin'))).run(facts({ ...wrong, loyalty })).results[0]
    expect(margin(whole('till', { tier: { code: 'gold' } }))?.text.replace(/\s/g, ' ')).toBe(
      'Hasta 15 €, envío gratis, o tu idea',
    )
    expect(margin(whole('till'))?.text.replace(/\s/g, ' ')).toBe('Hasta 8 €, envío gratis, o tu idea')
    expect(margin(partial(down('till'), 'till'))?.answer.is).toBe('unknown')
  })
})

describe('una pregunta', () => {
  const surveys = whole('shop', { purpose: { code: 'surveys' }, granted: true, dateModified: daysAgo(3) })
  const base = { feedback: whole('survey'), consents: surveys, interactions: whole('phone') }
  test('the fact nobody told and that would settle most is asked, with its action and options', () => {
    const ask = createDeriver(input(rules('satisfied', 'says-and-does'))).run(facts(base)).question
    expect(ask).toMatchObject({
      rule: 'satisfied',
      fact: 'feedback.score',
      action: { connector: 'survey', name: 'answer' },
      why: 'Con la respuesta se sabría: Satisfacción',
    })
    expect(ask?.options.map((o) => o.label)).toEqual(['Muy bien', 'Regular', 'Mal'])
  })
  test('of two, the one that decides more rules', () => {
    const one = rule("preferences.channel.code == 'mail'", {
      id: 'one',
      ask: { fact: 'preferences.channel', words: '¿Canal?', options: [{ value: 'mail', label: 'correo' }] },
    })
    const two = rule("preferences.shop == 'Colón'", {
      id: 'two',
      ask: { fact: 'preferences.shop', words: '¿Tienda?', options: [{ value: 'Colón', label: 'Colón' }] },
    })
    const three = rule("preferences.shop == 'Sol'", { id: 'three' })
    const ask = createDeriver(input([one, two, three])).run(
      facts({ preferences: whole('till', { language: 'es' }) }),
    ).question
    expect(ask?.rule).toBe('two')
  })
  test('a birthday nobody told is asked of whoever lets us know them, as a day to write down', () => {
    const profiling = (granted: boolean) =>
      whole('shop', { purpose: { code: 'profiling' }, granted, dateModified: daysAgo(3) })
    const run = (consents: ReturnType<typeof whole>, person: ReturnType<typeof whole>) =>
      createDeriver(input(rules('birthday', 'thanks-birthday'))).run(facts({ consents, person })).question
    expect(run(profiling(true), whole('shop', { since: '2020-01-01' }))).toMatchObject({
      rule: 'birthday',
      fact: 'person.birthDate',
      type: 'date',
      options: [],
      action: { connector: 'shop', name: 'birthday' },
    })
    expect(run(profiling(false), whole('shop', { since: '2020-01-01' }))).toBeUndefined()
    expect(run(profiling(true), whole('shop', { birthDate: '1986-05-14' }))).toBeUndefined()
    expect(run(profiling(true), partial(down('shop'), 'till', { since: '2020-01-01' }))).toBeUndefined()
  })
  test('whether they want offers is asked when they never said, and what was said of something else is no answer', () => {
    const run = (...rows: Record<string, unknown>[]) =>
      createDeriver(input(rules('accepts-offers'))).run(facts({ consents: whole('shop', ...rows) }))
    expect(run().question).toMatchObject({
      rule: 'accepts-offers',
      fact: 'consents.granted',
      action: { connector: 'shop', name: 'consent' },
      options: [{ value: 'yes' }, { value: 'no' }],
      why: 'Con la respuesta se sabría: Quiere ofertas',
    })
    expect(
      run({ purpose: { code: 'surveys' }, granted: true, dateModified: daysAgo(3) }).question?.rule,
    ).toBe('accepts-offers')
    for (const granted of [true, false]) {
      const said = run({ purpose: { code: 'marketing' }, granted, dateModified: daysAgo(3) })
      expect([said.question, said.results[0]?.answer.is]).toEqual([undefined, granted ? 'yes' : 'no'])
    }
    // Planted: without the purpose of the row it makes, no answer would settle anything, and nothing is
    // asked.
    const bare = rules('accepts-offers').map(({ ask, ...r }) => ({
      ...r,
      ask: { ...ask, with: undefined } as never,
    }))
    expect(createDeriver(input(bare)).run(facts({ consents: whole('shop') })).question).toBeUndefined()
  })
  test('whether they would recommend us is asked of whoever allows surveys and never said; another survey is no answer, and it comes first for it decides more', () => {
    const run = (rows: Record<string, unknown>[], marks: string[] = []) =>
      createDeriver(input(rules('satisfied', 'would-recommend'))).run(
        facts({ consents: surveys, feedback: whole('survey', ...rows) }, { flags: marks }),
      )
    expect(run([]).question).toMatchObject({
      rule: 'would-recommend',
      fact: 'feedback.score',
      action: { connector: 'survey', name: 'recommend' },
      why: 'Con la respuesta se sabría: Satisfacción, Nos recomendaría',
    })
    expect(run([], ['asked:would-recommend']).question?.rule).toBe('satisfied')
    expect(run([{ kind: { code: 'csat' }, score: 5, dateCreated: daysAgo(3) }]).question).toMatchObject({
      rule: 'would-recommend',
      why: 'Con la respuesta se sabría: Nos recomendaría',
    })
    for (const [score, is] of [
      [9, 'yes'],
      [8, 'no'],
    ] as const) {
      const said = run([{ kind: { code: 'nps' }, score, dateCreated: daysAgo(3) }])
      expect([said.question, said.results.find((r) => r.rule === 'would-recommend')?.answer.is]).toEqual([
        undefined,
        is,
      ])
    }
  })
  test('how they prefer to be reached is asked when no system was ever told', () => {
    const run = (...rows: Record<string, unknown>[]) =>
      createDeriver(input(rules('prefers-channel'))).run(facts({ preferences: whole('till', ...rows) }))
    expect(run({ language: 'es' }).question).toMatchObject({
      rule: 'prefers-channel',
      fact: 'preferences.channel',
      action: { connector: 'shop', name: 'channel' },
    })
    const said = run({ channel: { code: 'phone', label: 'teléfono' } })
    expect([said.question, said.results[0]?.answer.is, said.results[0]?.text]).toEqual([
      undefined,
      'yes',
      'Por teléfono',
    ])
    expect(
      createDeriver(input(rules('prefers-channel'))).run(
        facts({ preferences: partial(down('till'), 'shop', { language: 'es' }) }),
      ).question,
    ).toBeUndefined()
  })
  test('a question whose answer could be written nowhere is not asked; the next best is', () => {
    const consents = whole('shop', { purpose: { code: 'surveys' }, granted: true, dateModified: daysAgo(3) })
    const run = (actable?: (a: { connector: string }) => boolean) =>
      createDeriver(input(rules('satisfied', 'accepts-offers'))).run(
        facts({ consents, feedback: whole('survey') }, { actable }),
      ).question?.rule
    expect(run()).toBe('satisfied')
    expect(run(({ connector }) => connector === 'shop')).toBe('accepts-offers')
    expect(run(() => false)).toBeUndefined()
  })
  test('a question that names no action is not asked on a card: its answer would be lost', () => {
    const unnamed = defaultRules.filter((r) => r.id === 'satisfied')
    expect(unnamed[0]?.ask).toMatchObject({ fact: 'feedback.score' })
    const run = (rules_: readonly Rule[]) =>
      createDeriver(input(rules_)).run(facts(base, { actable: () => true })).question?.rule
    expect(run(unnamed)).toBeUndefined()
    expect(run(rules('satisfied'))).toBe('satisfied')
  })
  test('what is known at a glance is asked before a remark further down', () => {
    const consents = whole(
      'shop',
      ...['surveys', 'profiling'].map((code) => ({
        purpose: { code },
        granted: true,
        dateModified: daysAgo(3),
      })),
    )
    expect(
      createDeriver(input(rules('birthday', 'satisfied', 'accepts-offers'))).run(
        facts({ consents, feedback: whole('survey'), person: whole('shop', { since: '2020-01-01' }) }),
      ).question?.rule,
    ).toBe('satisfied')
  })
  test('never while it is fresh, without consent, or for what a silent system may know', () => {
    const run = (questions: Parameters<typeof facts>[0], marks: string[] = []) =>
      createDeriver(input(rules('satisfied'))).run(facts(questions, { flags: marks })).question
    expect(run(base, ['asked:satisfied'])).toBeUndefined()
    expect(run({ ...base, consents: whole('shop') })).toBeUndefined()
    expect(run({ ...base, feedback: partial(down('survey'), 'survey') })).toBeUndefined()
    expect(run(base)).toBeDefined()
  })
})

test('a rule that reads the situation runs again when it changes, though no answer did', () => {
  const deriver = createDeriver(input([rule("context.channel == 'phone'")]))
  const orders = whole('shop')
  const at = (channel: 'phone' | 'chat') =>
    deriver.run(facts({ orders }, { context: { channel } })).results[0]?.answer.is
  expect([at('chat'), at('phone'), at('chat')]).toEqual(['no', 'yes', 'no'])
})

test('an offer that names no consent needs the one for marketing all the same', () => {
  const run = (questions: Parameters<typeof facts>[0]) =>
    createDeriver(input([advice('sale', 'offer')])).run(facts({ ...calm, ...questions })).advice.length
  expect([run({}), run({ consents: consent(false) }), run({ consents: whole('shop') })]).toEqual([1, 0, 0])
})

test('an advice for a stage is as private as the facts that tell the stage', () => {
  const stage = rule('true', { id: 'stage', kind: 'stage', values: { buying: "person.name.full != ''" } })
  const sensitivityOf = (path: string): Sensitivity => (path.startsWith('person.') ? 'personal' : 'none')
  const run = createDeriver(
    input([stage, advice('greet', 'help', { stages: ['buying'] })], { sensitivityOf }),
  ).run(facts({ person: whole('crm', { name: { full: 'Ana' } }) }))
  expect(run.advice.map((a) => [a.rule, a.sensitivity])).toEqual([['greet', 'personal']])
})

test('a fact that a row lacks is not asked of the customer while a silent system may have told it', () => {
  const asking = {
    ...rule('feedback.exists(f, f.score > 3.0)'),
    ask: { fact: 'feedback.score', words: '¿Qué tal?', options: [{ value: '5', label: 'Bien' }] },
  } as Rule
  const unscored = { kind: { code: 'csat' }, dateCreated: daysAgo(1) }
  const run = (feedback: ReturnType<typeof whole>) =>
    createDeriver(input([asking])).run(facts({ feedback })).question?.fact
  expect(run(whole('survey', unscored))).toBe('feedback.score')
  expect(run(partial(down('survey'), 'survey', unscored))).toBeUndefined()
  // It is there, and could not be read.
  const answered = whole('survey', unscored)
  const unread = answered.rows.map((row) => ({ ...row, unknown: { unoffered: [], unread: ['score'] } }))
  expect(run({ ...answered, rows: unread })).toBeUndefined()
})

test('reads name every fact a rule may touch, its consent and its guards included', () => {
  expect(readsOf(rules('best-customer')[0] as Rule)).toEqual(['orders.orderDate', 'orders.total'])
  expect(readsOf(rules('offer-voucher')[0] as Rule)).toEqual(
    expect.arrayContaining([
      'loyalty.voucher',
      'consents.granted',
      'consents.purpose',
      'requests.open',
      'feedback.score',
    ]),
  )
  expect(readsOf(rule('own.shop.vip == true || own["my-shop"].tier == 1'))).toEqual([
    'own.my-shop.tier',
    'own.shop.vip',
  ])
})
test('the cost of a template counts what its rules read, and what each alone makes it ask', () => {
  const adviser = demoFichas.templates.find((t) => t.id === 'adviser') as (typeof defaultTemplates)[number]
  const sensitivityOf = (path: string): Sensitivity => (path.startsWith('person.') ? 'personal' : 'none')
  const cost = costOf(adviser, demoFichas.rules, sensitivityOf)
  expect(cost.atOnce).toEqual(
    expect.arrayContaining(['orders.total', 'person.birthDate', 'requests.subject', 'loyalty.tier']),
  )
  expect(cost.onOpening).toEqual(expect.arrayContaining(['payments.iban', 'cards.subs']))
  expect(cost.personal).toEqual(['person.birthDate', 'person.since'])
  const without = { ...adviser, signals: adviser.signals.filter((id) => id !== 'at-risk') }
  expect(cost.rules.find((r) => r.rule === 'at-risk')?.alone).toEqual([
    'scores.kind',
    'scores.since',
    'scores.value',
  ])
  expect(costOf(without, demoFichas.rules, sensitivityOf).questions).not.toContain('scores')
})
test('a template applies by the situation and the roles; what the host does not say is unknown unless the rest decides', () => {
  const about = { context: { channel: 'phone' as const }, roles: ['adviser'] }
  expect(evaluateCondition("context.channel == 'phone' && 'adviser' in roles", about)).toBe(true)
  expect(evaluateCondition("context.motive == 'claim'", about)).toBe('unknown')
  expect(evaluateCondition("context.motive == 'claim' && context.channel == 'store'", about)).toBe(false)
  expect(evaluateCondition("host == 'zendesk'", about)).toBe('unknown')
  expect(evaluateCondition('orders.count() > 1', about)).toBe('unknown')
})
test('every template that ships, or of the demo, derives without stopping, whatever is missing', () => {
  for (const { templates, rules } of [{ templates: defaultTemplates, rules: defaultRules }, demoFichas])
    for (const template of templates)
      for (const locale of ['es', 'en', 'pt'])
        expect(createDeriver(input(rules, { template, locale })).run(facts({})).stopped).toEqual([])
})
