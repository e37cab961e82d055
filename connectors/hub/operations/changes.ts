import type { ChangesAnswer, ChangesRequest, Outcome } from '../../contract/index.ts'
import { type HubContext, rowsTopicOf, topicOf } from '../context.ts'
import { hourOf } from '../memory/observations.ts'
import type { Agent, RecordedOutcome } from '../ports.ts'
import { readCursor } from '../session/cursor.ts'
import { decisionsDigest, openCardHandle } from '../session/handle.ts'
import type { FlagPayload } from '../session/rule-results.ts'
import { redactPerson } from './redact-person.ts'

const longestMs = 25_000
const dayMs = 86_400_000

/**
 * One long poll of a visible card. A card with a failed system is sent to try again after a while, also if
 * nothing else moved.
 */
export async function awaitChanges(
  hub: HubContext,
  request: ChangesRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<ChangesAnswer> {
  const card = await openCardHandle(hub, request.card, agent)
  const { since, retryAfter } = readCursor(request.changes)
  if (card.said !== undefined && card.said !== (await decisionsDigest(hub, agent.tenant, card)))
    return { changes: request.changes, what: ['records'] }
  // Between several, who it is changes when any of them is decided about, wherever that was.
  const records = await Promise.all(
    [...new Set([...card.records.map((r) => r.key), ...card.candidates])].map((key) =>
      topicOf(hub, agent.tenant, key),
    ),
  )
  const rows = await Promise.all(card.records.map((r) => rowsTopicOf(hub, agent.tenant, r.key)))
  const waitMs = retryAfter > 0 ? Math.min(longestMs, retryAfter * 1_000) : longestMs
  const { cursor, moved } = await hub.ports.notices.wait(
    agent.tenant,
    ['fichas', ...(retryAfter > 0 ? ['systems'] : []), ...records, ...rows],
    since,
    signal,
    waitMs,
  )
  const what: ChangesAnswer['what'][number][] = []
  if (moved.includes('fichas')) what.push('templates')
  if (moved.some((t) => t.startsWith('records:'))) what.push('records')
  if (
    moved.includes('systems') ||
    moved.some((t) => t.startsWith('rows:')) ||
    (retryAfter > 0 && moved.length === 0 && !signal.aborted)
  )
    what.push('systems')
  return { changes: `${cursor}~${retryAfter}`, what }
}

/** Counts what happened. An answer to an advice or a question sets its flag on the customer's records. */
export async function recordOutcomes(
  hub: HubContext,
  outcomes: readonly Outcome[],
  agent: Agent,
): Promise<void> {
  const { ports } = hub
  const recorded: (RecordedOutcome & { role: string })[] = []
  // To the hour: no line of the audit, which names an agent, can be laid beside an outcome.
  const received = hourOf(ports.clock.now().toISOString())
  for (const { ref, card, reason, ...outcome } of outcomes) {
    const kind =
      outcome.kind === 'advice-not-now'
        ? 'advice'
        : outcome.kind === 'question-asked'
          ? 'question'
          : undefined
    // With an expired handle the flag is lost, never the count.
    const payload =
      ref && kind
        ? ((await ports.handles.open(ref, agent, kind).catch(() => undefined)) as FlagPayload | undefined)
        : undefined
    if (payload)
      for (const record of payload.records)
        await ports.flags.put(
          agent.tenant,
          record,
          `${kind === 'advice' ? 'advice' : 'asked'}:${payload.rule}`,
          Math.max(1, payload.restDays) * dayMs,
        )
    const words =
      reason === undefined
        ? undefined
        : redactPerson(
            reason,
            card === undefined ? undefined : await openCardHandle(hub, card, agent).catch(() => undefined),
          )
    recorded.push({
      ...outcome,
      at: hourOf(Number.isNaN(Date.parse(outcome.at)) ? received : new Date(outcome.at).toISOString()),
      ...(words ? { reason: words } : {}),
      role: agent.roles[0] ?? '',
    })
  }
  await ports.outcomes.record(agent.tenant, received, recorded)
}
