import {
  type Connector,
  type ConnectorContext,
  ConnectorError,
  type ConnectorErrorCode,
  type Identifier,
  isConnectorError,
  type Match,
  type SystemRecord,
} from '../../contract/index.ts'
import { notRead, ofTheAnswer, UnreadValues } from '../../contract/unread.ts'
import { commonNumberPlans } from '../identity/index.ts'
import type { HubPorts } from '../ports.ts'
import { Abandoned, createBreakers } from './breaker.ts'
import { type CachedAnswer, cacheKey, keep, recall } from './cache-key.ts'
import { deadline, type Patience, pause } from './deadline.ts'
import { createHasher, type Hasher } from './hash.ts'
import type { Inquiry } from './inquiry.ts'
import { createSingleFlight } from './single-flight.ts'
import { unreadIdentifiers } from './unread-identifiers.ts'
import { type Checked, checkAnswer, checkMatch, checkRecords, misreadIn } from './validate.ts'

/** A checked answer with when it was fetched and until when it counts as fresh (RFC 3339). */
export interface FetchedAnswer extends Checked {
  fetchedAt: string
  freshUntil: string
}
export interface Failure {
  ok: false
  code: ConnectorErrorCode
  retryAt?: string | undefined
  since: string
}
/**
 * `stale`: an older answer we still have when the system failed. Rejects only when the caller's signal
 * aborts.
 */
export type FetchOutcome<T> = { ok: true; answer: T } | (Failure & { stale?: T | undefined })

/**
 * The only place that calls connectors, with deadlines, circuit breakers, single flight, one retry and a
 * cache.
 */
export interface Fetcher {
  fetch(
    inquiry: Inquiry,
    patience: Patience,
    signal: AbortSignal,
    late: (after: number) => void,
  ): Promise<FetchOutcome<FetchedAnswer>>
  find(
    run: { tenant: string; connector: Connector; key: Identifier; purpose: string; fresh?: boolean },
    signal: AbortSignal,
    late: (after: number) => void,
  ): Promise<FetchOutcome<Match>>
  search(
    run: { tenant: string; connector: Connector; text: string; limit: number },
    signal: AbortSignal,
  ): Promise<FetchOutcome<readonly SystemRecord[]>>
  act<T>(
    run: { tenant: string; connector: Connector },
    signal: AbortSignal,
    go: (context: ConnectorContext) => Promise<T>,
  ): Promise<T>
  /** Drops the cached answers about one record of a connector, or about all of them. */
  forget(tenant: string, connector: Connector, target?: string): Promise<void>
}

const findFreshMs = 15_000
const retriesSaved = 10

export function createFetcher(
  ports: Pick<HubPorts, 'egress' | 'cache' | 'clock' | 'settings' | 'breaker' | 'failed'>,
  hash: Hasher = createHasher('in one process'),
  recovered: (tenant: string, connector: string) => void = () => {},
): Fetcher {
  const { clock, settings } = ports
  const breakers = createBreakers(clock, recovered, ports.breaker)
  const singleFlight = createSingleFlight(clock)
  const budgets = new Map<string, number>()

  /**
   * A retry budget: each call saves a tenth, a retry costs one, and at most ten are saved. So retries are
   * never more than a tenth of the load.
   */
  const mayRetry = (key: string): boolean => {
    const saved = budgets.get(key) ?? retriesSaved
    if (saved < 1) return false
    budgets.set(key, saved - 1)
    return true
  }
  const save = (key: string) =>
    budgets.set(key, Math.min(retriesSaved, (budgets.get(key) ?? retriesSaved) + 0.1))

  interface Call<T> {
    tenant: string
    connector: Connector
    what: string
    key: string
    retry: 0 | 1
    fresh: boolean
    run(context: ConnectorContext): Promise<unknown>
    check(raw: unknown, current: () => boolean, told: UnreadValues): T
  }

  const report = (connector: string, what: string, error: ConnectorError): void =>
    ports.failed?.({
      connector,
      what,
      code: error.code,
      says: error.message,
      retryAt: error.retryAt,
      stack: stackOf(error.cause),
    })

  /** `told`: the values of which the connector itself says that they could not be read. */
  const open = (
    connector: Connector,
    tenant: string,
    signal: AbortSignal,
    told = new UnreadValues(),
  ): ConnectorContext => ({
    ...ports.egress.open(connector, { tenant, signal }),
    numberPlans: settings.numberPlans ?? commonNumberPlans,
    unread: (what, field) => told.add(what, field),
  })

  /** One line for each field of an answer: how many of its values were left out, and never one of them. */
  const reportUnread = (
    connector: Connector,
    what: string,
    told: UnreadValues,
    checked: Pick<Checked, 'rows' | 'unread'> = { rows: [] },
  ): void => {
    for (const field of checked.unread ?? [])
      if (!told.under(what).some((each) => each.field.split('.')[0] === field))
        for (let n = Math.max(1, misreadIn(checked.rows, field)); n > 0; n--) told.add(what, field)
    for (const { field, times } of told.under(what)) {
      const whole = ofTheAnswer.get(field)
      if (whole !== undefined) {
        ports.failed?.({
          connector: connector.id,
          what: `${what}.${field}`,
          code: 'unread',
          says: `[${connector.id}] ${what}.${field}: ${whole}`,
        })
        continue
      }
      const of = checked.rows.length > 0 && !field.includes('.') ? checked.rows.length : undefined
      ports.failed?.({
        connector: connector.id,
        what: `${what}.${field}`,
        code: 'unread',
        says: `[${connector.id}] ${what}.${field}: ${notRead(times, of)}, and left out`,
      })
    }
  }
  const reportUnreadRows = (connector: string, what: string, rows: number): void =>
    ports.failed?.({
      connector,
      what,
      code: 'unread',
      says: `[${connector}] ${what}: ${rows} ${rows === 1 ? 'row' : 'rows'} without an id, or without saying whose ${rows === 1 ? 'it is' : 'they are'} (\`owner\`), could not be read, and ${rows === 1 ? 'was' : 'were'} left out`,
    })

  const once = <T>(call: Call<T>, signal: AbortSignal, current: () => boolean): Promise<T> =>
    breakers.of(call.tenant, call.connector.id).run(async () => {
      const told = new UnreadValues()
      const context = open(call.connector, call.tenant, signal, told)
      try {
        return call.check(await untilAborted(call.run(context), signal), current, told)
      } catch (e) {
        throw asConnectorError(e, signal, `[${call.connector.id}] ${call.what}`)
      }
    }, call.fresh)

  const shared = <T>(call: Call<T>, signal: AbortSignal): Promise<T> =>
    singleFlight.join(
      call.key,
      signal,
      async (flight, current) => {
        save(`${call.tenant}\n${call.connector.id}`)
        try {
          return await once(call, flight, current)
        } catch (e) {
          const mayHelp =
            call.retry === 1 &&
            !flight.aborted &&
            isConnectorError(e) &&
            (e.code === 'late' || (e.code === 'unavailable' && !e.retryAt))
          if (!mayHelp || !mayRetry(`${call.tenant}\n${call.connector.id}`)) throw e
          await pause(clock, 50 + Math.random() * 100, flight)
          return once(call, flight, current)
        }
      },
      call.fresh,
    )

  const outcome = async <T>(
    call: Call<T>,
    patience: Patience,
    signal: AbortSignal,
    late: (after: number) => void,
  ): Promise<FetchOutcome<T>> => {
    const wait = deadline(clock, signal, patience, `[${call.connector.id}] ${call.what}`, late)
    try {
      return { ok: true, answer: await shared(call, wait.signal) }
    } catch (e) {
      if (signal.aborted) throw signal.reason
      const error = isConnectorError(e)
        ? e
        : new ConnectorError('unavailable', `[${call.connector.id}] ${call.what}: stopped`)
      report(call.connector.id, call.what, error)
      return { ok: false, code: error.code, retryAt: error.retryAt, since: clock.now().toISOString() }
    } finally {
      wait.dispose()
    }
  }

  return {
    async fetch(inquiry, patience, signal, late) {
      const { connector, tenant } = inquiry
      const key = await cacheKey(hash, inquiry)
      const kept = await recall(ports.cache, key)
      const now = clock.now().getTime()
      if (kept && !inquiry.fresh && now < untilFresh(kept, inquiry.freshFor))
        return { ok: true, answer: asFetched(kept, inquiry.freshFor) }
      const answerer = inquiry.answerer
      const result = await outcome<CachedAnswer>(
        {
          tenant,
          connector,
          key,
          what: inquiry.question,
          retry: answerer.retry ?? 1,
          fresh: inquiry.fresh ?? false,
          run: (context) => inquiry.get(context),
          check: (raw, current, told) => {
            const checked = checkAnswer(
              connector,
              inquiry.question,
              inquiry.want.fields,
              inquiry.want.limit,
              raw,
              inquiry.about,
            )
            reportUnread(connector, inquiry.question, told, checked)
            if (checked.unreadRows) reportUnreadRows(connector.id, inquiry.question, checked.unreadRows)
            const answer: CachedAnswer = {
              ...checked,
              fetchedAt: clock.now().toISOString(),
              freshFor: checked.freshFor ?? answerer.freshFor ?? 30,
            }
            // Not awaited: a slow or broken cache delays nobody. An answer fetched before an action is not
            // cached, because the action may have changed it.
            if (current()) void keep(ports.cache, key, answer)
            return answer
          },
        },
        patience,
        signal,
        late,
      )
      if (result.ok) return { ok: true, answer: asFetched(result.answer, inquiry.freshFor) }
      return { ...result, stale: kept ? asFetched(kept, inquiry.freshFor) : undefined }
    },

    async find({ tenant, connector, key, purpose, fresh }, signal, late) {
      const find = connector.find
      if (!find) return { ok: false, code: 'unsupported', since: clock.now().toISOString() }
      const name = await cacheKey(hash, {
        tenant,
        connector,
        question: 'find',
        target: `${key.kind}\n${key.scope ?? ''}\n${key.value}`,
        purpose,
        want: { fields: [], limit: 0, locale: '' },
      })
      const kept = fresh
        ? undefined
        : ((await ports.cache.get(name).catch(() => undefined)) as Match | undefined)
      if (kept) return { ok: true, answer: checkMatch(connector, kept, settings.maxRecords) }
      return outcome<Match>(
        {
          tenant,
          connector,
          key: name,
          what: `find by ${key.kind}`,
          retry: 1,
          fresh: fresh ?? false,
          run: (context) => find.run(key, context),
          check: (raw, current, told) => {
            const match = checkMatch(connector, raw, settings.maxRecords)
            for (const kind of unreadIdentifiers(match, settings))
              told.add(`find by ${key.kind}`, `identifiers.${kind}`)
            reportUnread(connector, `find by ${key.kind}`, told)
            if (current()) void ports.cache.set(name, match, findFreshMs).catch(() => undefined)
            return match
          },
        },
        settings.patience,
        signal,
        late,
      )
    },

    search: ({ tenant, connector, text, limit }, signal) =>
      outcome(
        {
          tenant,
          connector,
          key: `search\n${tenant}\n${connector.id}\n${limit}\n${text}`,
          what: 'search',
          retry: 0,
          fresh: false,
          run: (context) => connector.search?.run(text, limit, context) ?? Promise.resolve([]),
          check: (raw) => checkRecords(raw, limit).records,
        },
        settings.patience,
        signal,
        () => {},
      ),

    async act({ tenant, connector }, signal, go) {
      const wait = deadline(
        clock,
        signal,
        { soft: settings.patience.hard * 2, hard: settings.patience.hard * 2 },
        `[${connector.id}] action`,
        () => {},
      )
      try {
        return await breakers.of(tenant, connector.id).run(async () => {
          try {
            return await untilAborted(go(open(connector, tenant, wait.signal)), wait.signal)
          } catch (e) {
            const error = asConnectorError(e, wait.signal, `[${connector.id}] action`)
            if (isConnectorError(error)) report(connector.id, 'action', error)
            throw error
          }
        }, true)
      } finally {
        wait.dispose()
      }
    },

    async forget(tenant, connector, target) {
      const prefix = await cacheKey(hash, { tenant, connector, target })
      singleFlight.invalidate(prefix)
      await ports.cache.drop(prefix).catch(() => undefined)
    },
  }
}

const untilFresh = (kept: CachedAnswer, panel: number | undefined): number =>
  Date.parse(kept.fetchedAt) + Math.min(kept.freshFor, panel ?? Infinity) * 1_000
const asFetched = (kept: CachedAnswer, panel: number | undefined): FetchedAnswer => ({
  ...kept,
  freshUntil: new Date(untilFresh(kept, panel)).toISOString(),
})

/** Stops waiting when the signal aborts, even if the connector ignores it. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) {
      // The call has already begun. Nobody waits for it, so its failure must not end the process.
      work.catch(() => undefined)
      return stop()
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/**
 * Whatever a connector threw, as one of the closed codes. The message of a foreign error is not passed on.
 */
function asConnectorError(e: unknown, signal: AbortSignal, who: string): Error {
  if (signal.aborted) return isConnectorError(signal.reason) ? signal.reason : new Abandoned()
  if (isConnectorError(e)) return e
  const name = e instanceof Error ? e.name : ''
  if (name === 'AbortError' || name === 'TimeoutError')
    return new ConnectorError('late', `${who}: gave up waiting`, { cause: e })
  if (e instanceof TypeError && /fetch|network/i.test(e.message))
    return new ConnectorError('unavailable', `${who}: no connection`, { cause: e })
  return new ConnectorError(
    'malformed',
    `${who}: the connector threw ${name || 'something that is no error'}; the stack of this line says where it did not expect such an answer`,
    { cause: e },
  )
}

/**
 * Where a connector of one's own threw. What the engine itself says (`x is not a function`) is kept; any other
 * message may quote an answer.
 */
function stackOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || isConnectorError(cause) || !cause.stack) return undefined
  const frames = cause.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
  const isEngine =
    cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof RangeError
  return [isEngine ? `${cause.name}: ${cause.message}`.slice(0, 300) : cause.name, ...frames].join('\n')
}
