import { say, type Text } from '../../../contract/index.ts'
import type { CelFailure } from './library.ts'

/** Our words for what the library refuses: each class of its errors, in each language. `{x}` is the very text the refusal points at. */
const words = {
  ends: {
    es: 'la expresión se queda a medias: falta algo al final',
    en: 'the expression stops half way: something is missing at the end',
    pt: 'a expressão fica a meio: falta algo no fim',
  },
  unexpected: {
    es: 'aquí no se esperaba «{x}»',
    en: '"{x}" was not expected here',
    pt: 'aqui não se esperava «{x}»',
  },
  expected: { es: 'aquí falta «{wanted}»', en: '"{wanted}" is missing here', pt: 'aqui falta «{wanted}»' },
  name: { es: 'aquí falta un nombre', en: 'a name is missing here', pt: 'aqui falta um nome' },
  equals: {
    es: 'para comparar se escribe == (o >=, <=, !=)',
    en: 'to compare, write == (or >=, <=, !=)',
    pt: 'para comparar escreve-se == (ou >=, <=, !=)',
  },
  and: { es: '«y» se escribe &&', en: '"and" is written &&', pt: '«e» escreve-se &&' },
  or: { es: '«o» se escribe ||', en: '"or" is written ||', pt: '«ou» escreve-se ||' },
  quote: {
    es: 'falta la comilla que cierra el texto',
    en: 'the quote that closes the text is missing',
    pt: 'falta a aspa que fecha o texto',
  },
  escape: {
    es: 'tras la barra invertida, «{x}» no se entiende; valen \\n, \\t, \\\\, \\\' y \\"',
    en: 'after the backslash, "{x}" means nothing; \\n, \\t, \\\\, \\\' and \\" do',
    pt: 'depois da barra invertida, «{x}» não se entende; valem \\n, \\t, \\\\, \\\' e \\"',
  },
  number: { es: '«{x}» no es un número', en: '"{x}" is not a number', pt: '«{x}» não é um número' },
  reserved: {
    es: '«{x}» es una palabra reservada: usa otro nombre',
    en: '"{x}" is a reserved word: use another name',
    pt: '«{x}» é uma palavra reservada: use outro nome',
  },
  row: {
    es: 'lo primero entre paréntesis es un nombre para cada fila: exists(x, x.campo …)',
    en: 'what comes first in brackets is a name for each row: exists(x, x.field …)',
    pt: 'o primeiro entre parênteses é um nome para cada linha: exists(x, x.campo …)',
  },
  index: {
    es: 'entre corchetes va la posición, un número entero',
    en: 'in brackets goes the position, a whole number',
    pt: 'entre colchetes vai a posição, um número inteiro',
  },
  mixed: {
    es: 'los valores de una lista o de un mapa tienen que ser del mismo tipo',
    en: 'the values of a list or a map must be of one type',
    pt: 'os valores de uma lista ou de um mapa têm de ser do mesmo tipo',
  },
  branches: {
    es: 'tras ? y tras : tiene que haber valores del mismo tipo',
    en: 'after ? and after : there must be values of one type',
    pt: 'depois de ? e depois de : tem de haver valores do mesmo tipo',
  },
  logical: {
    es: '&&, ||, ! y ? piden algo que sea verdadero o falso',
    en: '&&, ||, ! and ? take what is true or false',
    pt: '&&, ||, ! e ? pedem algo que seja verdadeiro ou falso',
  },
} satisfies Record<string, Text>

const classes: Readonly<Record<string, keyof typeof words>> = {
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

/** `before`: what stands before the place; a word of its own follows a space. */
function classOf(
  { code, summary = '' }: CelFailure,
  x: string,
  rest: string,
  before: string,
): { is: keyof typeof words; wanted?: string } | undefined {
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

/** undefined: a class that has its words among our own findings, or one nobody met yet. */
export function refusal(failure: CelFailure, source: string, locale: string): string | undefined {
  const { start, end } = failure.range ?? { start: source.length, end: source.length }
  const x = source.slice(start, end)
  const is = classOf(failure, x.trim(), source.slice(start), source.slice(0, start))
  return (
    is &&
    say(words[is.is], locale)
      .replace('{x}', () => x)
      .replace('{wanted}', () => is.wanted ?? '')
  )
}

const types: Readonly<Record<string, Text>> = {
  string: { es: 'texto', en: 'text', pt: 'texto' },
  bool: { es: 'sí o no', en: 'yes or no', pt: 'sim ou não' },
  int: { es: 'número', en: 'number', pt: 'número' },
  double: { es: 'número con decimales', en: 'number with decimals', pt: 'número com decimais' },
  Span: { es: 'número', en: 'number', pt: 'número' },
  Money: { es: 'dinero', en: 'money', pt: 'dinheiro' },
  'google.protobuf.Timestamp': { es: 'fecha', en: 'date', pt: 'data' },
  'google.protobuf.Duration': { es: 'duración', en: 'duration', pt: 'duração' },
  null_type: { es: 'nada', en: 'nothing', pt: 'nada' },
}
export const typeWord = (type: string, locale: string): string =>
  Object.hasOwn(types, type) ? say(types[type] as Text, locale) : type
/** What the library says of two values or of a call: names and types, which need no sentence: `número > texto`. */
export function operands(summary: string, locale: string): string {
  const said = /'([^']+)'$/.exec(summary)?.[1] ?? /no such overload: (.+)$/.exec(summary)?.[1]
  return said === undefined ? '' : `: ${said.replace(/[\w.]+/g, (word) => typeWord(word, locale))}`
}
