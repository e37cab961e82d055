import {
  type Asked,
  type AskRequest,
  type CardEvent,
  type EventBody,
  localize,
  type Panel,
  type Question,
  type Template,
} from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { message } from '../messages/index.ts'
import { questionLabel } from '../messages/labels.ts'
import { isMany, type PlanInput, type PlannedQuery, planPanels } from '../plan/queries.ts'
import { readable } from '../plan/view.ts'
import { forbidden, pathOf } from '../policy/viewer.ts'
import { type Agent, Refusal } from '../ports.ts'
import { eventFrames, knownSubject, runCard } from '../session/card-run.ts'
import { changesCursor, noticesCursor } from '../session/cursor.ts'
import { EventPublisher } from '../session/event-publisher.ts'
import { QueryRun } from '../session/query-run.ts'
import { reopenAccount } from '../session/reopen-account.ts'
import { rollUp } from './household/roll-up.ts'

/** What the sealed cursor of a page holds: the query again, and where it goes on. */
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

/**
 * Opens a panel, asks for more ("pedir más"), turns a page or tries one system again: a run about a customer
 * whom the card has recognised.
 */
export async function* ask(
  hub: HubContext,
  request: AskRequest,
  agent: Agent,
  signal: AbortSignal,
): AsyncGenerator<CardEvent, void, undefined> {
  const { ports } = hub
  const [since, account] = await Promise.all([
    noticesCursor(hub, agent.tenant),
    reopenAccount(hub, request.card, agent, request.locale),
  ])
  const { card, viewer, template } = account
  const connectors =
    request.connector === undefined
      ? ports.connectors
      : ports.connectors.filter((c) => c.id === request.connector)
  if (connectors.length === 0)
    throw new Refusal('not-found', `There is no system «${request.connector}»; ask one of the card's systems`)
  const input: PlanInput = { viewer, connectors, settings: ports.settings }
  const kind = request.rollUp
  if (kind && !template.panels.some((p) => p.question === 'relations' && p.rollUp === kind))
    throw new Refusal(
      'forbidden',
      message('refused.sum', viewer.locale, { card: localize(template.title, viewer.locale), code: kind }),
    )
  const page =
    request.next === undefined
      ? undefined
      : ((await ports.handles.open(request.next, agent, 'cursor')) as CursorPayload)
  const queries = page
    ? pageQuery(page, input)
    : planPanels(panelsFor(template, request.question, input), input)
  await account.audit({ act: 'ask', what: [request.question, ...(kind ? [`roll-up:${kind}`] : [])] })

  const settled = (answered: number, failed: number): EventBody => ({
    event: 'settled',
    answered,
    failed,
    changes: changesCursor(since, failed),
  })
  const panelRun = () =>
    runCard<EventBody>(signal, ({ signal, changed }) => {
      const queryRun = new QueryRun(
        hub,
        queries,
        {
          tenant: agent.tenant,
          purpose: viewer.purpose,
          locale: request.locale,
          salt: card.salt,
          signal,
          fresh: request.fresh ? '*' : undefined,
          cursor: page?.upstream,
        },
        changed,
      )
      const offset = page?.offset ?? 0
      const publisher = new EventPublisher(
        hub,
        agent,
        card.hint,
        viewer,
        queryRun,
        undefined,
        card.standings,
        offset,
      )
      return {
        recognise: knownSubject(card),
        queries: queryRun,
        async *publish() {
          // Systems that are not asked now get no event.
          yield* publisher.systems(false)
          yield* publisher.readings(true)
        },
        settled() {
          const { answered, failed } = publisher.counts()
          return settled(answered, failed)
        },
      }
    })
  const events = kind
    ? rollUp(
        hub,
        {
          account,
          plan: input,
          agent,
          kind,
          question: request.question as Question,
          settled: () => settled(0, 0),
        },
        signal,
      )
    : panelRun()
  const frame = eventFrames(request.epoch)
  for await (const body of events) yield frame(card.revision, body)
}

function panelsFor(template: Template, question: Asked, input: PlanInput): readonly Panel[] {
  const { locale } = input.viewer
  const panels = template.panels.filter((p) => p.question === question)
  if (panels.length > 0) return panels
  if (!template.mayAsk.includes(question) && !template.timeline.includes(question))
    throw new Refusal(
      'forbidden',
      message('refused.question', locale, {
        card: localize(template.title, locale),
        question: questionLabel(question, locale),
      }),
    )
  if (!readable(question, input))
    throw new Refusal(
      'forbidden',
      message('refused.question-unseen', locale, {
        question: questionLabel(question, locale),
        purpose: input.viewer.purpose,
      }),
    )
  return [{ id: 'more', question, ask: 'on-request', fields: ['*'], limit: 20, priority: 0 }]
}

function pageQuery(
  page: CursorPayload,
  { viewer, connectors, settings }: PlanInput,
): readonly PlannedQuery[] {
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
