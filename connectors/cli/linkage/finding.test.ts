import { describe, expect, test } from 'vitest'
import { compareProfiles, newLevels } from '../../hub/identity/compare/compare.ts'
import { countValues } from '../../hub/identity/compare/frequency.ts'
import { type Profile, profileOf } from '../../hub/identity/compare/profile.ts'
import { Field, fields, Level, missing, priorFor, shipped } from '../../hub/identity/compare/weights.ts'
import { foundRecordOf, type LoadedRecord, type recordOf, settingsOf } from '../files/records.ts'
import { createAnswerer } from './answerer.ts'
import { candidatePairs } from './candidate-pairs.ts'
import { compareCandidates, histogramFrom } from './compare-candidates.ts'
import { createComparer, mailsAreNames } from './comparer.ts'
import { linkProfiles } from './link-profiles.ts'
import { createLookup } from './lookup.ts'
import { besideOne, taken, weigh } from './relatives.ts'
import { seeded, train } from './train.ts'

type Values = Parameters<typeof recordOf>[1]
const settings = settingsOf('ES')
const found = (id: string, values: Values) => ({
  ...foundRecordOf('a', id, values, settings),
  key: `0\n${id}`,
})
const person = (values: Values, id = '1'): Profile => profileOf(found(id, values), 'ES')
const letter = (n: number) => String.fromCharCode(97 + (n % 26))
/** So many people of whom no two have anything in common. */
const strangers = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    person({
      phone: `6${String(10_000_000 + n * 7_919)}`,
      street: `${letter(n)}${letter(n / 26)}qx ${n + 1}`,
    }),
  )
const pairsOf = (profiles: readonly Profile[]) => {
  const pairs: string[] = []
  const { tooBig } = candidatePairs(profiles, (a, b) => pairs.push(`${a} ${b}`))
  return { pairs, tooBig }
}

describe('pairs that may be one person', () => {
  const ana = { given: 'Ana', family: 'Ruiz', birthdate: '1980-05-12', phone: '600123456' }
  test('are visited once, the earlier record first, however many keys they share', () => {
    expect(pairsOf([person(ana), person({ phone: '611222333' }), person(ana)]).pairs).toEqual(['0 2'])
    expect(pairsOf([person({ phone: '600123456' }), person({ phone: '611222333' })]).pairs).toEqual([])
  })
  test('of a value that more than eighty share are only those that share something finer', () => {
    const crowd = (count: number, postcode: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => person({ phone: '600123456', postcode: postcode(n) }))
    expect(pairsOf(crowd(80, () => '28001'))).toMatchObject({ pairs: { length: 3_160 }, tooBig: 0 })
    const split = pairsOf(crowd(81, (n) => (n < 2 ? '28001' : String(10_000 + n))))
    expect(split).toEqual({ pairs: ['0 1'], tooBig: 1 })
    expect(pairsOf(crowd(90, () => '28001'))).toEqual({ pairs: [], tooBig: 1 })
  })
  test('are counted by weight, and kept down to fourteen bits under even odds', () => {
    const profiles = [
      person(ana),
      person(ana),
      person({ given: 'Ana', family: 'Gil', birthdate: '1980-05-12' }),
    ]
    const compared = compareCandidates(profiles, train(profiles))
    expect(compared.compared).toBe(3)
    expect(compared.histogram).toHaveLength(101)
    expect(compared.histogram.reduce((a, b) => a + b, 0)).toBe(3)
    const kept = Array.from(
      { length: compared.size },
      (_, i) => [compared.a[i], compared.bits[i] as number] as const,
    )
    expect(kept.find(([pair]) => pair === 1)?.[1]).toBeGreaterThan(10)
    for (const [, bits] of kept) {
      expect(bits).toBeGreaterThanOrEqual(-14)
      expect(compared.histogram[Math.round(bits) - histogramFrom]).toBeGreaterThan(0)
    }
    const twins = [
      person({ given: 'Ana', birthdate: '1980-05-12' }),
      person({ given: 'Luis', birthdate: '1980-05-12' }),
    ]
    expect(compareCandidates(twins, train(twins))).toMatchObject({ compared: 1 })
  })
})

describe('looking one record up', () => {
  const model = (profiles: readonly Profile[]) => ({
    weights: shipped,
    frequency: countValues(profiles.map((p) => [p])),
    prior: priorFor(profiles.length),
  })
  test('finds the heaviest first, each once, and no more than were asked for', () => {
    const people = [
      person({ given: 'Ana', family: 'Ruiz' }),
      person({ given: 'Ana', family: 'Ruiz', phone: '600123456', birthdate: '1980-05-12' }),
      person({ given: 'Ana', family: 'Ruiz', birthdate: '1980-05-12' }),
      ...strangers(40),
    ]
    const { find } = createLookup(people, model(people))
    const query = person({ given: 'Ana', family: 'Ruiz', phone: '600123456', birthdate: '1980-05-12' })
    const hits = find(query)
    expect(hits.map((h) => h.at)).toEqual([1, 2, 0])
    expect(hits.map((h) => h.bits)).toEqual(hits.map((h) => h.bits).toSorted((a, b) => b - a))
    expect(find(query, 1).map((h) => h.at)).toEqual([1])
    expect(find(query).map((h) => h.at)).toEqual([1, 2, 0])
    expect(find(person({ phone: '699999999' }))).toEqual([])
  })
  test('takes a value that more than eighty share for none', () => {
    const crowd = (count: number) => {
      const people = Array.from({ length: count }, () => person({ phone: '600123456' }))
      return createLookup(people, model(people)).find(person({ phone: '600123456' }))
    }
    expect([crowd(80).length, crowd(82).length]).toEqual([12, 0])
  })
  test('answers with nobody for what more than eight share, and with whoever alone has it', () => {
    const load = (id: string, values: Values): LoadedRecord => {
      const record = found(id, values)
      return { id, file: 0, found: record, profile: profileOf(record, 'ES') }
    }
    const asked = (sharing: number) => {
      const people = Array.from({ length: sharing }, (_, n) =>
        load(String(n), {
          email: 'anita@acme.example',
          given: ['Ana', 'Luis', 'Eva'][n % 3] as string,
          family: `${letter(n)}olmedo`,
        }),
      )
      return createAnswerer(people, 'ES', 'en')(load('q', { email: 'anita@acme.example' }))
    }
    expect(asked(1)).toMatchObject({ outcome: 'identified', id: '0', ids: ['0'], by: 'mail' })
    expect(asked(1).says).toEqual(expect.any(String))
    expect(asked(9)).toMatchObject({ outcome: 'nobody', id: null, ids: [], candidates: [] })
  })
})

describe('mails that are names', () => {
  const bearing = (name: string, ...mails: string[]) => person({ name, email: mails.join(' ') })
  const compared = (a: Profile, b: Profile, crowd: readonly Profile[]) =>
    createComparer([a, b, ...crowd])(a, b, newLevels()).at[Field.mail]
  const plain = (a: Profile, b: Profile) => compareProfiles(a, b, newLevels()).at[Field.mail]
  const [a, b] = [bearing('Ana Ruiz', 'ana.ruiz@correo.es'), bearing('Ana Ruiz', 'anaruiz22@correo.es')]
  const others = (host: string) =>
    Array.from({ length: 120 }, (_, n) => bearing(`X${letter(n)} Y`, `x${letter(n)}q${n}@${host}`))
  test('say nothing at a provider, where anybody may have one, and something at a host of few', () => {
    const like = plain(a, b) as number
    expect(like).toBeGreaterThanOrEqual(Level.mail.sameMailbox)
    expect(like).toBeLessThan(Level.mail.other)
    expect(compared(a, b, others('correo.es'))).toBe(Level.mail.other)
    expect(compared(a, b, others('casa.es'))).toBe(like)
    expect(compared(a, a, others('correo.es'))).toBe(Level.mail.same)
  })
  test('say something where one of them is at a host of few', () => {
    const [home, abroad] = [bearing('Ana Ruiz', 'ana.ruiz@casa.es'), bearing('Ana Ruiz', 'anaruiz@correo.es')]
    const level = plain(home, abroad) as number
    expect(level).toBeLessThan(Level.mail.other)
    expect(compared(home, abroad, others('correo.es'))).toBe(level)
    expect(compared(abroad, home, others('correo.es'))).toBe(level)
  })
  test('say something where their digits are one, or where one of them is no name', () => {
    const [x, y] = [bearing('Ana Ruiz', 'ana.ruiz22@correo.es'), bearing('Ana Ruiz', 'anaruiz22@correo.es')]
    expect(compared(x, y, others('correo.es'))).toBe(plain(x, y))
    const [own, other] = [
      bearing('Ana Ruiz', 'anita.rosa@correo.es'),
      bearing('Ana Ruiz', 'anita.roso@correo.es'),
    ]
    expect(compared(own, other, others('correo.es'))).toBe(plain(own, other))
  })
  test('are those whose every part begins a word of the name, without digits', () => {
    const are = (mail: string) =>
      mailsAreNames(bearing('Ana Ruiz Soto', mail), bearing('Ana Ruiz Soto', 'a.ruiz@b.es'))
    expect(
      ['ana.ruiz@c.es', 'anaruiz@c.es', 'a_rui@c.es', 'anaruizsoto@c.es', 'ana22@c.es', 'zoe.quer@c.es'].map(
        are,
      ),
    ).toEqual([true, true, true, false, false, false])
  })
})

describe('relatives beside one person', () => {
  const at = (levels: Partial<Record<(typeof fields)[number], number>>) => {
    const out = newLevels()
    fields.forEach((f, i) => {
      out.at[i] = levels[f] ?? missing
    })
    return out
  }
  const m = fields.map(() => [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
  const r = fields.map(() => [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
  r[Field.street] = [1, 0.25, 0.5, 0.5]
  r[Field.postcode] = [2, 0.125, 0.5]
  r[Field.given] = [0.25, 0.5, 0.5, 0.5, 0.5, 0.5]
  r[Field.family] = [1, 0.5, 0.5, 0.5, 0.5]
  test('an address speaks once for it and once against, the other fields each for themselves', () => {
    const bits = (levels: Parameters<typeof at>[0], named = false) => besideOne(r, at(levels), m, named)
    expect(bits({ street: 0, postcode: 0 })).toBe(2)
    expect(bits({ street: 1, postcode: 1 })).toBe(-2)
    expect(bits({ street: 0, postcode: 1 })).toBe(1 - 2)
    expect(bits({ given: 0, family: 0 })).toBe(-1 + 1)
    expect(bits({ given: 0, family: 0 }, true)).toBe(1)
    expect(bits({})).toBe(0)
  })
  test('an alternative as likely takes one bit off, an unlikely one nothing, a far likelier one all of it', () => {
    expect([taken(0), taken(-40), taken(40)].map((x) => Number(x.toFixed(6)))).toEqual([1, 0, 40])
    expect(taken(30)).toBeCloseTo(30, 6)
    expect(taken(-Infinity)).toBe(0)
  })
  test('where none are on file the weight is against strangers alone', () => {
    const people = strangers(3)
    const { model } = train(people)
    const out = { bits: 0, margin: 0 }
    const levels = at({ phone: Level.phone.same })
    weigh(model, null, levels, false, out)
    const alone = { ...out }
    expect(alone.margin).toBe(Infinity)
    weigh(model, { r: shipped.m, odds: -20 }, levels, false, out)
    expect(out.bits).toBeLessThan(alone.bits)
    expect(out.margin).toBeLessThan(Infinity)
  })
})

describe('linking', () => {
  const ana = {
    given: 'Ana',
    family: 'Ruiz Soto',
    birthdate: '1980-05-12',
    phone: '600123456',
    email: 'anita@casa.es',
  }
  const crowd = strangers(30)
  const clustersOf = (profiles: readonly Profile[], files?: readonly number[]) => {
    const linked = linkProfiles(profiles, files ? { files } : {})
    return { linked, several: linked.clustering.clusters.filter((c) => c.length > 1) }
  }
  test('of one file joins whoever is there twice', () => {
    expect(clustersOf([person(ana), ...crowd, person(ana)]).several).toEqual([[0, 31]])
  })
  test('of two files joins nobody within one, unless that file holds duplicates', () => {
    const records = [person(ana), person(ana), person(ana)]
    const many = strangers(400)
    const clean = clustersOf([...records, ...many], [0, 0, 1, ...many.map((_, i) => i % 2)])
    expect(clean.linked.duplicatesIn).toEqual([])
    expect(clean.several).toHaveLength(1)
    expect(clean.several[0]).toHaveLength(2)
    expect(clean.several[0]).toContain(2)
    const dirty = clustersOf([...records, ...crowd], [0, 0, 1, ...crowd.map((_, i) => i % 2)])
    expect(dirty.linked.duplicatesIn).toEqual([0])
    expect(dirty.several).toEqual([[0, 1, 2]])
  })
  test('a name alone joins nobody, and without a name two things must agree', () => {
    expect(
      clustersOf([
        person({ given: 'Ubaldo', family: 'Zzyxwic' }),
        ...crowd,
        person({ given: 'Ubaldo', family: 'Zzyxwic' }),
      ]).several,
    ).toEqual([])
    const nameless = (more: Values) => [
      person({ phone: '600123456', ...more }),
      ...crowd,
      person({ phone: '600123456', ...more }),
    ]
    const known = (more: Values) => [
      person({ nationalid: '12345678Z', ...more }),
      ...crowd,
      person({ nationalid: '12345678Z', ...more }),
    ]
    expect(clustersOf(known({})).several).toEqual([])
    expect(clustersOf(known({ postcode: '28001' })).several).toEqual([[0, 31]])
    expect(clustersOf(known({ given: 'Ana', family: 'Ruiz' })).several).toEqual([[0, 31]])
    expect(clustersOf(nameless({})).several).toEqual([])
    expect(clustersOf(nameless({ email: 'anita@casa.es', birthdate: '1980-05-12' })).several).toEqual([
      [0, 31],
    ])
  })
  test('training draws the same numbers each time, and few records teach nothing', () => {
    const draw = (seed: number) => Array.from({ length: 3 }, seeded(seed))
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    for (const x of draw(7)) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThan(1)
    }
    expect(train(strangers(199))).toMatchObject({
      rounds: 0,
      households: true,
      pairsRead: 0,
      model: { weights: shipped },
    })
    expect(train(strangers(200)).rounds).toBe(8)
  })
})
