import { type KeyUnder, message, messageOr } from '../../messages/index.ts'
import type { CelFailure } from './library.ts'

type Syntax = KeyUnder<'syntax'>

/** The message for each class of refusal of the library. */
const classes: Readonly<Record<string, Syntax>> = {
  newline_in_string: 'quote',
  unterminated_string: 'quote',
  unterminated_triple_quoted_string: 'quote',
  invalid_number: 'number',
  invalid_integer: 'number',
  invalid_hex_integer: 'number',
  invalid_exponent: 'number',
  bytes_unicode_escape: 'escape',
  invalid_unicode_escape: 'escape',
  invalid_unicode_surrogate: 'escape',
  invalid_hex_escape: 'escape',
  invalid_octal_escape: 'escape',
  octal_escape_out_of_range: 'escape',
  invalid_escape_sequence: 'escape',
  reserved_identifier: 'reserved',
  invalid_macro_argument: 'row',
  invalid_index_type: 'index',
  cannot_index_type: 'index',
  heterogeneous_list_element: 'mixed',
  heterogeneous_map_key: 'mixed',
  heterogeneous_map_value: 'mixed',
  list_item_type_mismatch: 'mixed',
  incompatible_ternary_branches: 'branches',
  invalid_condition_type: 'logical',
  invalid_logical_operand: 'logical',
}
const signs: Readonly<Record<string, string>> = {
  RPAREN: ')',
  RBRACKET: ']',
  RBRACE: '}',
  COLON: ':',
  LPAREN: '(',
  COMMA: ',',
}

/** `before`: the text before the place of the fault. A word of its own follows a space. */
function classOf(
  { code, summary = '' }: CelFailure,
  x: string,
  rest: string,
  before: string,
): { is: Syntax; wanted?: string } | undefined {
  if (code === 'expected_token') {
    const wanted = signs[/^Expected (\w+)/.exec(summary)?.[1] ?? '']
    return wanted === undefined ? { is: 'name' } : { is: 'expected', wanted }
  }
  if (code !== 'unexpected_token' && code !== 'unexpected_character') {
    const is = classes[code]
    return is && { is }
  }
  if (x === '') return { is: 'ends' }
  if (rest.startsWith('=')) return { is: 'equals' }
  const word = /\s$/.test(before) ? /^(\w+)(?:\s|$)/.exec(rest)?.[1]?.toLowerCase() : undefined
  if (rest.startsWith('&') || word === 'and' || word === 'y' || word === 'e') return { is: 'and' }
  if (rest.startsWith('|') || word === 'or' || word === 'o' || word === 'ou') return { is: 'or' }
  return { is: 'unexpected' }
}

/** Undefined for a class that our own findings already describe, or one not met so far. */
export function refusal(failure: CelFailure, source: string, locale: string): string | undefined {
  const { start, end } = failure.range ?? { start: source.length, end: source.length }
  const x = source.slice(start, end)
  const is = classOf(failure, x.trim(), source.slice(start), source.slice(0, start))
  return is && message(`syntax.${is.is}`, locale, { x, wanted: is.wanted ?? '' })
}

export const typeWord = (type: string, locale: string): string => messageOr(`type.${type}`, locale, type)
/**
 * What the library reports about two values or a call: names and types without a sentence, as in `número >
 * texto`.
 */
export function operands(summary: string, locale: string): string {
  const operandText = /'([^']+)'$/.exec(summary)?.[1] ?? /no such overload: (.+)$/.exec(summary)?.[1]
  return operandText === undefined
    ? ''
    : `: ${operandText.replace(/[\w.]+/g, (word) => typeWord(word, locale))}`
}
