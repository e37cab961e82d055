import { describe, expect, test } from 'vitest'
import type { FieldDefs } from './field.ts'
import { hintFor, notRead, remarksOn, UnreadValues } from './unread.ts'

test('what was not read is said with its figure and an example of sixty letters at most', () => {
  expect(notRead(3, 40, '3.46E+10')).toBe('3 of 40 not read, for example "3.46E+10"')
  expect(notRead(2)).toBe('2 not read')
  expect(notRead(5, 3)).toBe('5 not read')
  expect(notRead(1, 1, { a: 1 })).toBe('1 of 1 not read, for example {"a":1}')
  expect(notRead(1, 1, 'x'.repeat(80))).toBe(`1 of 1 not read, for example "${'x'.repeat(60)}…"`)
})

test.each([
  ['datetime', 1772323200, "unit: 's'"],
  ['datetime', '1772323200', "unit: 's'"],
  ['date', 1772323200000, "unit: 'ms'"],
  ['date', '03/04/2026', 'order:'],
  ['date', 'pronto', 'no date'],
  ['money', '12.50', 'no currency'],
  ['money', 'gratis', 'no amount'],
  ['id', ['a', 'b'], 'several values'],
] as const)('%s %j: the cause is named', (type, value, says) => expect(hintFor(type, value)).toContain(says))
test('where nobody can tell the cause, none is named', () => expect(hintFor('id', {})).toBeUndefined())

describe('the fields of an answer', () => {
  const defs = {
    number: { type: 'id', sensitivity: 'none' },
    day: { type: 'datetime', sensitivity: 'none' },
    total: { type: 'money', sensitivity: 'financial' },
    lines: { type: 'text', sensitivity: 'none', list: true, of: { price: { type: 'money' } } },
  } as unknown as FieldDefs
  const remarks = (rows: object[], lost: [string, unknown][] = [], offered: string[] = []) => {
    const unread = new UnreadValues()
    for (const [field, value] of lost) unread.add('orders', field, value)
    return remarksOn('orders', defs, rows as never, unread, offered).map(({ is, all, says }) => [
      is,
      all,
      says,
    ])
  }
  const euros = (amount: string) => ({ amount, currency: 'EUR' })

  test('that are well have no remark', () =>
    expect(
      remarks([{ id: '1', number: 'A', day: '2026-03-01T00:00:00Z', total: euros('12.50') }], [], ['number']),
    ).toEqual([]))

  test('of which some, or all, could not be read have their figures', () => {
    expect(remarks([{ id: '1', number: 'A' }, { id: '2' }], [['number', {}]])).toEqual([
      ['unread', false, 'orders.number: 1 of 2 not read, for example {}'],
    ])
    expect(remarks([{ id: '1' }], [['day', 'pronto']])[0]?.slice(0, 2)).toEqual(['unread', true])
    expect(
      remarks(
        [{ id: '1', lines: [{}] }],
        [
          ['lines.price', 'x'],
          ['lines.price', 'y'],
        ],
      ),
    ).toEqual([
      [
        'unread',
        false,
        'orders.lines.price: 2 not read, for example "x"; it is no amount: map another value, or name it in empty',
      ],
    ])
  })

  test('that the connector offers and no row has are told, where there are rows', () => {
    expect(remarks([{ id: '1' }, { id: '2' }], [], ['number'])).toEqual([
      ['absent', true, expect.stringMatching(/^orders\.number: found in 0 of 2 rows; check/)],
    ])
    expect(remarks([], [], ['number'])).toEqual([])
    expect(remarks([{ id: '1' }])).toEqual([])
  })

  test('days of 1970, and amounts that all lack decimals, are told', () => {
    expect(
      remarks([
        { id: '1', day: '1970-01-21T00:00:00Z' },
        { id: '2', day: '2026-01-01T00:00:00Z' },
      ]),
    ).toEqual([['odd', false, expect.stringMatching(/^orders\.day: 1 of 2 in 1970, .*check unit$/)]])
    expect(
      remarks([
        { id: '1', total: euros('12990') },
        { id: '2', total: euros('500.00') },
      ]),
    ).toEqual([
      [
        'odd',
        true,
        expect.stringMatching(/^orders\.total: 2 of 2 without decimals, for example 12990 EUR; /),
      ],
    ])
    expect(
      remarks([
        { id: '1', total: euros('12990') },
        { id: '2', total: euros('5.25') },
      ]),
    ).toEqual([])
    expect(remarks([{ id: '1', total: euros('9') }])).toEqual([])
  })
})

test('what is of the answer as a whole is no value of a row: its cause and the next step are said', () => {
  const unread = new UnreadValues()
  unread.add('orders', 'charset', 'the answer')
  unread.add('orders', 'paging.next')
  const says = remarksOn('orders', {}, [], unread).map((one) => one.says)
  expect(says).toEqual([
    expect.stringMatching(/^orders\.charset: letters came .*; the system must send UTF-8/),
    expect.stringMatching(/^orders\.paging\.next: the list goes on, .*; correct `paging` against an answer/),
  ])
})
