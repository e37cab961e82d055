import { describe, expect, it } from 'vitest'
import { demoFichas } from '../../../demo-host/fichas/index.ts'
import { isQuestion, type Policy, question, type Rule, type Template } from '../../contract/index.ts'
import { compiledOf } from '../rules/compile.ts'
import { defaultPolicy, defaultRules, defaultTemplates } from './index.ts'

interface Files {
  templates: readonly Template[]
  rules: readonly Rule[]
  policy: Policy
}
const shipped: Files = { templates: defaultTemplates, rules: defaultRules, policy: defaultPolicy }

/** Signs and names of currencies; a term that a company keeps or grants, with its unit. */
const sum = /[€£]|\$\d|\b(eur|usd|gbp|brl|mxn|euros?|dollars?|d[óo]lares|libras?|pounds?|reais|pesos?)\b/i
const term = /\d+ ?(h\b|horas?|hours?|d[íi]as?\b|days?\b|%)|cinco|five|treinta|thirty|trinta/i
/** A fact that names the system it comes from; `cards.*` and `own.*` name none. */
const namesSystem = (path: string): boolean => /^(cards|own)[.[](?!\*)/.test(path)
const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)])
      : []
const isMoney = (path: string): boolean => {
  const [q = '', field = ''] = path.split('.')
  return isQuestion(q) && question(q).fields[field]?.type === 'money'
}
/** A figure with which this rule's condition compares an amount. */
function sumsOf({ when, norm, ...rule }: Rule): string[] {
  const compiled = compiledOf({ when, norm, ...rule })
  if (!('compiled' in compiled) || ![...compiled.compiled.when.reads].some(isMoney)) return []
  const isSpan = (name: string) => new RegExp(`(within|coming)\\(norm\\.${name}\\b`).test(when)
  return [
    ...Object.keys(norm).filter((name) => norm[name] !== null && !isSpan(name)),
    ...(when.match(/[<>=] *0*[1-9][\d.]*/g) ?? []),
  ]
}

/** What speaks for one company in these files: each with its place. */
function breaches({ templates, rules, policy }: Files): string[] {
  const out: string[] = []
  const add = (place: string, found: readonly unknown[] | undefined) => {
    if (found && found.length > 0) out.push(place)
  }
  for (const t of templates) {
    for (const panel of t.panels) {
      add(`${t.id}.panels.from`, panel.from)
      add(
        `${t.id}.panels.fields`,
        panel.question === 'own' ? panel.fields.filter((f) => f.includes('.')) : [],
      )
    }
    add(`${t.id}.marks`, t.marks.filter(namesSystem))
    add(`${t.id}.policies`, t.policies)
    add(`${t.id}.for.hosts`, t.for.hosts)
    add(`${t.id}.for.when`, t.for.when === undefined ? [] : [t.for.when])
  }
  for (const rule of rules) {
    add(
      `${rule.id}.kind`,
      ['margin', 'promise'].filter((kind) => kind === rule.kind),
    )
    add(`${rule.id}.action`, [rule.advice?.action, rule.ask?.action].filter(Boolean))
    add(`${rule.id}.link`, [rule.advice?.link].filter(Boolean))
    add(
      `${rule.id}.own`,
      [rule.when, ...Object.values(rule.values), rule.ask?.fact ?? ''].filter((e) => /\bown[.[]/.test(e)),
    )
    add(`${rule.id}.sum`, sumsOf(rule))
    add(
      `${rule.id}.hours`,
      [rule.when, ...Object.values(rule.values)].filter((e) => e.includes('getHours')),
    )
  }
  for (const [name, role] of Object.entries(policy.roles)) {
    add(`${name}.see`, Object.keys(role.see).filter(namesSystem))
    add(`${name}.mayReveal`, role.mayReveal.filter(namesSystem))
    add(`${name}.mayAct`, role.mayAct)
    add(`${name}.rows`, role.rows)
  }
  for (const [name, purpose] of Object.entries(policy.purposes))
    add(`${name}.forbids`, purpose.forbids.filter(namesSystem))
  for (const one of [...templates, ...rules.map(({ when: _, values: __, ...texts }) => texts), policy]) {
    const id = 'id' in one ? one.id : 'policy'
    add(
      `${id}: a sum`,
      stringsOf(one).filter((text) => sum.test(text)),
    )
    add(
      `${id}: a term`,
      stringsOf(one).filter((text) => term.test(text)),
    )
    add(
      `${id}: a company`,
      stringsOf(one).filter((text) => /ribera|https?:/i.test(text)),
    )
  }
  return out
}

describe('what ships speaks for no company', () => {
  it('names no system, no action, no sum, no term and no words of a policy', () =>
    expect(breaches(shipped)).toEqual([]))

  const [adviser] = defaultTemplates as [Template]
  const rule = (id: string): Rule => defaultRules.find((r) => r.id === id) as Rule
  const template = (more: Partial<Template>): Partial<Files> => ({ templates: [{ ...adviser, ...more }] })
  const ruleWith = (id: string, more: Partial<Rule>): Partial<Files> => ({
    rules: [{ ...rule(id), ...more }],
  })
  const panel = (more: object) => template({ panels: [{ ...adviser.panels[0], ...more } as never] })
  const adviserSees = (more: object): Partial<Files> => ({
    policy: {
      ...defaultPolicy,
      roles: { ...defaultPolicy.roles, adviser: { ...defaultPolicy.roles.adviser, ...more } as never },
    },
  })
  it.each<[string, string, Partial<Files>]>([
    ['a panel of one system', 'adviser.panels.from', panel({ from: ['subs'] })],
    [
      'an own field of one system',
      'adviser.panels.fields',
      panel({ question: 'own', fields: ['shop.colour'] }),
    ],
    ['a headline of one system', 'adviser.marks', template({ marks: ['own.shop.vip'] })],
    [
      'the words of a policy',
      'adviser.policies',
      template({
        policies: [{ id: 'w', title: 'Devoluciones', text: 'Con tique', beside: { question: 'returns' } }],
      }),
    ],
    ['a host', 'adviser.for.hosts', template({ for: { roles: ['adviser'], hosts: ['zendesk'] } })],
    [
      'a condition of a host',
      'adviser.for.when',
      template({ for: { roles: ['adviser'], when: "host == 'x'" } }),
    ],
    ['a margin', 'new.kind', ruleWith('new', { kind: 'margin' })],
    ['a promise', 'new.kind', ruleWith('new', { kind: 'promise' })],
    [
      'an action of an advice',
      'help-open.action',
      ruleWith('help-open', { advice: { rank: 'help', action: 'desk.handoff', restDays: 2 } }),
    ],
    [
      'an action of a question',
      'birthday.action',
      ruleWith('birthday', { ask: { fact: 'person.birthDate', words: '¿?', action: 'shop.birthday' } }),
    ],
    [
      'an address',
      'help-open.link',
      ruleWith('help-open', { advice: { rank: 'help', link: 'https://shop.example', restDays: 2 } }),
    ],
    ['a field of one system', 'new.own', ruleWith('new', { when: 'own.shop.vip == true' })],
    ['a sum in a norm', 'best-customer.sum', ruleWith('best-customer', { norm: { least: 1000, days: 365 } })],
    [
      'a sum in a condition',
      'best-customer.sum',
      ruleWith('best-customer', { when: "orders.sum('total') >= 1000" }),
    ],
    [
      'hours of a promise',
      'new.hours',
      ruleWith('new', { values: { late: 'requests.count(r, (now - r.dateCreated).getHours() >= 4)' } }),
    ],
    ['cards of one system', 'adviser.see', adviserSees({ see: { 'cards.subs': 'clear' } })],
    ['own fields of one system', 'adviser.see', adviserSees({ see: { 'own.shop.*': 'clear' } })],
    ['a value to reveal of one system', 'adviser.mayReveal', adviserSees({ mayReveal: ['own.shop.iban'] })],
    ['an action that is allowed', 'adviser.mayAct', adviserSees({ mayAct: ['desk.*'] })],
    [
      'rows of one shop',
      'adviser.rows',
      adviserSees({ rows: [{ question: 'orders', field: 'shop', values: ['Centro'] }] }),
    ],
    [
      'a system that a purpose forbids',
      'care.forbids',
      { policy: { ...defaultPolicy, purposes: { care: { title: 'x', forbids: ['cards.subs'] } } } },
    ],
    ['a currency in a text', 'new: a sum', ruleWith('new', { text: { yes: 'Hasta 8 €' } })],
    ['a currency in a name', 'new: a sum', ruleWith('new', { norm: { euros: null } })],
    ['a term in days', 'new: a term', ruleWith('new', { text: { yes: { es: '30 días con tique' } } })],
    ['a term in hours', 'new: a term', ruleWith('new', { title: 'Entregado en 48 h' })],
    ['a term in words', 'new: a term', ruleWith('new', { text: { yes: 'El banco tarda cinco días' } })],
    ['a name', 'adviser: a company', template({ title: 'Ribera' })],
  ])('planted: %s is found', (_, place, files) => {
    expect(breaches({ ...shipped, ...files })).toContain(place)
  })
  it('planted: the set of the demo’s company is found out', () => {
    const found = breaches(demoFichas)
    for (const place of [
      'your-margin.kind',
      'delivered-48h.kind',
      'answered-4h.hours',
      'best-customer.sum',
      'help-open.action',
      'adviser.see',
      'adviser.mayAct',
      'adviser.panels.from',
      'claims.policies',
    ])
      expect(found).toContain(place)
  })
})
