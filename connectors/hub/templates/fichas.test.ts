import { readdirSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  isQuestion,
  policySchema,
  question,
  type Rule,
  ruleSchema,
  templateSchema,
} from '../../contract/index.ts'
import { readsOf } from '../rules/compile.ts'
import {
  checkPolicy,
  checkRule,
  checkTemplate,
  defaultPolicy,
  defaultRules,
  defaultTemplates,
  factsAtFirstSight,
  parseRule,
  parseTemplate,
} from './index.ts'
import { jsonSchemas } from './schemas.ts'

const here = new URL('.', import.meta.url)
const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(path, here), 'utf8')) as Record<string, unknown>
const files = (folder: string, end: string) =>
  readdirSync(new URL(folder, here))
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}${name}`)
const without = ({ $schema: _, ...file }: Record<string, unknown>) => file
const template = (id: string) =>
  defaultTemplates.find((t) => t.id === id) as (typeof defaultTemplates)[number]

describe('what is shipped', () => {
  test('every file is valid against the schema it names, and none is forgotten', () => {
    const all: [string, v.GenericSchema][] = [
      ...files('rules/', '.rule.json').map((f) => [f, ruleSchema] as [string, v.GenericSchema]),
      ...files('templates/', '.ficha.json').map((f) => [f, templateSchema] as [string, v.GenericSchema]),
      ['default.policy.json', policySchema],
    ]
    for (const [file, schema] of all) {
      const { $schema } = json(file)
      expect(
        json(new URL(String($schema), new URL(file, here)).pathname.slice(here.pathname.length)).title,
        file,
      ).toBeDefined()
      expect(v.safeParse(schema, without(json(file))).issues, file).toBeUndefined()
    }
    expect(files('rules/', '.rule.json')).toHaveLength(defaultRules.length)
    expect(files('templates/', '.ficha.json')).toHaveLength(defaultTemplates.length)
  })
  test('the published JSON Schemas are those of the code: `node connectors/hub/templates/schema/write.mjs` otherwise', () => {
    for (const [name, schema] of Object.entries(jsonSchemas())) expect(json(`schema/${name}`)).toEqual(schema)
  })
  test('what a retailer would start from is there, and each norm is one line of one file', () => {
    const ids = defaultRules.map((r) => r.id)
    for (const id of [
      'best-customer',
      'contacts-a-lot',
      'unhappy',
      'open',
      'promise-overdue',
      'recommended-us',
      'new',
      'at-risk',
      'lapsed',
      'renewal-near',
      'payment-trouble',
      'returns-a-lot',
      'birthday',
      'stage',
      'already-told',
    ])
      expect(ids).toContain(id)
    const lines = readFileSync(new URL('rules/best-customer.rule.json', here), 'utf8').split('\n')
    expect(lines.filter((line) => line.includes('least'))).toEqual([
      expect.stringContaining('"when"'),
      '    "least": null,',
    ])
  })
  test('every rule speaks Spanish, English and Portuguese', () => {
    for (const rule of defaultRules)
      for (const text of [rule.title, rule.text.yes, rule.text.no, rule.ask?.words])
        if (text !== undefined) expect(Object.keys(text), rule.id).toEqual(['es', 'en', 'pt'])
  })
  test('no template shows more than twelve facts at first sight, and each fits its roles in the policy', () => {
    for (const t of defaultTemplates) {
      expect(factsAtFirstSight(t), t.id).toBeLessThanOrEqual(12)
      for (const role of t.for.roles) expect(Object.keys(defaultPolicy.roles)).toContain(role)
    }
    expect(template('adviser').glance).toHaveLength(8)
    expect([template('store').layout, template('adviser').layout, template('claims').layout]).toEqual([
      'touch',
      'compact',
      'compact',
    ])
  })
  test('three cards of one truth differ in what they ask', () => {
    const asked = (id: string) => {
      const t = template(id)
      const ids = [...t.glance, ...t.signals, ...t.advice]
      return new Set([
        ...t.panels.filter((p) => p.ask === 'at-once').map((p) => p.question),
        ...defaultRules
          .filter((r) => ids.includes(r.id))
          .flatMap(readsOf)
          .map((p) => p.split('.')[0]),
      ])
    }
    expect(asked('store').has('payments')).toBe(false)
    expect(asked('claims').has('payments')).toBe(true)
    expect([asked('adviser').has('behaviour'), asked('claims').has('behaviour')]).toEqual([true, false])
  })
})

describe('the policy: default deny, and no more than the work needs', () => {
  const see = (role: string, path: string): string => {
    const lines = defaultPolicy.roles[role]?.see ?? {}
    const [q = '', field = ''] = path.split('.')
    const sensitivity = q === 'cards' || !isQuestion(q) ? '' : (question(q).fields[field]?.sensitivity ?? '')
    return lines[path] ?? lines[`${q}.*`] ?? lines[sensitivity] ?? 'withheld'
  }
  test('the shop sees neither phone, mail nor payments; claims sees payments with a masked iban', () => {
    expect(
      [
        'person.phones',
        'person.mails',
        'person.birthDate',
        'payments.status',
        'payments.amount',
        'orders.total',
      ].map((p) => see('store', p)),
    ).toEqual(Array(6).fill('withheld'))
    expect(['orders.status', 'loyalty.voucher', 'person.name'].map((p) => see('store', p))).toEqual(
      Array(3).fill('clear'),
    )
    expect([
      see('claims', 'payments.amount'),
      see('claims', 'payments.iban'),
      see('claims', 'person.mails'),
      see('claims', 'behaviour.kind'),
    ]).toEqual(['clear', 'masked', 'masked', 'withheld'])
    expect(see('adviser', 'person.phones')).toBe('masked')
  })
  test('nobody sees special facts, and a role reveals only what it sees masked', () => {
    for (const [role, lines] of Object.entries(defaultPolicy.roles)) {
      expect(lines.see.special ?? 'withheld').toBe('withheld')
      for (const path of lines.mayReveal) expect(see(role, path)).toBe('masked')
    }
  })
})

describe('files from outside', () => {
  const older = { version: 0, id: 'vip', kind: 'signal', name: 'VIP', if: "orders.sum('total') > 100" }
  test('a rule and a template of version 0 load as they are meant today', () => {
    expect(parseRule(older)).toMatchObject({
      ok: true,
      value: { version: 1, title: 'VIP', when: "orders.sum('total') > 100" },
    })
    expect(
      parseTemplate({
        version: 0,
        id: 'till',
        name: 'Caja',
        role: 'store',
        touch: true,
        glance: [],
        panels: [],
      }),
    ).toMatchObject({
      ok: true,
      value: { version: 1, title: 'Caja', layout: 'touch', for: { roles: ['store'] } },
    })
    expect(older).toHaveProperty('if')
  })
  test("a file without version, or of tomorrow's, says what to change", () => {
    expect(parseRule({ id: 'vip' }, 'en')).toEqual({
      ok: false,
      problems: [{ path: 'version', says: 'the version is missing: write "version": 1' }],
    })
    expect(parseTemplate({ version: 2 })).toMatchObject({
      ok: false,
      problems: [
        {
          path: 'version',
          says: expect.stringContaining('es de la versión 2 y este programa lee hasta la 1'),
        },
      ],
    })
    for (const nothing of [null, 'x', [], 3]) expect(parseRule(nothing).ok).toBe(false)
  })
  test('a misspelt key, a missing one and a wrong one are named with their place', () => {
    const problems = (input: unknown) => {
      const checked = checkRule(input)
      return checked.ok ? [] : checked.problems
    }
    expect(problems({ version: 1, id: 'a', kind: 'signal', title: 'a', wen: 'true' })).toEqual(
      expect.arrayContaining([
        { path: 'when', says: expect.stringContaining('falta «when»') },
        { path: 'wen', says: expect.stringContaining('«wen» no existe aquí') },
      ]),
    )
    expect(
      problems({ version: 1, id: 'a', kind: 'signal', title: 'a', when: 'true', norm: { x: {} } })[0]?.path,
    ).toContain('norm.x')
    expect(
      problems({ version: 1, id: 'a', kind: 'signal', title: 'a', when: 'true', text: { yes: 'hay {n}' } }),
    ).toEqual([{ path: 'text.yes', says: 'el texto usa «n» y values no lo calcula' }])
    expect(problems({ version: 1, id: 'a', kind: 'advice', title: 'a', when: 'true' })[0]?.path).toBe(
      'advice',
    )
    expect(
      problems({
        version: 1,
        id: 'a',
        kind: 'signal',
        title: 'a',
        when: 'true',
        ask: { fact: 'orders.nope', words: '¿?' },
      })[0]?.path,
    ).toBe('ask.fact')
  })
  test('a template names what does not exist: rules, facts, fields, conditions', () => {
    const checked = checkTemplate(
      {
        ...template('adviser'),
        policies: [],
        glance: ['nope'],
        marks: ['loyalty.nope'],
        for: { roles: ['adviser'], when: 'context.chanel == "x"' },
        panels: [
          { id: 'a', question: 'orders', ask: 'at-once', fields: ['totl'] },
          { id: 'a', question: 'cards', ask: 'on-request', fields: ['*'] },
        ],
      },
      { rules: defaultRules },
    )
    expect(checked.ok ? [] : checked.problems.map((p) => p.path)).toEqual([
      'for.when',
      'glance.0',
      'marks.0',
      'panels.0.fields.0',
      'panels.1.id',
    ])
  })
  test('words of a policy stand beside something this ficha shows, or say what to write', () => {
    const words = (beside: unknown, id = 'w') => ({ id, title: 'Norma', text: 'Haz esto.', beside })
    const with_ = (...policies: unknown[]) =>
      checkTemplate({ ...template('adviser'), policies }, { rules: defaultRules })
    expect(
      with_(
        words({ question: 'requests', where: { field: 'matter', is: ['entrega'] } }),
        words({ question: 'returns' }, 'x'),
        words({ rule: 'repair-late-order' }, 'y'),
      ),
    ).toMatchObject({ ok: true })
    const wrong = with_(
      words({ question: 'campaigns' }),
      words({ question: 'orders', where: { field: 'shipping', is: ['a'] } }, 'b'),
      words({ rule: 'nope' }, 'c'),
      words({ question: 'orders' }, 'c'),
    )
    expect(wrong.ok ? [] : wrong.problems.map((p) => p.path)).toEqual([
      'policies.0.beside.question',
      'policies.1.beside.where.field',
      'policies.2.beside.rule',
      'policies.3.id',
    ])
    expect(with_(words({ question: 'orders', where: { field: 'status', is: [] } })).ok).toBe(false)
  })
  test('above twelve facts at first sight a reason is asked for, and accepted', () => {
    const crowded = { ...template('adviser'), marks: ['loyalty.tier', 'loyalty.points', 'person.since'] }
    expect(checkTemplate(crowded)).toMatchObject({
      ok: false,
      problems: [{ path: 'because', says: expect.stringContaining('hay 13 datos') }],
    })
    expect(checkTemplate({ ...crowded, because: 'Campaña de Navidad: los puntos mandan' }).ok).toBe(true)
  })
  test('a policy with an unknown purpose or line is refused', () => {
    expect(
      checkPolicy({
        version: 1,
        roles: { a: { purposes: ['nope'], see: { 'orders.nope': 'clear', none: 'clear' } } },
        purposes: {},
      }),
    ).toMatchObject({
      ok: false,
      problems: [{ path: 'roles.a.purposes.0' }, { path: 'roles.a.see.orders.nope' }],
    })
  })
  test('a rule whose text asks nothing of the norm still compiles once for each object', () => {
    const rule = defaultRules[0] as Rule
    expect(readsOf(rule)).toBe(readsOf(rule))
  })
})
