import { expect, test } from 'vitest'
import { demoFichas } from '../../../demo-host/fichas/index.ts'
import type { Connector, Policy, Sensitivity } from '../../contract/index.ts'
import { defaultPolicy, defaultRules, defaultTemplates } from '../templates/index.ts'
import { agent, all, ana, never, of, order, request, role, system, testHub } from '../testing/test-hub.ts'

/** A company of which nobody has written a word: the systems have the names it gave them. */
const gesture = {
  title: 'Dar un detalle',
  confirm: '¿Darlo?',
  input: {},
  run: async () => ({ done: true as const }),
}
const cardsOf = (id: string, sensitivity: Sensitivity): Connector =>
  system(
    id,
    {
      records: [ana],
      extra: {
        cards: {
          sensitivity,
          keys: [{ key: 'plan', title: { es: `Plan de ${id}` } }],
          answer: {
            from: 'record',
            get: async () => ({
              rows: [{ id: 'plan', key: 'plan', title: `Plan de ${id}`, state: 'loaded', blocks: [] }],
              complete: true,
            }),
          },
        },
      },
    },
    [],
  )
const connectors = [
  system('almacen', { records: [ana], rows: { orders: [order('1')] }, extra: { actions: { gesture } } }, []),
  cardsOf('cuota-plus', 'none'),
  cardsOf('zeta', 'personal'),
  cardsOf('banco', 'financial'),
  cardsOf('clinica', 'special'),
]
async function open(as: string, policy: Policy = defaultPolicy, locale = 'es') {
  const { hub } = testHub({ connectors, templates: defaultTemplates, rules: defaultRules, policy })
  const events = await all(hub.open(request({ locale }), agent({ roles: [as] }), never))
  const who = of(events, 'who').at(-1)
  const card = who?.card as string
  const more = await all(
    hub.ask({ card, question: 'cards', epoch: 1, locale }, agent({ roles: [as] }), never),
  ).catch(() => [])
  const shown = [...events, ...more].flatMap((e) =>
    e.event === 'reading' &&
    e.reading.question === 'cards' &&
    e.reading.state.known === 'value' &&
    e.reading.state.value.some((row) => row.fields.title?.shown === 'clear')
      ? [e.reading.connector]
      : [],
  )
  return { events, who, shown: [...new Set(shown)].sort(), text: JSON.stringify([...events, ...more]) }
}

test('plain cards of any connector show without being named, as far as the role sees their kind', async () => {
  const adviser = await open('adviser')
  expect(adviser.shown).toEqual(['banco', 'cuota-plus', 'zeta'])
  expect(adviser.text).not.toContain('Plan de clinica"')
  expect((await open('claims')).shown).toEqual(['banco', 'cuota-plus', 'zeta'])
  expect((await open('store')).shown).toEqual([])
  // Planted: a line of its own shows also what the kind hides.
  const { adviser: lines } = defaultPolicy.roles
  const named = {
    ...defaultPolicy,
    roles: {
      adviser: { ...lines, see: { ...lines?.see, 'cards.clinica': 'clear' } } as Policy['roles'][string],
    },
  }
  expect((await open('adviser', named)).shown).toEqual(['banco', 'clinica', 'cuota-plus', 'zeta'])
})

test('no action is allowed until the company allows it, and then it is on the card', async () => {
  expect((await open('adviser')).who?.ficha.actions).toEqual([])
  const allowed = {
    ...defaultPolicy,
    roles: { adviser: { ...defaultPolicy.roles.adviser, mayAct: ['almacen.gesture'] } as never },
  }
  expect((await open('adviser', allowed)).who?.ficha.actions).toMatchObject([
    { connector: 'almacen', name: 'gesture' },
  ])
})

test('a norm that is not set is said on the card, in its language, and is neither yes nor no', async () => {
  for (const [locale, says] of [
    ['es', 'falta fijar la norma'],
    ['en', 'norm not set'],
    ['pt', 'falta definir a norma'],
  ] as const) {
    const { events } = await open('adviser', defaultPolicy, locale)
    expect(of(events, 'signal').find((s) => s.rule === 'best-customer')).toMatchObject({
      answer: { shown: 'clear', value: { is: 'unknown', because: [{ code: 'no-norm', says }] } },
      text: { shown: 'clear', value: expect.stringContaining(says) },
      reasons: [],
    })
  }
  // A role that may not see the answer is not told why there is none.
  const hidden = {
    ...defaultPolicy,
    roles: { store: role({ ...defaultPolicy.roles.store?.see, 'rule.best-customer': 'withheld' }) },
    purposes: { care: { title: 'x', forbids: [] } },
  }
  const { events } = await open('store', hidden)
  expect(of(events, 'signal').find((s) => s.rule === 'best-customer')?.answer).toEqual({ shown: 'withheld' })
  expect(JSON.stringify(events)).not.toContain('falta fijar')
})

test('no question is asked whose answer would be stored nowhere; planted, the demo’s rules name where', async () => {
  const feedback = system(
    'survey',
    {
      records: [ana],
      rows: {
        feedback: [],
        interactions: [],
        consents: [
          {
            id: 'c1',
            purpose: { code: 'surveys' },
            granted: true,
            dateModified: '2026-03-01T10:00:00Z',
          },
        ],
      },
      extra: { actions: { answer: gesture, recommend: gesture } },
    },
    [],
  )
  const asked = async (rules: typeof defaultRules) => {
    const { adviser: lines } = defaultPolicy.roles
    const policy = { ...defaultPolicy, roles: { adviser: { ...lines, mayAct: ['*'] } as never } }
    const { hub } = testHub({ connectors: [feedback], templates: defaultTemplates, rules, policy })
    const events = await all(hub.open(request(), agent(), never))
    return of(events, 'advice').at(-1)?.ask?.id
  }
  expect(await asked(defaultRules)).toBeUndefined()
  expect(await asked(demoFichas.rules)).toBe('would-recommend')
})
