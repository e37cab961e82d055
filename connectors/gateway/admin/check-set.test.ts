import { describe, expect, test } from 'vitest'
import type { FichaSet, Rule, Template } from '../../contract/index.ts'
import { changed, checkSet, newlyLowered } from './check-set.ts'
import { shippedFichas } from './templates.ts'

const places = (input: unknown) => checkSet(input, 'es').faults.map(({ place }) => place)
const [first, second] = shippedFichas.rules as [Rule, Rule]
const [template] = shippedFichas.templates as [Template]
const withRules = (rules: readonly unknown[]) => ({ ...shippedFichas, rules })

describe('a whole set', () => {
  test('that is good comes back as it was', () => {
    expect(checkSet(shippedFichas, 'es')).toEqual({
      set: { ...shippedFichas, rules: [...shippedFichas.rules], templates: [...shippedFichas.templates] },
      faults: [],
    })
  })

  test('with one fault is not taken at all', () => {
    const read = checkSet({ ...shippedFichas, templates: [...shippedFichas.templates, { id: 'x' }] }, 'es')
    expect(read.set).toBeUndefined()
    expect(read.faults.length).toBeGreaterThan(0)
    for (const { place } of read.faults) expect(place).toMatch(/^templates\.x(\.|$)/)
  })

  test('that is none has a fault for each of its three parts', () => {
    for (const input of [null, 'x', 7, [], {}]) {
      const found = places(input)
      expect(found).toEqual(expect.arrayContaining(['rules', 'templates']))
      expect(found.some((place) => place.startsWith('policy'))).toBe(true)
    }
  })

  test('holds at most 500 rules and from one to 100 templates, and says how many it has', () => {
    const many = (n: number) => Array.from({ length: n }, () => ({}))
    const says = (input: unknown, key: string) =>
      checkSet(input, 'es').faults.find(({ place }) => place === key)?.says
    expect(says(withRules(many(501)), 'rules')).toBe('rules: expected a list of 0 to 500; found 501')
    expect(says(withRules(many(500)), 'rules')).toBeUndefined()
    expect(says({ ...shippedFichas, templates: [] }, 'templates')).toBe(
      'templates: expected a list of 1 to 100; found 0',
    )
    expect(says({ ...shippedFichas, templates: many(101) }, 'templates')).toContain('found 101')
    expect(says({ ...shippedFichas, templates: 'x' }, 'templates')).toContain('found none')
    expect(places({ ...shippedFichas, rules: [], templates: shippedFichas.templates })).not.toContain('rules')
  })

  test('says of a wrong rule where in its text, and once: that templates name it is no further fault', () => {
    const named = template.glance[0] as string
    const broken = shippedFichas.rules.map((rule) =>
      rule.id === named ? { ...rule, when: 'orders.\n  .' } : rule,
    )
    const { faults } = checkSet(withRules(broken), 'es')
    expect(faults.map(({ place }) => place)).toEqual([`rules.${named}.when`])
    expect(faults[0]?.at).toMatchObject({ line: expect.any(Number), column: expect.any(Number) })
  })

  test('calls what has no id by its place in the list, and what is no object by nothing more', () => {
    expect(places(withRules([...shippedFichas.rules.slice(0, 1), 'x']))).toContain('rules.1')
    expect(places({ ...shippedFichas, templates: [template, 7] })).toEqual(['templates.1'])
  })

  test('names a rule that is not there at the template that asks for it', () => {
    const found = places({
      ...shippedFichas,
      templates: [{ ...template, glance: ['no-such-rule'] }],
    })
    expect(found.length).toBeGreaterThan(0)
    for (const place of found) expect(place).toMatch(new RegExp(`^templates\\.${template.id}\\.glance`))
  })

  test('has no two rules and no two templates of one id', () => {
    expect(places(withRules([...shippedFichas.rules, second, second]))).toEqual([`rules.${second.id}`])
    expect(places({ ...shippedFichas, templates: [...shippedFichas.templates, template] })).toEqual([
      `templates.${template.id}`,
    ])
  })

  test('leaves somebody who may edit it', () => {
    const roles = Object.fromEntries(
      Object.entries(shippedFichas.policy.roles).map(([name, role]) => [name, { ...role, mayEdit: false }]),
    )
    expect(places({ ...shippedFichas, policy: { ...shippedFichas.policy, roles } })).toEqual(['policy.roles'])
  })

  test('has its faults told in the language asked for', () => {
    const told = (locale: string) =>
      checkSet(withRules([{ ...first, when: 'orders.' }]), locale).faults[0]?.says
    expect(told('en')).not.toBe(told('es'))
  })
})

describe('between two sets', () => {
  const before: FichaSet = shippedFichas
  const after = (more: Partial<FichaSet>): FichaSet => ({ ...before, ...more })

  test('nothing that is the same is named', () => {
    expect(changed(before, after({}))).toEqual([])
    expect(newlyLowered(before, after({}))).toEqual([])
  })

  test('what was changed, added and removed is named by its id, and so is the policy', () => {
    expect(
      changed(
        before,
        after({
          templates: before.templates.map((one) => (one.id === template.id ? { ...one, title: 'X' } : one)),
          rules: [
            ...before.rules
              .filter((rule) => rule.id !== first.id)
              .map((rule) => (rule.id === second.id ? { ...rule, title: 'X' } : rule)),
            { ...first, id: 'brand-new' },
          ],
          policy: { ...before.policy, purposes: {} },
        }),
      ),
    ).toEqual([
      `template:${template.id}`,
      `rule:${second.id}`,
      'rule:brand-new',
      `removed-rule:${first.id}`,
      'policy',
    ])
    expect(changed(before, after({ templates: before.templates.slice(1) }))).toEqual([
      `removed-template:${template.id}`,
    ])
  })

  test('a result declared less sensitive is named apart, with how sensitive it is now; one that was so already is not', () => {
    const lowered = after({ rules: [{ ...first, sensitivity: 'none' }, ...before.rules.slice(1)] })
    expect(newlyLowered(before, lowered)).toEqual([first.id])
    expect(changed(before, lowered)).toEqual([`rule:${first.id}`, `sensitivity:${first.id}=none`])
    expect(newlyLowered(lowered, lowered)).toEqual([])
    const again = after({ rules: [{ ...first, sensitivity: 'personal' }, ...before.rules.slice(1)] })
    expect(newlyLowered(lowered, again)).toEqual([first.id])
    expect(newlyLowered(lowered, before)).toEqual([])
    const added = after({ rules: [...before.rules, { ...first, id: 'brand-new', sensitivity: 'none' }] })
    expect(newlyLowered(before, added)).toEqual(['brand-new'])
  })
})
