import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isQuestion, question } from '../../connectors/contract/index.ts'
import { configuredFichas } from '../../connectors/gateway/admin/templates.ts'
import { findUnreached } from '../../connectors/gateway/admin/unreached.ts'
import { readFichas } from '../../connectors/gateway/config/load-config.ts'
import { readsOf } from '../../connectors/hub/rules/index.ts'
import { defaultRules } from '../../connectors/hub/templates/index.ts'
import config from '../ficha.config.ts'
import { demoFichas } from './index.ts'

const folder = import.meta.dirname

test('the demo is given what a gateway would read in this folder', async () => {
  const byId = <T extends { id: string }>(all: readonly T[]) =>
    Object.fromEntries(all.map((one) => [one.id, one]))
  const read = configuredFichas(await readFichas(folder))
  expect(byId(read.templates)).toEqual(byId(demoFichas.templates))
  expect(byId(read.rules)).toEqual(byId(demoFichas.rules))
  expect(read.policy).toEqual(demoFichas.policy)
})
test('the rules that ship are kept, each that the demo has of the same id stands in its place', () => {
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.rule.json'))
    .map((name) => name.replace('.rule.json', ''))
  const ids = demoFichas.rules.map((rule) => rule.id)
  expect([...ids].sort()).toEqual([...new Set([...defaultRules.map((rule) => rule.id), ...own])].sort())
  const kept = new Set(demoFichas.rules.map((rule) => JSON.stringify(rule)))
  const changed = defaultRules.filter((rule) => !kept.has(JSON.stringify(rule))).map((rule) => rule.id)
  expect(changed.sort()).toEqual(own.filter((id) => defaultRules.some((rule) => rule.id === id)).sort())
  expect(ids.indexOf('best-customer')).toBe(defaultRules.findIndex((rule) => rule.id === 'best-customer'))
})
test('each norm of the company is one line, and has its figure', () => {
  const norms = Object.fromEntries(demoFichas.rules.map((rule) => [rule.id, rule.norm]))
  expect(norms).toMatchObject({
    'best-customer': { euros: 1000 },
    'your-margin': { bestTier: 'gold', bestMost: 15, most: 8 },
    'delivered-48h': { hours: 48 },
    'answered-4h': { hours: 4 },
  })
  for (const [id, norm] of Object.entries(norms)) expect(Object.values(norm), id).not.toContain(null)
})
test('every own rule and template speaks Spanish, English and Portuguese', () => {
  for (const rule of demoFichas.rules)
    for (const text of [rule.title, rule.text.yes, rule.text.no, rule.ask?.words])
      if (text !== undefined) expect(Object.keys(text), rule.id).toEqual(['es', 'en', 'pt'])
  for (const { title, text } of demoFichas.templates.flatMap((t) => t.policies ?? []))
    for (const words of [title, text]) expect(Object.keys(words)).toEqual(['es', 'en', 'pt'])
})

const see = (role: string, path: string): string => {
  const lines = demoFichas.policy.roles[role]?.see ?? {}
  const [q = '', field = ''] = path.split('.')
  const sensitivity = q === 'cards' || !isQuestion(q) ? '' : (question(q).fields[field]?.sensitivity ?? '')
  return lines[path] ?? lines[`${q}.*`] ?? lines[sensitivity] ?? 'withheld'
}
test('night sees what is open, asks nothing else, and the cards of subscriptions are not for the shop', () => {
  expect(
    ['requests.open', 'requests.subject', 'orders.status', 'person.name'].map((path) => see('night', path)),
  ).toEqual(['clear', 'withheld', 'withheld', 'clear'])
  expect(['adviser', 'claims', 'store'].map((role) => see(role, 'cards.subs'))).toEqual([
    'clear',
    'clear',
    'withheld',
  ])
  const night = demoFichas.templates.find((t) => t.id === 'night')
  const rules = [...(night?.glance ?? []), ...(night?.signals ?? []), ...(night?.advice ?? [])]
  const asked = [
    ...(night?.panels ?? []).map((p) => p.question),
    ...demoFichas.rules
      .filter((rule) => rules.includes(rule.id))
      .flatMap((rule) => readsOf(rule).map((path) => path.split('.')[0])),
  ]
  expect([...new Set(asked)]).toEqual(['requests'])
})
test('no ficha of the demo shows more than its roles may have', () => {
  for (const t of demoFichas.templates)
    for (const role of t.for.roles) expect(Object.keys(demoFichas.policy.roles), t.id).toContain(role)
  for (const [role, { mayReveal }] of Object.entries(demoFichas.policy.roles))
    for (const path of mayReveal) expect(see(role, path), `${role} ${path}`).toBe('masked')
})
test('all that the systems of the demo answer and do is asked, seen and allowed', () =>
  expect(findUnreached(config, demoFichas)).toEqual([]))
