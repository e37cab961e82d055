import {
  type Asked,
  type Connector,
  isQuestion,
  say,
  question as vocabularyOf,
} from '../../contract/index.ts'
import labels from './labels.json' with { type: 'json' }

/** es · en · pt, in this order, as `labels.json` has them. */
const pick = (row: readonly string[] | undefined, locale: string): string | undefined =>
  row?.[locale.startsWith('en') ? 1 : locale.startsWith('pt') ? 2 : 0]
const fields: Readonly<Record<string, readonly string[]>> = labels.fields
const asked: Readonly<Record<string, readonly string[]>> = labels.questions

export const questionLabel = (q: Asked, locale: string): string => pick(asked[q], locale) ?? q

/** A fact in the reader's words: its own label, else that of its name in the vocabulary, else the name as written. */
export function factLabel(path: string, locale: string, connectors: ReadonlyMap<string, Connector>): string {
  const [head = '', second = '', third = ''] = path.split('.')
  if (head === 'cards')
    return connectors.get(second) ? say(connectors.get(second)?.title ?? second, locale) : second
  const def =
    head === 'own'
      ? connectors.get(second)?.own?.fields[third]
      : isQuestion(head)
        ? vocabularyOf(head).fields[second]
        : undefined
  if (def?.label) return say(def.label, locale)
  const name = head === 'own' ? third : second
  if (!name) return questionLabel(head as Asked, locale)
  return pick(fields[path], locale) ?? pick(fields[name], locale) ?? name
}
