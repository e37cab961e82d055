import type {
  Asked,
  Connector,
  ConnectorContext,
  Identifier,
  LinkSubject,
  Match,
  SystemRecord,
  Want,
} from '../contract/index.ts'
import { questions } from '../contract/index.ts'
import { assert, checkMatch, defsOf, recordsOf } from './checks.ts'
import { openEgress } from './egress.ts'
import type { ConformanceCases, ConformanceOptions } from './types.ts'

/** One way to call a connector, ready to run under any network condition. */
export interface Entry {
  name: string
  asked?: Asked
  /** The person an answer is about. */
  about?: LinkSubject
  run(context: ConnectorContext, want?: Partial<Want>): Promise<unknown>
}

type Answering = {
  from: 'record' | readonly string[]
  fields?: readonly string[]
  get(subject: never, want: Want, context: ConnectorContext): Promise<unknown>
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

export async function findOnce(
  connector: Connector,
  key: Identifier,
  context: ConnectorContext,
): Promise<Match> {
  const match: unknown = await connector.find?.run(key, context)
  checkMatch(match)
  return match
}

/** The known customers, each with their record as the connector finds it and the keys that lead to it. */
export async function customersOf(
  connector: Connector,
  cases: ConformanceCases,
  options: ConformanceOptions,
): Promise<{ record: SystemRecord; keys: readonly Identifier[] }[]> {
  const ids = [...new Set(cases.known.map(({ record }) => record))]
  const customers: { record: SystemRecord; keys: readonly Identifier[] }[] = []
  for (const id of ids) {
    const keys = cases.known.filter(({ record }) => record === id).map(({ key }) => key)
    let record: SystemRecord = { id, identifiers: keys }
    for (const key of connector.find ? keys.slice(0, 1) : [])
      record =
        recordsOf(
          await findOnce(connector, key, openEgress(connector, options, { is: 'recorded' }).context),
        ).find((one) => one.id === id) ?? record
    customers.push({ record, keys })
  }
  return customers
}

/** Finds each known record once, and lists every find, answer and search as an entry. */
export async function entriesOf(
  connector: Connector,
  cases: ConformanceCases,
  options: ConformanceOptions,
): Promise<Entry[]> {
  const found = new Map<string, SystemRecord>()
  for (const { key, record } of connector.find ? cases.known : []) {
    const match = recordsOf(
      await findOnce(connector, key, openEgress(connector, options, { is: 'recorded' }).context),
    ).find((r) => r.id === record)
    assert(
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
          run: (context) => connector.find?.run(key, context) ?? Promise.resolve(),
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
    assert(subject, `${asked}: the kit does not know about whom to ask; give cases.answers.${asked}`)
    const about: LinkSubject = 'identifiers' in subject ? subject : { identifiers: [subject] }
    return {
      name: asked,
      asked,
      about,
      run: (context, want) =>
        how.get(
          subject as never,
          { fields: allFields(connector, asked), limit: 100, locale: 'es', ...want },
          context,
        ),
    }
  })
  const { search } = connector
  const searches: Entry[] =
    search && cases.search !== undefined
      ? [
          {
            name: 'search',
            run: (context, want) => search.run(cases.search as string, want?.limit ?? 10, context),
          },
        ]
      : []
  return [...finds, ...answers, ...searches]
}
