import type {
  Asked,
  AskRequest,
  CardEvent,
  EventBody,
  Panel,
  Question,
  Template,
} from '../../contract/index.ts'
import { fieldsOf } from '../ask/validate.ts'
import { changesCursor, noticed } from '../card/cursor.ts'
import { Gathering } from '../card/gathering.ts'
import { type CardPayload, openCardHandle } from '../card/handle.ts'
import { Teller } from '../card/teller.ts'
import { Wake } from '../card/wake.ts'
import { type Inside, subjectOf, trace } from '../inside.ts'
import { message } from '../messages/index.ts'
import { viewerFor } from '../plan/choose.ts'
import { isMany, type Lane, type PlanInput, planPanels } from '../plan/lanes.ts'
import { readable } from '../plan/view.ts'
import { type Agent, Refusal } from '../ports.ts'
import { forbidden, pathOf, type Viewer } from '../release/viewer.ts'
import { rollUp } from '../roll-up/roll-up.ts'

/** What an open card's handle lets this agent do now: the policy is read anew, so what was taken away is gone at once. Said in `locale`, else in the card's own language. */
export async function reopen(
  inside: Inside,
  handle: string,
  agent: Agent,
  asked?: string,
): Promise<{ card: CardPayload; viewer: Viewer; template: Template }> {
  const card = await openCardHandle(inside, handle, agent)
  const locale = asked ?? card.locale ?? 'es'
  const published = await inside.ports.fichas.current(agent.tenant)
  const { viewer, afterConfirmation } = viewerFor(
    published,
    agent,
    { purpose: card.purpose, locale, confirmed: card.confirmed },
    inside.ports.connectors,
  )
  const template = published.templates.find(
    (t) => t.id === card.template && t.for.roles.some((r) => viewer.roles.some((v) => v.name === r)),
  )
  if (!template) throw new Refusal('conflict', message('refused.card-gone', locale, { card: card.template }))
  if (afterConfirmation) throw new Refusal('forbidden', message('who.locked', locale))
  return { card, viewer, template }
}
/** The same, where somebody must be identified. */
export async function reopenAccount(
  inside: Inside,
  handle: string,
  agent: Agent,
  locale?: string,
): ReturnType<typeof reopen> {
  const open = await reopen(inside, handle, agent, locale)
  if (open.card.outcome !== 'identified')
    throw new Refusal('conflict', message('refused.nobody-yet', open.viewer.locale))
  return open
}

interface CursorPayload {
  question: Asked
  connector: string
  limit: number
  shown: readonly string[]
  fields: readonly string[]
  shownLimit: number
  offset: number
  upstream?: string
}

/** Opens a panel, "pedir más", the next page, or tries one system again. */
export async function* askMore(
  inside: Inside,
  request: AskRequest,
  agent: Agent,
  signal: AbortSignal,
): AsyncGenerator<CardEvent, void, undefined> {
  const { ports } = inside
  const [since, { card, viewer, template }] = await Promise.all([
    noticed(inside, agent.tenant),
    reopenAccount(inside, request.card, agent, request.locale),
  ])
  const connectors =
    request.connector === undefined
      ? ports.connectors
      : ports.connectors.filter((c) => c.id === request.connector)
  if (connectors.length === 0)
    throw new Refusal('not-found', `There is no system «${request.connector}»; ask one of the card's systems`)
  const input: PlanInput = { viewer, connectors, settings: ports.settings }
  if (
    request.rollUp &&
    !template.panels.some((p) => p.question === 'relations' && p.rollUp === request.rollUp)
  )
    throw new Refusal(
      'forbidden',
      `The ficha «${template.id}» adds up no «${request.rollUp}»; its author can set rollUp in a panel of relations`,
    )
  const page =
    request.next === undefined
      ? undefined
      : ((await ports.handles.open(request.next, agent, 'cursor')) as CursorPayload)
  const lanes = page ? pageLane(page, input) : planPanels(panelsFor(template, request.question, input), input)
  await trace(inside, {
    at: ports.clock.now().toISOString(),
    tenant: agent.tenant,
    agent: agent.id,
    interaction: card.interaction,
    purpose: viewer.purpose,
    act: 'ask',
    subject: await subjectOf(
      inside,
      agent.tenant,
      card.records.map((r) => r.key),
    ),
    what: [request.question, ...(request.rollUp ? [`roll-up:${request.rollUp}`] : [])],
    outcome: 'allowed',
  })

  const wake = new Wake()
  const stop = new AbortController()
  const follow = () => {
    stop.abort(signal.reason)
    wake.now()
  }
  if (signal.aborted) return
  signal.addEventListener('abort', follow, { once: true })
  let seq = 0
  const stamp = (body: EventBody): CardEvent => ({
    v: 1,
    epoch: request.epoch,
    seq: seq++,
    revision: card.revision,
    ...body,
  })
  try {
    if (request.rollUp) {
      const line = {
        at: ports.clock.now().toISOString(),
        tenant: agent.tenant,
        agent: agent.id,
        interaction: card.interaction,
        purpose: viewer.purpose,
        act: 'ask' as const,
        what: [request.question, `member:${request.rollUp}`],
        outcome: 'allowed' as const,
      }
      for await (const body of rollUp(
        inside,
        { card, input, agent, kind: request.rollUp, question: request.question as Question, line },
        stop.signal,
      ))
        yield stamp(body)
      if (!stop.signal.aborted)
        yield stamp({ event: 'settled', answered: 0, failed: 0, changes: changesCursor(since, 0) })
      return
    }
    const gathering = new Gathering(
      inside,
      lanes,
      {
        tenant: agent.tenant,
        purpose: viewer.purpose,
        locale: request.locale,
        salt: card.salt,
        signal: stop.signal,
        fresh: request.fresh ? '*' : undefined,
        cursor: page?.upstream,
      },
      wake.now,
    )
    const teller = new Teller(
      inside,
      agent,
      card.hint,
      viewer,
      gathering,
      undefined,
      card.standings,
      page?.offset ?? 0,
    )
    gathering.about({ records: card.records, identifiers: card.identifiers })
    const asked = new Set(lanes.map((l) => l.connector.id))
    for (;;) {
      await wake.next()
      if (stop.signal.aborted) return
      const last = gathering.pending === 0
      for (const event of teller.systems(false)) if (asked.has(event.connector)) yield stamp(event)
      for await (const body of teller.readings(true)) {
        if (stop.signal.aborted) return
        yield stamp(body)
      }
      if (stop.signal.aborted) return
      if (!last || wake.stirred) continue
      const { answered, failed } = teller.counts()
      yield stamp({ event: 'settled', answered, failed, changes: changesCursor(since, failed) })
      return
    }
  } finally {
    signal.removeEventListener('abort', follow)
    stop.abort()
  }
}

function panelsFor(template: Template, question: Asked, input: PlanInput): readonly Panel[] {
  const panels = template.panels.filter((p) => p.question === question)
  if (panels.length > 0) return panels
  if (!template.mayAsk.includes(question) && !template.timeline.includes(question))
    throw new Refusal(
      'forbidden',
      `The ficha «${template.id}» does not let you ask «${question}»; its author can add it to mayAsk`,
    )
  if (!readable(question, input))
    throw new Refusal(
      'forbidden',
      `Your role sees nothing of «${question}» for the purpose «${input.viewer.purpose}»`,
    )
  return [{ id: 'more', question, ask: 'on-request', fields: ['*'], limit: 20, priority: 0 }]
}

function pageLane(page: CursorPayload, { viewer, connectors, settings }: PlanInput): readonly Lane[] {
  const connector = connectors.find((c) => c.id === page.connector)
  if (!connector || !isMany(page.question))
    throw new Refusal('expired-handle', 'This page is of another card: open the panel again')
  const known = (f: string) =>
    page.question === 'cards' ||
    (Object.hasOwn(fieldsOf(connector, page.question), f) &&
      !forbidden(viewer, pathOf(page.question, connector.id, f)))
  return [
    {
      question: page.question,
      connector,
      fields: page.fields.filter(known),
      shown: page.shown.filter(known),
      limit: page.limit,
      shownLimit: page.shownLimit,
      patience: settings.patience,
      priority: 0,
    },
  ]
}
