import * as v from 'valibot'
import {
  type ActAnswer,
  type Action,
  type ActRequest,
  type Connector,
  type ConnectorErrorCode,
  fieldSchema,
  isConnectorError,
  isQuestion,
  localize,
  type Question,
} from '../../contract/index.ts'
import { type HubContext, rowsTopicOf } from '../context.ts'
import { targetName } from '../fetch/inquiry.ts'
import { message } from '../messages/index.ts'
import { type SubjectRecords, targetsOf } from '../plan/targets.ts'
import { mayAct } from '../policy/viewer.ts'
import { type Agent, Refusal } from '../ports.ts'
import { openRow } from '../session/handle.ts'
import { reopenAccount } from '../session/reopen-account.ts'

/**
 * How long an answer is kept word for word, and how long it is kept, over restarts, that an action was sent
 * and done.
 */
const answerKeptMs = 600_000
const flagKeptMs = 86_400_000
const doneFlag = 'done:'
const sentFlag = 'sent:'
/**
 * Failures after which the system has surely done nothing. After any other the action may have been carried
 * out.
 */
const notDone: readonly ConnectorErrorCode[] = ['denied', 'limited', 'unsupported']

/**
 * Carries out an agent's action in the owning system: allowed by policy, its input checked, audited first,
 * done once for each key.
 */
export async function act(
  hub: HubContext,
  request: ActRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<ActAnswer> {
  const { ports } = hub
  const { card, viewer, audit } = await reopenAccount(hub, request.card, agent)
  const { locale } = viewer
  const connector = hub.connectors.get(request.connector)
  const action =
    connector?.actions && Object.hasOwn(connector.actions, request.action)
      ? connector.actions[request.action]
      : undefined
  if (!connector || !action)
    throw new Refusal(
      'not-found',
      `«${request.connector}» has no action «${request.action}»; use one the card lists`,
    )
  const entry = { act: 'act' as const, what: [`${connector.id}.${request.action}`] }
  if (!mayAct(viewer, connector.id, request.action)) {
    await audit({ ...entry, outcome: 'refused' })
    throw new Refusal(
      'forbidden',
      message('act.forbidden', locale, {
        action: localize(action.title, locale),
        system: localize(connector.title, locale),
        code: `${connector.id}.${request.action}`,
      }),
    )
  }
  const input = checkInput(action, request.input, locale)
  const target = card.records.find((r) => r.connector === connector.id)
  if (!target)
    throw new Refusal(
      'conflict',
      message('act.no-record', locale, { system: localize(connector.title, locale) }),
    )
  const row = request.row === undefined ? undefined : await openRow(hub, request.row, agent)
  if (row && row.connector !== connector.id)
    throw new Refusal('bad-request', `That row is not of ${localize(connector.title, locale)}`)

  // The key is the agent's own: another agent's same words are another key, and never show that this one was
  // used.
  const key = await hub.hash(
    `act\n${agent.tenant}\n${agent.id}\n${connector.id}\n${request.action}\n${target.key}\n${request.key}`,
  )
  // Kept for good: an answer may be lost with the process that had it, and another instance is asked next.
  const subject = `act/${key}`
  const sent = `${sentFlag}${await hub.hash(JSON.stringify(input))}`
  const known = await ports.flags.of(agent.tenant, [subject]).catch((): readonly string[] => [])
  // One key, one action: another input under the same key would be taken for done.
  if (known.some((m) => m.startsWith(sentFlag) && m !== sent))
    throw new Refusal(
      'conflict',
      message('act.other-words', locale, { system: localize(connector.title, locale) }),
    )
  const done = (await ports.cache.get(`act/${key}`).catch(() => undefined)) as ActAnswer | undefined
  if (done) return done
  const doneBefore = known.find((m) => m.startsWith(doneFlag))
  if (doneBefore !== undefined)
    return {
      done: true,
      says: message('act.done', locale),
      refresh: doneBefore.slice(doneFlag.length).split(',').filter(isQuestion),
    }
  await audit(entry)
  const setFlag = (what: string, ttlMs = flagKeptMs) =>
    ports.flags.put(agent.tenant, subject, what, ttlMs).catch(() => undefined)
  // If it was sent before, it may have been done then, whatever comes of it now.
  const isFirst = !known.includes(sent)
  await setFlag(sent)
  const result = await run(
    hub,
    connector,
    action,
    input,
    { record: target.record, row: row?.row, key },
    agent,
    signal,
  ).catch(async (e: unknown) => {
    const code = isConnectorError(e) ? e.code : 'unavailable'
    const nothingDone = isFirst && notDone.includes(code)
    if (nothingDone) await setFlag(sent, 0)
    throw new Refusal(
      'conflict',
      message(nothingDone ? 'act.failed' : 'act.unknown', locale, {
        system: localize(connector.title, locale),
        code,
      }),
    )
  })
  const refresh = [...(result.refresh ?? [])]
  if (result.done) await setFlag(`${doneFlag}${refresh.join(',')}`)
  else if (isFirst) await setFlag(sent, 0)
  const answer: ActAnswer = {
    done: result.done,
    says: result.message
      ? localize(result.message, locale)
      : message(result.done ? 'act.done' : 'act.not-done', locale),
    refresh,
  }
  if (result.done) {
    await ports.cache.set(`act/${key}`, answer, answerKeptMs).catch(() => undefined)
    // Counted where it was given: what a browser says of a gesture is only its amount.
    if (request.action === 'gesture')
      await ports.observations
        ?.note(agent.tenant, [
          {
            at: ports.clock.now().toISOString(),
            subjects: card.records.map((r) => r.key),
            what: { saw: 'gesture' },
          },
        ])
        .catch(() => undefined)
    await hub.fetcher.forget(agent.tenant, connector, target.key)
    // Some systems are asked by mail or number instead of by record: what they said before the act is old
    // too.
    for (const name of namesIn(connector, card)) await hub.fetcher.forget(agent.tenant, connector, name)
    await ports.notices
      .publish(agent.tenant, await rowsTopicOf(hub, agent.tenant, target.key))
      .catch(() => undefined)
  }
  return answer
}

/** Every name under which this connector's answers about this card's customer are kept. */
function namesIn(connector: Connector, records: SubjectRecords): ReadonlySet<string> {
  const asked = Object.keys(connector.answers) as Question[]
  return new Set(asked.flatMap((question) => targetsOf({ question, connector }, records).map(targetName)))
}

type Result = Awaited<ReturnType<Action['run']>>
const runsInFlight = new WeakMap<HubContext, Map<string, Promise<Result>>>()

/** Two presses at once are one action: the second waits for the first. */
function run(
  hub: HubContext,
  connector: Connector,
  action: Action,
  input: Record<string, unknown>,
  on: Parameters<Action['run']>[1],
  agent: Agent,
  signal: AbortSignal,
): Promise<Result> {
  const inFlight = runsInFlight.get(hub) ?? new Map<string, Promise<Result>>()
  runsInFlight.set(hub, inFlight)
  let result = inFlight.get(on.key)
  if (!result) {
    result = hub.fetcher
      .act({ tenant: agent.tenant, connector }, signal, (context) => action.run(input, on, context))
      .finally(() => inFlight.delete(on.key))
    inFlight.set(on.key, result)
  }
  return result
}

/** Refuses with the field and what it wants; keeps only what the action declares. */
function checkInput(
  action: Action,
  raw: Readonly<Record<string, unknown>>,
  locale: string,
): Record<string, unknown> {
  const unknown = Object.keys(raw).find((k) => !Object.hasOwn(action.input, k))
  if (unknown !== undefined)
    throw new Refusal(
      'bad-request',
      `«${unknown}» is not asked for here; send ${Object.keys(action.input)
        .map((k) => `«${k}»`)
        .join(', ')}`,
    )
  const input: Record<string, unknown> = {}
  for (const [name, def] of Object.entries(action.input)) {
    const label = def.label ? localize(def.label, locale) : name
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (value === undefined || value === null || value === '') {
      if (def.required) throw new Refusal('bad-request', message('input.required', locale, { field: label }))
      continue
    }
    const parsed = v.safeParse(fieldSchema(def), value)
    if (!parsed.success)
      throw new Refusal(
        'bad-request',
        message(def.list ? 'input.wrong-list' : 'input.wrong', locale, { field: label, type: def.type }),
      )
    if (def.maxLength !== undefined && typeof value === 'string' && value.length > def.maxLength)
      throw new Refusal(
        'bad-request',
        message('input.too-long', locale, { field: label, n: value.length, most: def.maxLength }),
      )
    const word = typeof value === 'object' ? (value as { code?: unknown }).code : value
    if (def.options && !def.options.some((o) => o.value === word))
      throw new Refusal(
        'bad-request',
        message('input.options', locale, {
          field: label,
          options: def.options.map((o) => localize(o.label, locale)).join(', '),
        }),
      )
    input[name] = parsed.output
  }
  return input
}
