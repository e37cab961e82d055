import { describe, expect, it } from 'vitest'
import { describeProblem } from './host-problem.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'

const mail = { kind: 'mail', value: 'a@example.es' }

describe('a subject as a host says it', () => {
  it('is taken as it is when it is right', () =>
    expect(
      parseSubject({
        hints: [mail, { kind: 'visitor', value: 'v1', scope: 'web' }],
        context: { channel: 'chat', waited: 40, motive: 'devolución' },
        interaction: 'T-1',
      }),
    ).toEqual({
      problems: [],
      subject: {
        hints: [mail, { kind: 'visitor', value: 'v1', scope: 'web' }],
        context: { channel: 'chat', waited: 40, motive: 'devolución' },
        interaction: 'T-1',
      },
    }))
  it('null and no hint at all are nobody, without reproach', () => {
    for (const said of [null, { hints: [] }, { attributes: { channel: 'phone' } }, {}])
      expect(parseSubject(said)).toEqual({ subject: null, problems: [] })
  })
  it.each([
    ['a text', 'hola', /^subject: write/],
    ['a list', [mail], /^subject: write/],
    ['hints that are no list', { hints: mail }, /a list of at most 20/],
    ['21 hints', { hints: Array.from({ length: 21 }, () => mail) }, /a list of at most 20/],
    ['an unknown kind', { hints: [{ kind: 'shoe', value: '42' }] }, /hints\[0\]\.kind: one of mail, phone/],
    ['a kind found on Object', { hints: [{ kind: 'constructor', value: '42' }] }, /hints\[0\]\.kind/],
    ['a value that is a number', { hints: [mail, { kind: 'phone', value: 600123456 }] }, /hints\[1\]\.value/],
    ['a value of 501 characters', { hints: [{ kind: 'mail', value: 'x'.repeat(501) }] }, /1 to 500/],
    ['a scope too long', { hints: [{ ...mail, scope: 'x'.repeat(101) }] }, /scope/],
  ])('%s is nobody, and says what to write', (_name, said, words) => {
    const { subject, problems } = parseSubject(said)
    expect(subject).toBe(null)
    expect(problems.map(describeProblem).join()).toMatch(words)
  })
  it('a mistake in the situation does not hide the customer', () => {
    const { subject, problems } = parseSubject({
      hints: [mail],
      context: { channel: 'teléfono', colour: 'red', place: 'Tienda 3' },
      interaction: 7,
      extra: 1,
    })
    expect(subject).toEqual({ hints: [mail], context: { place: 'Tienda 3' } })
    expect(problems.map(describeProblem)).toEqual([
      'subject.extra is not known; left out',
      'context.channel: one of phone, chat, mail, store, web, social; left out',
      'context.colour is not known or not a short text; left out',
      'subject.interaction: a text of at most 200 characters; left out',
    ])
  })
  it('holds no prototype and no name of one', () => {
    const said = JSON.parse(
      '{"hints":[{"kind":"mail","value":"a@example.es","__proto__":{"scope":"evil"}}],"__proto__":{"interaction":"evil"},"context":{"__proto__":{"motive":"evil"}}}',
    ) as unknown
    expect(JSON.stringify(parseSubject(said).subject)).toBe(
      '{"hints":[{"kind":"mail","value":"a@example.es"}],"context":{}}',
    )
  })
  it.each([
    [86_400, 86_400],
    [86_401, undefined],
    [-1, undefined],
    ['190', undefined],
  ])('a wait of %s seconds is %s: more than a day is no wait', (waited, is) =>
    expect(parseSubject({ hints: [mail], context: { waited } }).subject?.context.waited).toBe(is),
  )
  it('is not followed for ever: what is nested too deep is not there', () => {
    let deep: unknown = 'bottom'
    for (let i = 0; i < 5_000; i++) deep = { deep }
    expect(parseSubject({ hints: [mail], context: { motive: deep } }).subject).toEqual({
      hints: [mail],
      context: {},
    })
  })
  it('is read from attributes: kinds are hints, the rest is the situation', () =>
    expect(
      parseSubject({
        attributes: { phone: '600 12 34 56', visitor: 'v', channel: 'store', interaction: 'T' },
      }).subject,
    ).toEqual({
      hints: [
        { kind: 'phone', value: '600 12 34 56' },
        { kind: 'visitor', value: 'v' },
      ],
      context: { channel: 'store' },
      interaction: 'T',
    }))
  it('an attribute beside a number says which system it is of, and nothing by itself', () => {
    const read = (attributes: Record<string, unknown>) => parseSubject({ attributes })
    expect(read({ order: '884', 'order-scope': 'till', ticket: '9', 'loyalty-scope': 'club' })).toEqual({
      problems: [],
      subject: {
        hints: [
          { kind: 'order', value: '884', scope: 'till' },
          { kind: 'ticket', value: '9' },
        ],
        context: {},
      },
    })
    expect(read({ 'order-scope': 'till' })).toEqual({ problems: [], subject: null })
    expect(read({ order: '884', 'order-scope': '' }).subject?.hints).toEqual([
      { kind: 'order', value: '884' },
    ])
    expect(
      read({ order: '884', 'order-scope': 'x'.repeat(101) })
        .problems.map(describeProblem)
        .join(),
    ).toMatch(/scope/)
    expect(read({ order: '884', 'shoe-scope': 'till' }).problems.map(describeProblem).join()).toMatch(
      /shoe-scope/,
    )
  })
})

describe('settings and tokens', () => {
  it('what is not known is as if it were not said', () =>
    expect(
      parseSettings({ lang: 'pt-BR', theme: 'pink', layout: 'touch', template: 7, insert: 'yes' }),
    ).toEqual({
      language: 'pt',
      theme: undefined,
      layout: 'touch',
      template: undefined,
      purpose: undefined,
      insert: false,
    }))
  it('a language is read however it is written', () =>
    expect(['PT-BR', 'En', 'es_ES'].map((lang) => parseSettings({ lang }).language)).toEqual([
      'pt',
      'en',
      'es',
    ]))
  it.each([
    ['aaa.bbb.ccc', 'aaa.bbb.ccc'],
    ['{"token":"aaa.bbb.ccc"}', 'aaa.bbb.ccc'],
    ['<html>', undefined],
    ['{"token":7}', undefined],
    ['{', undefined],
    ['a.b', undefined],
    [`a.b.${'c'.repeat(9_000)}`, undefined],
    [null, undefined],
  ])('a token is a JWT: %s', (said, token) => expect(parseToken(said)).toBe(token))
})
