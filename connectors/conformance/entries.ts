import type {
  Ask,
  Asked,
  Connector,
  Identifier,
  LinkSubject,
  Match,
  SystemRecord,
  Want,
} from '../contract/index.ts'
import { questions } from '../contract/index.ts'
import { checkMatch, defsOf, must, recordsOf } from './checks.ts'
import { openDoor } from './door.ts'
import type { ConformanceCases, ConformanceOptions } from './types.ts'

/** One way into a connector, ready to be run under any weather. */
export interface Entry {
  name: string
  asked?: Asked /** Whom an answer is about. */
  about?: LinkSubject
  run(ask: Ask, want?: Partial<Want>): Promise<unknown>
}

type Answering = {
  from: 'record' | readonly string[]
  get(subject: never, want: Want, ask: Ask): Promise<unknown>
}
export const answering = (connector: Connector, asked: Asked): Answering | undefined =>
  (asked === 'own'
    ? connector.own?.answer
    : asked === 'cards'
      ? connector.cards?.answer
      : connector.answers[asked]) as Answering | undefined
export const askedOf = (connector: Connector): Asked[] =>
  ([...questions, 'own', 'cards'] as const).filter((asked) => answering(connector, asked))

export const allFields = (connector: Connector, asked: Asked): readonly string[] =>
  asked === 'cards' ? (connector.cards?.keys ?? []).map((k) => k.key) : Object.keys(defsOf(connector, asked))

export async function findOnce(connector: Connector, key: Identifier, ask: Ask): Promise<Match> {
  const match: unknown = await connector.find?.run(key, ask)
  checkMatch(match)
  return match
}

/** Finds each known record once, and makes an entry of every find, answer and search. */
export async function entriesOf(
  connector: Connector,
  cases: ConformanceCases,
  options: ConformanceOptions,
): Promise<Entry[]> {
  const found = new Map<string, SystemRecord>()
  for (const { key, record } of connector.find ? cases.known : []) {
    const match = recordsOf(
      await findOnce(connector, key, openDoor(connector, options, { is: 'fair' }).ask),
    ).find((r) => r.id === record)
    must(
      match,
      `find by ${key.kind} did not lead to record ${record}; check the case, or the connector's find`,
    )
    found.set(record, found.get(record) ?? match)
  }
  const first = [...found.values()][0]
  const finds = connector.find
    ? cases.known.map(
        ({ key }): Entry => ({
          name: `find by ${key.kind}`,
          run: (ask) => connector.find?.run(key, ask) ?? Promise.resolve(),
        }),
      )
    : []
  const answers = askedOf(connector).map((asked): Entry => {
    const how = answering(connector, asked) as Answering
    const given = cases.answers?.[asked]
    const subject =
      how.from === 'record'
        ? (given?.record ?? first)
        : (given?.key ?? cases.known.find(({ key }) => how.from.includes(key.kind))?.key)
    must(subject, `${asked}: the kit does not know about whom to ask; give cases.answers.${asked}`)
    const about: LinkSubject = 'identifiers' in subject ? subject : { identifiers: [subject] }
    return {
      name: asked,
      asked,
      about,
      run: (ask, want) =>
        how.get(
          subject as never,
          { fields: allFields(connector, asked), limit: 100, locale: 'es', ...want },
          ask,
        ),
    }
  })
  const { search } = connector
  const searches: Entry[] =
    search && cases.search !== undefined
      ? [{ name: 'search', run: (ask, want) => search.run(cases.search as string, want?.limit ?? 10, ask) }]
      : []
  return [...finds, ...answers, ...searches]
}
