import { type Action, type Connector, type ConnectorDeclaration, questions } from '../../../contract/index.ts'

/**
 * What a connector says of itself, as plain data: enough to stand in for it with made-up rows, nothing that
 * could reach its system.
 */
export const declaredOf = (c: Connector): ConnectorDeclaration => ({
  id: c.id,
  title: c.title,
  answers: Object.fromEntries(
    questions.flatMap((q) => {
      const a = c.answers[q]
      return a ? [[q, { from: a.from, ...(a.freshFor === undefined ? {} : { freshFor: a.freshFor }) }]] : []
    }),
  ),
  ...(c.find ? { find: { by: c.find.by } } : {}),
  ...(c.own
    ? {
        own: {
          fields: c.own.fields,
          ...(c.own.blocks ? { blocks: c.own.blocks } : {}),
          answer: { from: c.own.answer.from },
        },
      }
    : {}),
  ...(c.cards
    ? {
        cards: {
          sensitivity: c.cards.sensitivity,
          keys: c.cards.keys,
          answer: { from: c.cards.answer.from },
        },
      }
    : {}),
  ...(c.actions
    ? {
        actions: Object.fromEntries(
          Object.entries(c.actions).map(([name, { title, confirm, input }]: [string, Action]) => [
            name,
            { title, confirm, input },
          ]),
        ),
      }
    : {}),
  ...(c.mayHoldDuplicates ? { mayHoldDuplicates: true as const } : {}),
})
