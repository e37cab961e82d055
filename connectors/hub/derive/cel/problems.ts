import { say, type Text } from '../../../contract/index.ts'
import type { FichaProblem } from '../types.ts'
import type { Finding } from './analyse.ts'
import { isCelFailure } from './library.ts'
import { operands, refusal } from './refusals.ts'

/** Words for every complaint: what is wrong, then what to write instead. `{x}` is filled from the finding. */
const words: Record<string, Text> = {
  opaque_cards: {
    es: 'una tarjeta ajena no se puede leer desde una regla; usa own.<conector>.<campo>',
    en: 'a foreign card cannot be read by a rule; use own.<connector>.<field>',
    pt: 'um cartão alheio não pode ser lido por uma regra; use own.<conector>.<campo>',
  },
  no_bind: {
    es: 'cel.bind no se admite; escribe el valor donde hace falta',
    en: 'cel.bind is not allowed; write the value where it is needed',
    pt: 'cel.bind não é permitido; escreva o valor onde faz falta',
  },
  list_inside_loop: {
    es: '«{list}» no se puede recorrer dentro de otra condición de lista; calcula cada lista aparte y une con &&',
    en: '"{list}" cannot be walked inside another list condition; work each list out on its own and join with &&',
    pt: '«{list}» não pode ser percorrida dentro de outra condição de lista; calcule cada lista à parte e junte com &&',
  },
  nested_loop: {
    es: 'un recorrido dentro de otro no se admite; encadena .filter(…) o usa distinct, sum o last',
    en: 'a loop inside a loop is not allowed; chain .filter(…) or use distinct, sum or last',
    pt: 'um percurso dentro de outro não é permitido; encadeie .filter(…) ou use distinct, sum ou last',
  },
  map_of_map: {
    es: 'solo un map por expresión',
    en: 'only one map in an expression',
    pt: 'apenas um map por expressão',
  },
  map_over_facts: {
    es: 'map no recorre una lista que puede venir incompleta; usa distinct, sum, filter o last',
    en: 'map cannot walk a list that may be incomplete; use distinct, sum, filter or last',
    pt: 'map não percorre uma lista que pode vir incompleta; use distinct, sum, filter ou last',
  },
  index_not_literal: {
    es: 'entre corchetes va un nombre escrito, no calculado',
    en: 'what stands in brackets is a written name, not a computed one',
    pt: 'entre colchetes vai um nome escrito, não calculado',
  },
  list_has_no_fields: {
    es: '«{list}» es una lista: escribe {list}.exists(x, x.campo …), {list}.last().campo o {list}.count()',
    en: '"{list}" is a list: write {list}.exists(x, x.field …), {list}.last().field or {list}.count()',
    pt: '«{list}» é uma lista: escreva {list}.exists(x, x.campo …), {list}.last().campo ou {list}.count()',
  },
  no_such_norm: {
    es: 'la norma no tiene «{name}»; tiene: {known}',
    en: 'the norm has no "{name}"; it has: {known}',
    pt: 'a norma não tem «{name}»; tem: {known}',
  },
  field_not_literal: {
    es: 'el nombre del campo se escribe entre comillas',
    en: 'the name of the field is written in quotes',
    pt: 'o nome do campo escreve-se entre aspas',
  },
  no_such_field: {
    es: '«{list}» no tiene «{name}»; tiene: {known}',
    en: '"{list}" has no "{name}"; it has: {known}',
    pt: '«{list}» não tem «{name}»; tem: {known}',
  },
  field_of_other_type: {
    es: '«{name}» es de tipo {type} y aquí no sirve',
    en: '"{name}" is of type {type}, which does not fit here',
    pt: '«{name}» é do tipo {type} e aqui não serve',
  },
  refused_call: {
    es: '{name}() no se admite en una regla',
    en: '{name}() is not allowed in a rule',
    pt: '{name}() não é permitido numa regra',
  },
  too_costly: {
    es: 'esta expresión puede costar {steps} pasos y el máximo es {most}; acórtala con within(días) o menos recorridos',
    en: 'this expression may cost {steps} steps and the most is {most}; shorten it with within(days) or fewer loops',
    pt: 'esta expressão pode custar {steps} passos e o máximo é {most}; encurte-a com within(dias) ou menos percursos',
  },
  not_a_condition: {
    es: 'el resultado es «{type}» y tiene que ser verdadero o falso',
    en: 'the result is "{type}" and must be true or false',
    pt: 'o resultado é «{type}» e tem de ser verdadeiro ou falso',
  },
  pattern_not_literal: {
    es: 'el patrón de matches se escribe entre comillas',
    en: 'the pattern of matches is written in quotes',
    pt: 'o padrão de matches escreve-se entre aspas',
  },
  pattern_too_long: {
    es: 'el patrón es demasiado largo (200 caracteres como mucho)',
    en: 'the pattern is too long (at most 200 characters)',
    pt: 'o padrão é demasiado longo (no máximo 200 caracteres)',
  },
  pattern_repeats: {
    es: 'el patrón se repite demasiado (200 como mucho): usa + o *',
    en: 'the pattern repeats too much (at most 200): use + or *',
    pt: 'o padrão repete-se demasiado (no máximo 200): use + ou *',
  },
  pattern_invalid: {
    es: 'este patrón no se puede ejecutar en tiempo lineal (sin referencias hacia atrás ni miradas alrededor)',
    en: 'this pattern cannot run in linear time (no back-references, no look-around)',
    pt: 'este padrão não pode correr em tempo linear (sem referências para trás nem olhar em redor)',
  },
  unknown_variable: {
    es: 'nombre desconocido: «{x}»; se puede leer: orders, requests, person, …, context, norm, now',
    en: 'unknown name: "{x}"; a rule may read: orders, requests, person, …, context, norm, now',
    pt: 'nome desconhecido: «{x}»; pode ler-se: orders, requests, person, …, context, norm, now',
  },
  no_such_key: { es: 'ese campo no existe', en: 'that field does not exist', pt: 'esse campo não existe' },
  no_matching_overload: {
    es: 'esa función no existe o no acepta esos valores',
    en: 'that function does not exist or does not take those values',
    pt: 'essa função não existe ou não aceita esses valores',
  },
  no_such_overload: {
    es: 'esos dos valores no se pueden comparar ni operar entre sí (¿amount(…) para dinero? ¿1.0 para decimales?)',
    en: 'those two values cannot be compared or computed together (amount(…) for money? 1.0 for decimals?)',
    pt: 'esses dois valores não se podem comparar nem operar entre si (amount(…) para dinheiro? 1.0 para decimais?)',
  },
  invalid_comprehension_range: {
    es: 'eso no es una lista',
    en: 'that is not a list',
    pt: 'isso não é uma lista',
  },
  limit_exceeded: {
    es: 'la expresión es demasiado grande',
    en: 'the expression is too large',
    pt: 'a expressão é demasiado grande',
  },
  parse_error: {
    es: 'no se entiende la expresión',
    en: 'the expression cannot be read',
    pt: 'não se entende a expressão',
  },
}

const fill = (text: string, what: Finding['what']): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(what?.[name] ?? all))

export function place(source: string, start: number, end: number): FichaProblem['at'] {
  const before = source.slice(0, start)
  const line = before.split('\n').length
  return { line, column: start - before.lastIndexOf('\n'), length: Math.max(1, end - start) }
}
export const problem = (path: string, source: string, finding: Finding, locale: string): FichaProblem => ({
  path,
  at: place(source, finding.node.start, finding.node.end),
  says: fill(say(words[finding.code] ?? (words.parse_error as Text), locale), finding.what),
})

/** A refusal of the library in our words; of its own only names and types are kept. */
export function failure(path: string, source: string, error: unknown, locale: string): FichaProblem {
  if (!isCelFailure(error)) return { path, says: say(words.parse_error as Text, locale) }
  const summary = error.summary ?? error.message.split('\n', 1)[0] ?? ''
  const known =
    words[error.code] ?? (/[Mm]ax|limit|exceed/.test(summary) ? words.limit_exceeded : words.parse_error)
  const own = words[error.code] === undefined ? refusal(error, source, locale) : undefined
  const says =
    own ??
    `${say(known as Text, locale).replace('{x}', () => (error.range ? source.slice(error.range.start, error.range.end) : ''))}${operands(summary, locale)}`
  return { path, says, ...(error.range ? { at: place(source, error.range.start, error.range.end) } : {}) }
}
export const problemCodes: readonly string[] = Object.keys(words)
