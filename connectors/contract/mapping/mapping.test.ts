import { describe, expect, it } from 'vitest'
import type { FieldDef } from '../field.ts'
import type { NumberPlans } from '../phone.ts'
import { mapField, mapFields } from './fields.ts'
import { look } from './pointer.ts'
import { fold, mapRecord } from './record.ts'
import { mapRows } from './rows.ts'
import { fillBody, fillHeader, fillPath, fillQuery, fillUrl, namesIn, strangeNames } from './template.ts'
import type { FieldMap, Locale, RecordMap } from './types.ts'

const text: FieldDef = { type: 'text', sensitivity: 'none' }
const money: FieldDef = { type: 'money', sensitivity: 'financial' }

describe('a pointer', () => {
  const value = { a: { 'b.c': [{ x: 1 }, { x: 2 }, {}] }, list: ['first', 'last'], nothing: null }
  it('walks keys, places from both ends, quoted keys and every item', () => {
    expect(look(value, 'a."b.c".0.x')).toBe(1)
    expect(look(value, 'list.-1')).toBe('last')
    expect(look(value, 'a."b.c".*.x')).toEqual([1, 2])
    expect(look(value, '')).toBe(value)
    expect(look({ 'a.b': { 'c.d': 7 } }, '"a.b"."c.d"')).toBe(7)
  })
  it('finds nothing where there is nothing, and no name of a prototype', () => {
    for (const pointer of [
      'list.x',
      'list.2',
      'nothing.a',
      'a.*.x',
      'a.constructor',
      'list.length',
      '__proto__',
    ])
      expect(look(value, pointer), pointer).toBeUndefined()
  })
})

describe('a field', () => {
  const of = (def: FieldDef, how: FieldMap, row: unknown, locale: Locale = {}) => {
    const unread: string[] = []
    return {
      value: mapField('f', def, how, { row, root: row, locale, unread: (f) => unread.push(f) }),
      unread,
    }
  }
  it('is the first of its places that holds something; what the author calls empty holds nothing', () => {
    expect(of(text, { from: ['a', 'b'] }, { a: ' ', b: 'x' }).value).toBe('x')
    expect(of(text, { from: 'a', empty: ['N/D'] }, { a: 'N/D' })).toEqual({ value: undefined, unread: [] })
    expect(of(text, { from: ['a', 'b'], join: ' ' }, { a: 'x', b: ['y', ''] }).value).toBe('x y')
  })
  it('of one value is never the first of several, nor what lies behind a key over a list', () => {
    expect(of(text, 'a', { a: ['x', 'y'] })).toEqual({ value: undefined, unread: ['f'] })
    expect(of(text, 'a', { a: ['x', null, 'x'] })).toEqual({ value: 'x', unread: [] })
    expect(of(money, 'l.*.p', { l: [{ p: 2 }, { p: 3 }] }, { currency: 'EUR' }).unread).toEqual(['f'])
    const attributes = {
      a: [
        { k: 'dni', v: '1Z' },
        { k: 'segment', v: 'gold' },
      ],
    }
    expect(of(text, 'a.v', attributes)).toEqual({ value: undefined, unread: ['f'] })
    expect(of(text, { from: ['a.v', 'b'] }, { ...attributes, b: 'x' })).toEqual({ value: 'x', unread: [] })
    expect(of(text, 'a.v', { a: [] })).toEqual({ value: undefined, unread: [] })
  })
  it('that says false where no yes or no belongs says nothing, and true says nothing readable', () => {
    for (const type of ['text', 'id', 'mail', 'phone', 'date', 'money'] as const) {
      const def: FieldDef = { type, sensitivity: 'none' }
      expect(of(def, 'a', { a: false }, { currency: 'EUR' }), type).toEqual({ value: undefined, unread: [] })
      expect(of(def, 'a', { a: true }, { currency: 'EUR' }), type).toEqual({
        value: undefined,
        unread: ['f'],
      })
    }
    expect(
      of({ type: 'status', sensitivity: 'none' }, { from: 'a', map: { false: 'closed' } }, { a: false })
        .value,
    ).toEqual({ code: 'closed' })
    expect(
      of(
        { type: 'personName', sensitivity: 'personal' },
        { of: { given: 'g', family: 'f' } },
        { g: 'Ana', f: false },
      ).value,
    ).toEqual({ full: 'Ana', given: 'Ana' })
  })
  it('that cannot be read is left out, and said', () => {
    expect(of(money, 'a', { a: 'gratis' }, { currency: 'EUR' })).toEqual({ value: undefined, unread: ['f'] })
    expect(of({ type: 'mail', sensitivity: 'personal' }, 'a', { a: 'no mail' }).unread).toEqual(['f'])
  })
  it('of money has its own currency, that of its place, that of the row above, or that of the system', () => {
    const amount = (how: FieldMap, row: unknown) =>
      (of(money, how, row, { currency: 'EUR' }).value as { currency?: string })?.currency
    expect(amount('a', { a: 5 })).toBe('EUR')
    expect(amount({ from: 'a', currency: 'GBP' }, { a: 5 })).toBe('GBP')
    expect(amount({ from: 'a', currency: { from: 'c' } }, { a: 5, c: ' usd ' })).toBe('USD')
    expect(amount({ from: 'a', currency: { from: 'c' } }, { a: 5 })).toBeUndefined()
    expect(of(money, { from: 'a', minor: 2 }, { a: 9498 }, { currency: 'EUR' }).value).toMatchObject({
      amount: '94.98',
    })
    const lines: FieldDef = { ...text, list: true, of: { price: { type: 'money' } } }
    expect(
      of(
        lines,
        { from: 'lines', of: { price: { from: 'p', currency: { from: 'c' } } } },
        { c: 'GBP', lines: [{ p: 5 }] },
      ).value,
    ).toEqual([{ price: { amount: '5', currency: 'GBP' } }])
  })
  it('of numbers is multiplied, of words yes only where the author says so', () => {
    expect(of({ type: 'percent', sensitivity: 'none' }, { from: 'a', times: 100 }, { a: '0.25' }).value).toBe(
      25,
    )
    const yes = (raw: unknown, how: FieldMap = 'a') =>
      of({ type: 'boolean', sensitivity: 'none' }, how, { a: raw }).value
    expect([yes(true), yes('Sí'), yes(1), yes('no'), yes(0), yes('on')]).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    expect([yes('on', { from: 'a', yes: ['on'] }), yes('true', { from: 'a', yes: ['on'] })]).toEqual([
      true,
      false,
    ])
  })
  it('of a telephone is read by the number plans it is given', () => {
    const numberPlans: NumberPlans = {
      read: (dialled) =>
        dialled.startsWith('0')
          ? { value: `+49${dialled.slice(1)}`, national: dialled.slice(1), country: 'DE', personal: false }
          : undefined,
      countryOf: () => 'DE',
    }
    const of49 = (locale: Locale) =>
      of({ type: 'phone', sensitivity: 'personal' }, 'a', { a: '030 1234567' }, locale).value
    expect(of49({ phonePrefix: '+49', numberPlans })).toBe('+49301234567')
    expect(of49({ numberPlans })).toBe('+49301234567')
  })
  it('of a status holds the word itself where the author’s map does not, whatever the word', () =>
    expect(
      of({ type: 'status', sensitivity: 'none' }, { from: 'a', map: {} }, { a: 'constructor' }).value,
    ).toEqual({ code: 'constructor' }))
  it('that is a list is cut, cleaned and no longer than five hundred', () => {
    const list: FieldDef = { ...text, list: true }
    expect(of(list, { from: 'a', split: ',' }, { a: 'x, y,, z' }).value).toEqual(['x', 'y', 'z'])
    expect(of(list, 'a', { a: 'x' }).value).toEqual(['x'])
    expect(of(list, 'a', { a: Array.from({ length: 600 }, (_, n) => `v${n}`) }).value).toHaveLength(500)
  })
  it('nobody wanted is not there', () => {
    const defs = { a: text, b: text }
    expect(mapFields(defs, { a: 'a', b: 'b' }, ['a', 'odd'], { a: '1', b: '2' }, {}, () => {})).toEqual({
      a: '1',
    })
    expect(mapFields(defs, {}, ['constructor'], { a: '1' }, {}, () => {})).toEqual({})
  })
})

describe('rows', () => {
  const rows = (raw: unknown[], map: object = {}) =>
    mapRows({ a: text }, { fields: { a: 'a' }, ...map }, raw, ['a'], (owner) => owner === 'me', {})
  it('have their id, their link and the wanted fields', () => {
    expect(rows([{ id: 7, a: 'x' }], { url: 'https://shop.example/o/{id}' })).toEqual({
      rows: [{ id: '7', a: 'x', url: 'https://shop.example/o/7' }],
      strangers: 0,
      nameless: 0,
      ownerless: 0,
      unread: [],
    })
    expect(rows([{ n: 'N 1', a: 'x' }], { id: 'n' }).rows).toEqual([{ id: 'N 1', a: 'x' }])
  })
  it('of somebody else are left out; those without an id, or that do not say whose they are, are counted', () => {
    expect(rows([{ id: 1, who: 'me' }, { id: 2, who: 'you' }, { id: 3 }], { owner: 'who' })).toEqual({
      rows: [{ id: '1' }],
      strangers: 1,
      nameless: 0,
      ownerless: 1,
      unread: [],
    })
    expect(rows([{ a: 'x' }])).toEqual({
      rows: [],
      strangers: 0,
      nameless: 1,
      ownerless: 0,
      unread: [],
    })
  })
})

describe('a record', () => {
  const map = {
    id: 'id',
    kind: { from: 'type', map: { B2B: 'company' } },
    identifiers: [
      { kind: 'mail' as const, from: 'mails', verified: 'proved' },
      { kind: 'phone' as const, from: 'phone', verified: true as const },
      { kind: 'order' as const, from: 'orders.*.n', scope: 'shop' },
    ],
    name: { of: { given: 'first', family: 'last' } },
    url: 'https://shop.example/c/{id}',
  }
  it('bears every identifier it has, with its proof and whose number it is', () => {
    const row = {
      id: 7,
      type: 'B2B',
      mails: ['a@x.example', ' '],
      proved: [true, true],
      phone: '600',
      orders: [{ n: 1 }, { n: 2 }],
      first: 'Ana',
      last: '',
    }
    expect(mapRecord(map, row, {})).toMatchObject({
      id: '7',
      kind: 'company',
      name: { full: 'Ana', given: 'Ana' },
      url: 'https://shop.example/c/7',
      identifiers: [
        { kind: 'mail', value: 'a@x.example', verified: true },
        { kind: 'phone', value: '600', verified: true },
        { kind: 'order', value: '1', scope: 'shop' },
        { kind: 'order', value: '2', scope: 'shop' },
      ],
    })
    const proof = (proved: unknown) =>
      mapRecord(map, { id: 1, mails: 'a@x.example', proved }, {})?.identifiers[0]?.verified
    expect([proof(1), proof('true'), proof(0), proof('no'), proof(undefined)]).toEqual([
      true,
      true,
      false,
      false,
      undefined,
    ])
    expect(mapRecord(map, { id: 1, type: 'odd' }, {})?.kind).toBeUndefined()
    expect(mapRecord(map, { mails: 'a@x.example' }, {})).toBeUndefined()
    expect(mapRecord(map, { id: '', mails: 'a@x.example' }, {})).toBeUndefined()
  })
  it('tells of an identifier that was there and is lost; what programs leave for none is no loss', () => {
    const told = (raw: unknown) => {
      const fields: string[] = []
      const one: RecordMap = { id: 'id', identifiers: [{ kind: 'phone', from: 'tel' }] }
      const record = mapRecord(one, { id: 1, tel: raw }, { unread: (field) => fields.push(field) })
      return [...fields, ...(record?.identifiers ?? []).map((each) => each.value)]
    }
    for (const lost of [{ e164: '600' }, [{}], '[object Object]', '{{phone}}', 2 ** 60, Number.NaN])
      expect(told(lost)).toEqual(['identifiers.phone'])
    for (const none of [undefined, null, '', ' ', false, true, 'null', [], [null]])
      expect(told(none)).toEqual([])
    expect(told('600')).toEqual(['600'])
  })
  it('has its day of birth, its address and when it was last seen, each read as what it is', () => {
    const seen = {
      ...map,
      birthDate: { from: 'born', order: 'dmy' as const },
      address: 'home',
      observedAt: { from: 'at', unit: 's' as const },
    }
    expect(mapRecord(seen, { id: 1, born: '04/03/1980', home: 'Mayor 1', at: 1780500000 }, {})).toMatchObject(
      {
        birthDate: '1980-03-04',
        address: { text: 'Mayor 1' },
        observedAt: '2026-06-03T15:20:00.000Z',
      },
    )
    for (const kind of ['company', 'household', 'prospect', 'person'] as const)
      expect(mapRecord({ ...map, kind: 'type' }, { id: 1, type: kind }, {})?.kind).toBe(kind)
  })
  it('bears nothing that programs leave where they know nothing, and nobody has lost their name', () => {
    const odd = [
      false,
      true,
      Number.NaN,
      {},
      'false',
      'NaN',
      'null',
      '[object Object]',
      'a\ufffd@x.example',
      2 ** 53 + 2,
    ]
    const row = { id: 1, mails: odd, phone: odd, orders: odd.map((n) => ({ n })) }
    expect(mapRecord(map, row, {})?.identifiers).toEqual([])
    for (const id of [...odd, '', ' ', null])
      expect(mapRecord(map, { ...row, id }, {}), String(id)).toBe(undefined)
    const named = { id: 'id', identifiers: [{ kind: 'name' as const, from: 'n' }] }
    expect(mapRecord(named, { id: 1, n: 'Null' }, {})?.identifiers).toEqual([{ kind: 'name', value: 'Null' }])
    expect(mapRecord(named, { id: 1, n: true }, {})?.identifiers).toEqual([])
  })
  it('whose map goes by a key into a list is refused, and says how to write it', () => {
    const by = (from: string) => ({ id: 'id', identifiers: [{ kind: 'phone' as const, from }] })
    const row = { id: 1, phones: [{ n: '600' }] }
    expect(() => mapRecord(by('phones.n'), row, {}, '[shop] find by phone')).toThrow(
      '[shop] find by phone: record.identifiers (phone): `phones.n` goes by name into a list; write `phones.*.n` for every one',
    )
    expect(mapRecord(by('phones.*.n'), row, {})?.identifiers).toHaveLength(1)
    expect(mapRecord(by('phones.n'), { id: 1, phones: [] }, {})?.identifiers).toEqual([])
    expect(() => mapRecord({ ...by('x'), id: 'phones.n' }, row, {})).toThrow(/record\.id: `phones\.n`/)
  })
  it('has the proof of each identifier beside it, where the system gives a list of both', () => {
    const row = { id: 1, mails: ['a@x.example', 'b@x.example'], proved: [true, false] }
    expect(mapRecord(map, row, {})?.identifiers.map((one) => one.verified)).toEqual([true, false])
  })
  it('of several rows is one, with the identifiers of all, each once', () => {
    const of = (id: string, ...values: string[]) => ({
      id,
      identifiers: values.map((value) => ({ kind: 'phone' as const, value })),
    })
    expect(fold([of('1', 'a'), of('2', 'x'), of('1', 'a', 'b')])).toEqual([of('1', 'a', 'b'), of('2', 'x')])
    const order = (scope: string) => ({
      id: '1',
      identifiers: [{ kind: 'order' as const, value: '17', scope }],
    })
    expect(fold([order('shop'), order('till')])[0]?.identifiers).toHaveLength(2)
  })
})

describe('a template', () => {
  it('of a path encodes its values, and leads nowhere where one is missing or climbs', () => {
    expect(fillPath('/c/{id}/o', { id: 'a/b ñ' })).toBe('/c/a%2Fb%20%C3%B1/o')
    for (const id of [undefined, '', '.', '..'])
      expect(fillPath('/c/{id}', { id }), String(id)).toBeUndefined()
    expect(fillPath('/c/%2e{id}', { id: '.' })).toBeUndefined()
    expect(fillPath('/c/{id}', { id: '%2e%2E' })).toBe('/c/%252e%252E')
    expect(fillPath('/c/./o', {})).toBe('/c/./o')
    expect(namesIn('/{a}/{b.c}/{1}')).toEqual(['a', 'b.c'])
  })
  it('of a query leaves out what has no value, and keeps what needs none', () => {
    expect(fillQuery({ mail: '{value}', page: '{page}', all: 'yes' }, { value: 'a+b@x.example' })).toBe(
      '?mail=a%2Bb%40x.example&all=yes',
    )
    expect(fillQuery({ q: 'name:{a} or {b}' }, { b: 'x' })).toBe('?q=name%3A+or+x')
    expect(fillQuery({ page: '{page}' }, {})).toBe('')
  })
  it('of a body puts values in as they are, and leaves braces that name nothing', () => {
    expect(
      fillBody(
        { n: '{limit}', q: '{ orders { id } }', t: 'a {value} b', list: ['{value}'] },
        { limit: 5, value: 'x' },
      ),
    ).toEqual({
      n: 5,
      q: '{ orders { id } }',
      t: 'a x b',
      list: ['x'],
    })
  })
  it('of a GraphQL document fills its arguments and texts, in their escapes, and no field that is selected', () => {
    const document =
      'query { # {record}\n customers(first: {limit}, query: "email:{value}", mail: {value}) { nodes { id phone{value} mail{ raw } } } }'
    expect(namesIn(document)).toEqual(['limit', 'value', 'value'])
    expect(fillBody({ query: document }, { limit: 5, value: 'a"} b', phone: 'x', raw: 'y' })).toEqual({
      query:
        'query { # {record}\n customers(first: 5, query: "email:a\\"} b", mail: "a\\"} b") { nodes { id phone{value} mail{ raw } } } }',
    })
    expect(strangeNames(document, ['limit'])).toEqual(['{value}'])
    expect(fillQuery({ query: '{ shop { name } a(b: {value}) {id} }' }, { value: 'x' })).toBe(
      '?query=%7B+shop+%7B+name+%7D+a%28b%3A+%22x%22%29+%7Bid%7D+%7D',
    )
  })
  it('shows every name in it that there is not, however it is written', () => {
    const odd = (text: string) => strangeNames(text, ['record', 'input.what'])
    expect(odd('/c/{record}/{input.what}')).toEqual([])
    expect(odd('{"where":{"id":"{record}"},"a":{}}')).toEqual([])
    for (const each of [
      '{recordId}',
      '{ record }',
      '{{record}}',
      '${record}',
      '{record-id}',
      '{Record}',
      '{número}',
    ])
      expect(odd(`/c/${each}/o`), each).toEqual([each])
  })
  it('of a header holds nothing that could begin another', () => {
    expect(fillHeader('id {value}', { value: 'a\r\nx-evil: 1ñ' })).toBe('id ax-evil: 1')
  })
  it('of a link is https, whole and no longer than two thousand characters', () => {
    expect(fillUrl('https://x.example/{a.b}', { a: { b: 'ñ/1' } })).toBe('https://x.example/%C3%B1%2F1')
    expect(fillUrl('{url}', { url: 'https://x.example/1' })).toBe('https://x.example/1')
    expect(fillUrl('http://127.0.0.1:8080/{id}', { id: 1 })).toBe('http://127.0.0.1:8080/1')
    for (const [template, row] of [
      ['https://x.example/{id}', {}],
      ['{url}', { url: 'javascript:alert(1)' }],
      ['http://x.example/{id}', { id: 1 }],
      ['https://x.example/{id}', { id: 'x'.repeat(2_100) }],
    ] as const)
      expect(fillUrl(template, row), template).toBeUndefined()
  })
})
