import { expect, test } from 'vitest'
import { message } from '../../messages/index.ts'
import type { CelFailure } from './library.ts'
import { operands, refusal } from './refusals.ts'

const failed = (code: string, source: string, at: number, length: number, summary = '') =>
  refusal(
    Object.assign(new Error(''), { code, summary, range: { start: at, end: at + length } }) as CelFailure,
    source,
    'en',
  )
const says = (is: Parameters<typeof message>[0], x = '', wanted = '') =>
  (message as (key: string, locale: string, what: object) => string)(is, 'en', { x, wanted })

test('each class of what cannot be read has its own words', () => {
  const classes = {
    'syntax.quote': ['newline_in_string', 'unterminated_string', 'unterminated_triple_quoted_string'],
    'syntax.number': ['invalid_number', 'invalid_integer', 'invalid_hex_integer', 'invalid_exponent'],
    'syntax.escape': ['bytes_unicode_escape', 'invalid_hex_escape', 'octal_escape_out_of_range'],
    'syntax.reserved': ['reserved_identifier'],
    'syntax.row': ['invalid_macro_argument'],
    'syntax.index': ['invalid_index_type', 'cannot_index_type'],
    'syntax.mixed': ['heterogeneous_list_element', 'heterogeneous_map_key', 'list_item_type_mismatch'],
    'syntax.branches': ['incompatible_ternary_branches'],
    'syntax.logical': ['invalid_condition_type', 'invalid_logical_operand'],
  } as const
  for (const [is, codes] of Object.entries(classes))
    for (const code of codes) expect(failed(code, 'abc', 0, 3), code).toBe(says(is as 'syntax.row', 'abc'))
  expect(failed('something_new', 'abc', 0, 3)).toBeUndefined()
})

test('a sign that is missing is named, each by itself; what is no sign is a name', () => {
  const wanted = (token: string) => failed('expected_token', '(a', 2, 0, `Expected ${token}, got EOF`)
  for (const [token, sign] of Object.entries({
    RPAREN: ')',
    RBRACKET: ']',
    RBRACE: '}',
    COLON: ':',
    LPAREN: '(',
    COMMA: ',',
  }))
    expect(wanted(token), token).toBe(says('syntax.expected', '', sign))
  expect(wanted('IDENTIFIER')).toBe(says('syntax.name'))
})

test('a sign of another language is told the one that is written here', () => {
  const at = (source: string, sign: string) =>
    failed('unexpected_token', source, source.indexOf(sign), sign.length)
  expect(at('a = b', '=')).toBe(says('syntax.equals'))
  for (const word of ['and', 'y', 'e', 'AND'])
    expect(at(`x ${word} b`, ` ${word} `.trim())).toBe(says('syntax.and'))
  for (const word of ['or', 'o', 'ou']) expect(at(`x ${word} b`, word)).toBe(says('syntax.or'))
  expect(failed('unexpected_character', 'a & b', 2, 1)).toBe(says('syntax.and'))
  expect(failed('unexpected_character', 'a | b', 2, 1)).toBe(says('syntax.or'))
  expect(at('a android', 'android')).toBe(says('syntax.unexpected', 'android'))
  expect(failed('unexpected_token', 'a +', 3, 0)).toBe(says('syntax.ends'))
})

test('types are named in the reader’s language, and what has no type says nothing', () => {
  expect(operands('no such overload: int > string', 'en')).toBe(
    `: ${message('type.int', 'en')} > ${message('type.string', 'en')}`,
  )
  expect(operands("found no matching overload for 'Orders.foo(int)'", 'en')).toContain(
    message('type.int', 'en'),
  )
  expect(operands('something else', 'en')).toBe('')
})
