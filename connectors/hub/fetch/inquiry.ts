import type {
  Answerer,
  Asked,
  Connector,
  ConnectorContext,
  Identifier,
  LinkSubject,
  SystemRecord,
  Want,
} from '../../contract/index.ts'
import type { RecordKey } from '../identity/types.ts'

/**
 * Whom a question is about, in one system: a record of that system, or an identifier that the system does not
 * echo.
 */
export type Target =
  | { by: 'record'; key: RecordKey; record: SystemRecord }
  | { by: 'identifier'; identifier: Identifier }

/** The name of a target inside the hub, never outside: a record's key, or an identifier's kind and value. */
export const targetName = (t: Target): string =>
  t.by === 'record' ? t.key : `~${t.identifier.kind}/${t.identifier.scope ?? ''}/${t.identifier.value}`

/** One question to one system about one target. */
export interface Inquiry {
  tenant: string
  purpose: string
  connector: Connector
  question: Asked
  target: string
  want: Want
  answerer: { freshFor?: number; retry?: 0 | 1 }
  /** The person it is about. A link of the answer that contains their data is dropped. */
  about: LinkSubject
  get(context: ConnectorContext): Promise<unknown>
  /** In seconds; shortens the freshness that the connector gives. */
  freshFor?: number | undefined
  /**
   * An agent asked for a retry: neither a cached answer, nor a shared failure, nor an open breaker may stand
   * in its way.
   */
  fresh?: boolean | undefined
}

/** How a connector answers a question; undefined when it does not. */
export function answererOf(connector: Connector, asked: Asked): Answerer<unknown> | undefined {
  const found =
    asked === 'own'
      ? connector.own?.answer
      : asked === 'cards'
        ? connector.cards?.answer
        : connector.answers[asked]
  return found as Answerer<unknown> | undefined
}

/** Undefined when this connector does not answer that question for this kind of target. */
export function inquire(about: {
  tenant: string
  purpose: string
  connector: Connector
  question: Asked
  target: Target
  want: Want
  freshFor?: number | undefined
  fresh?: boolean | undefined
}): Inquiry | undefined {
  const answerer = answererOf(about.connector, about.question)
  if (!answerer) return undefined
  const { target, want } = about
  const get = (context: ConnectorContext): Promise<unknown> | undefined => {
    if (answerer.from === 'record')
      return target.by === 'record' ? answerer.get(target.record, want, context) : undefined
    return target.by === 'identifier' && answerer.from.includes(target.identifier.kind)
      ? answerer.get(target.identifier, want, context)
      : undefined
  }
  const fits =
    answerer.from === 'record'
      ? target.by === 'record'
      : target.by === 'identifier' && answerer.from.includes(target.identifier.kind)
  if (!fits) return undefined
  // A connector may throw before its first await.
  return {
    ...about,
    target: targetName(target),
    about: target.by === 'record' ? target.record : { identifiers: [target.identifier] },
    answerer,
    get: async (context) => get(context),
  }
}
