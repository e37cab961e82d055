import {
  type Asked,
  type Connector,
  isQuestion,
  localize,
  question as vocabularyOf,
} from '../../contract/index.ts'
import { message, messageOr } from './index.ts'

/** The name of a panel. */
export const questionLabel = (question: Asked, locale: string): string =>
  message(`question.${question}`, locale)

/**
 * A fact in the reader's language: the label of its definition, else the label of its name in the vocabulary,
 * else the name itself.
 *
 * @param path `orders.total`, `own.<connector>.<field>`, `cards.<connector>`, or a question alone.
 */
export function factLabel(path: string, locale: string, connectors: ReadonlyMap<string, Connector>): string {
  const [head = '', second = '', third = ''] = path.split('.')
  if (head === 'cards')
    return connectors.get(second) ? localize(connectors.get(second)?.title ?? second, locale) : second
  const def =
    head === 'own'
      ? connectors.get(second)?.own?.fields[third]
      : isQuestion(head)
        ? vocabularyOf(head).fields[second]
        : undefined
  if (def?.label) return localize(def.label, locale)
  const name = head === 'own' ? third : second
  if (!name) return questionLabel(head as Asked, locale)
  return messageOr(`fact.${path}`, locale, messageOr(`fact.${name}`, locale, name))
}

/** The name of an identifier's kind within a sentence ("by the phone"). */
export const keyName = (kind: string, locale: string): string => messageOr(`key.${kind}`, locale, kind)
/** The same as a label before a value ("Phone"). */
export const keyLabel = (kind: string, locale: string): string => messageOr(`key-label.${kind}`, locale, kind)
/** What counted for or against two records being one person. */
export const reasonLabel = (reason: string, locale: string): string =>
  messageOr(`reason.${reason}`, locale, '')
