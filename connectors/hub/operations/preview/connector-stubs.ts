import {
  type Answers,
  type Connector,
  type ConnectorDeclaration,
  type FieldDefs,
  hasIdentifier,
  type Identifier,
  isQuestion,
  matched,
  type Question,
  question,
  questions,
  type SystemRecord,
  type Want,
} from '../../../contract/index.ts'
import { answering } from '../../plan/queries.ts'
import type { HubSettings } from '../../ports.ts'
import type { Sample } from './samples.ts'

/**
 * For each connected system one that answers the same questions under the same name, about a made-up customer
 * and without asking anybody. So a preview shows the panels, systems and gaps that this company really has.
 */
export function connectorStubs(
  declared: readonly ConnectorDeclaration[],
  sample: Sample,
  settings: Pick<HubSettings, 'owners' | 'patience'>,
  now: Date,
  locale: string,
): readonly Connector[] {
  const rows = sample.rows(now, locale)
  const share = (q: Question, id: string): readonly Record<string, unknown>[] => {
    const able = answering(q, { connectors: declared as readonly Connector[], settings }).map((c) => c.id)
    const mine = able.indexOf(id)
    // Where several systems answer, each has its part, as in life; a single value has one owner.
    return mine < 0
      ? []
      : (rows[q] ?? []).filter((_, n) => (question(q).rows === 'one' ? mine === 0 : n % able.length === mine))
  }
  return declared.map((c): Connector => {
    const record: SystemRecord = {
      id: `${c.id}-1`,
      kind: 'person',
      name: sample.name,
      identifiers: sample.keys.filter((k) => k.kind === 'phone' || k.kind === 'mail'),
      observedAt: now.toISOString(),
    }
    const answers = Object.fromEntries(
      questions.flatMap((q) => {
        const real = c.answers[q]
        return real
          ? [
              [
                q,
                {
                  from: real.from,
                  ...(real.freshFor === undefined ? {} : { freshFor: real.freshFor }),
                  get: async (_: unknown, want: Want) => answer(q, share(q, c.id), want),
                },
              ],
            ]
          : []
      }),
    ) as Answers
    return {
      id: c.id,
      title: c.title,
      origins: [],
      access: { kind: 'open' },
      answers,
      ...(c.find
        ? {
            find: {
              by: c.find.by,
              run: async (key: Identifier) => matched(hasIdentifier(record, key) ? [record] : []),
            },
          }
        : {}),
      ...(c.own
        ? {
            own: {
              ...c.own,
              answer: {
                from: c.own.answer.from,
                get: async (_: never, want: Want) => ({
                  value: { id: 'own', ...ownValues(c.own?.fields ?? {}, want.fields, now) },
                  complete: true,
                }),
              } as never,
            },
          }
        : {}),
      ...(c.cards
        ? {
            cards: {
              ...c.cards,
              answer: {
                from: c.cards.answer.from,
                get: async () => ({
                  rows: (c.cards?.keys ?? []).map((k) => ({
                    key: k.key,
                    title: k.title,
                    state: 'nothing' as const,
                    blocks: [],
                  })),
                  complete: true,
                }),
              } as never,
            },
          }
        : {}),
      ...(c.actions
        ? {
            actions: Object.fromEntries(
              Object.entries(c.actions).map(([name, action]) => [
                name,
                { ...action, run: async () => ({ done: false }) },
              ]),
            ),
          }
        : {}),
      ...(c.mayHoldDuplicates ? { mayHoldDuplicates: true } : {}),
    }
  })
}

function answer(q: Question, rows: readonly Record<string, unknown>[], want: Want) {
  const only = (row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name === 'id' || want.fields.includes(name)))
  if (isQuestion(q) && question(q).rows === 'one')
    return { value: rows[0] ? only(rows[0]) : null, complete: true }
  return {
    rows: rows.slice(0, want.limit).map(only),
    complete: rows.length <= want.limit,
    totals: { count: rows.length },
  }
}

/** Something of each type, so that a field of one's own has a place to be seen. */
function ownValues(defs: FieldDefs, wanted: readonly string[], now: Date): Record<string, unknown> {
  const at = new Date(now.getTime() - 10 * 86_400_000).toISOString()
  const one: Partial<Record<FieldDefs[string]['type'], unknown>> = {
    text: '…',
    number: 3,
    percent: 40,
    boolean: true,
    date: at.slice(0, 10),
    datetime: at,
    duration: 'PT30M',
    money: { amount: '25.00', currency: 'EUR' },
    status: { code: 'active' },
    series: [3, 5, 4, 6],
    id: '1',
  }
  return Object.fromEntries(
    Object.entries(defs).flatMap(([name, def]) => {
      const value = wanted.includes(name) && !def.of ? one[def.type] : undefined
      return value === undefined ? [] : [[name, def.list ? [value] : value]]
    }),
  )
}
