import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type {
  AdviceItem,
  Asked,
  Candidate,
  DecideRequest,
  Hint,
  Outcome,
  QuestionToAsk,
  Who,
} from '../../connectors/contract/index.ts'
import type { Host, Subject } from '../host/port.ts'
import type { Source } from '../source/port.ts'
import type { Recent, Store } from '../storage/port.ts'
import type { AgentAction } from './agent.ts'
import {
  type ActionResult,
  type CardContext,
  type Page,
  type Settings,
  type SubjectSession,
  subjectKey,
  withActions,
} from './card-context.ts'
import { type CardState, createCardState } from './card-state.ts'
import { thisPage } from './page.ts'
import { follow } from './stream.ts'
import { type Clock, createSubjectScope, realClock } from './subject-scope.ts'

export type { AgentAction } from './agent.ts'
export type { ActionResult, Page, Settings } from './card-context.ts'
export { revealKey } from './card-context.ts'
export type { CardState, Notice } from './card-state.ts'
export type { Connection, PanelRequest } from './connection.ts'
export { datedBy, type PanelState, type SourceState } from './panel.ts'
export type { Clock } from './subject-scope.ts'

export interface CardParts {
  source: Source
  host: Host
  store?: Store | undefined
  /** Milliseconds since 1970. Default: the computer's. */
  now?: () => number
  /** Runs once after `ms`; returns what cancels it. Default: setTimeout. */
  schedule?: (ms: number, run: () => void) => () => void
  page?: Page
  random?: () => number
  settings?: Partial<Settings>
}

/**
 * The card's state and what the agent may do with it. The state has two writers only: the host sets the
 * subject, the source sets readings. `state` holds a fresh object for every subject; every method works on
 * the one that is current when it is called.
 */
export interface Card {
  readonly state: ReadonlySignal<CardState>
  readonly settings: Signal<Settings>
  readonly place: Source['place']
  /**
   * Pages asked beside the stream. The caller aborts its request when the card state it asked for is
   * replaced.
   */
  readonly source: Pick<Source, 'ask' | 'timeline' | 'journey'>
  readonly clock: Clock
  /** Asks a panel (opening it), or the next page of one of its systems. */
  open(panel: string): void
  more(panel: string, connector: string, next: string): void
  askMore(question: Asked): void
  /** Asks again: one system, one panel, or everything. */
  retry(what?: { connector: string } | { panel: string }): void
  search(text: string, signal: AbortSignal): Promise<readonly Candidate[]>
  recents(): Promise<readonly Recent[]>
  /** Another person for the same conversation: a candidate, or keys the agent typed. */
  show(who: { candidate: string } | { hints: readonly Hint[] }): void
  /** A question was confirmed with the customer: unlocks the account where the role's policy asks for it. */
  confirm(): void
  decide(
    decision: DecideRequest['decision'],
    on?: { candidate?: Candidate; link?: string; card?: string },
  ): Promise<ActionResult>
  reveal(target: { ref: string; field: string; reason: string }): Promise<ActionResult>
  act(action: AgentAction): Promise<ActionResult<{ done: boolean; says: string }>>
  advise(item: AdviceItem, answer: 'taken' | 'not-now' | 'other', reason?: string): void
  answer(question: QuestionToAsk, value: string): Promise<ActionResult<{ done: boolean; says: string }>>
  reportMissing(what: string): void
  /**
   * Whether this is one of the cards after which the agent is asked one thing. Off unless the gateway's
   * configuration says how often.
   */
  shouldSurveyAgent(): Promise<boolean>
  rateCard(answer: 'yes' | 'partly' | 'no'): void
  draft(): Promise<string>
  keepDraft(text: string): void
  /** Another ficha tipo for this and the following subjects. */
  chooseFicha(template: string | undefined): void
  openUrl(url: string): void
  resize(height: number): void
  dispose(): void
}

/** What happens only when the agent asks for something is a chunk of its own. */
const loadActions = () => import('./actions.ts')
type Actions = typeof import('./actions.ts')
/** The parameters of an action after the card context and the subject session. */
type ActionParameters<F> = F extends (
  context: CardContext,
  session: SubjectSession,
  ...rest: infer R
) => unknown
  ? R
  : never

export function createCard(parts: CardParts): Card {
  const { source, host, store, page = thisPage, random = Math.random } = parts
  const clock: Clock = { now: parts.now ?? realClock.now, after: parts.schedule ?? realClock.after }
  const settings = signal<Settings>({
    language: 'es',
    theme: 'auto',
    layout: undefined,
    template: undefined,
    purpose: undefined,
    ...parts.settings,
  })
  let epoch = 0
  let session = arrive(null, {})
  const state = signal(session.state)

  function arrive(subject: Subject | null, chosen: SubjectSession['chosen']): SubjectSession {
    return {
      state: createCardState(epoch, subject, clock.now()),
      scope: createSubjectScope(clock),
      chosen,
      requests: new Map(),
      runs: 0,
      about: [],
      attempt: 0,
      renewing: false,
      renewals: { inVain: 0, at: 0 },
      reported: new Set(),
    }
  }
  /**
   * Changes the subject: the moment at which one customer's data could reach another's card. All of it
   * happens in the task of the change, before any answer can come.
   */
  function begin(subject: Subject | null, chosen: SubjectSession['chosen'] = {}, silent?: 'silent'): void {
    session.scope.end()
    epoch += 1
    session = arrive(subject, chosen)
    const begunSession = session
    if (silent) begunSession.state.connection.value = { line: 'blank' }
    const asks = !silent && (subject || chosen.chosen || chosen.hints?.length)
    // Asked first, so that the request travels while the former customer is removed from the screen: no
    // answer can come within this task.
    try {
      if (asks) follow(context, begunSession)
    } finally {
      state.value = begunSession.state
    }
    if (!asks) return
    const key = subjectKey(begunSession.state)
    if (store && key)
      void store
        .place(key)
        .then((place) => {
          if (place && place.panels.length > 0)
            return withActions(context, begunSession, (actions) =>
              actions.reopen(context, begunSession, place.panels),
            )
        })
        .catch(() => {})
  }
  const context: CardContext = {
    source,
    host,
    store,
    clock,
    page,
    settings,
    random,
    loadActions,
    session: () => session,
    restart: (chosen = {}, silent) => begin(session.state.subject, chosen, silent),
    report: (of, outcome) =>
      source.outcome({
        ...outcome,
        at: new Date(clock.now()).toISOString(),
        ...reportedAt(of.state.who.peek(), outcome.reason),
      }),
  }

  const stops = [
    host.onSettings((next) => {
      const before = settings.peek()
      const after = {
        ...before,
        ...Object.fromEntries(Object.entries(next).filter(([, v]) => v !== undefined)),
      } as Settings
      settings.value = after
      if (session.runs === 0) return
      // Another ficha or purpose may see less: what the former let through goes first. Another language only
      // changes words.
      if (after.template !== before.template || after.purpose !== before.purpose)
        context.restart(session.chosen)
      else if (after.language !== before.language) follow(context, session)
    }),
    host.onSubject((subject) => begin(subject)),
    page.onChange(() => {
      const { line } = session.state.connection.peek()
      if (!page.visible()) session.poll?.end()
      else if (line === 'lost' || line === 'offline') follow(context, session)
      else if (line === 'ready') runAction('watch')
    }),
  ]

  /** Runs for the session on screen when the agent acted, not the one when the chunk arrived. */
  const callAction = async <K extends keyof Actions>(
    name: K,
    ...args: ActionParameters<Actions[K]>
  ): Promise<Awaited<ReturnType<Actions[K]>> | undefined> => {
    const begunSession = session
    return withActions({ loadActions }, begunSession, (actions) =>
      (actions[name] as (...all: unknown[]) => Awaited<ReturnType<Actions[K]>>)(
        context,
        begunSession,
        ...args,
      ),
    )
  }
  /**
   * Runs even if the customer left the screen while the chunk loaded: the agent's words about them still
   * count.
   */
  const runRegardless = <T>(run: (actions: Actions) => T | Promise<T>): Promise<T> => loadActions().then(run)
  const runAction = <K extends keyof Actions>(...call: [K, ...ActionParameters<Actions[K]>]): void =>
    void callAction(...call).catch(() => {})
  const actionResult = async <K extends 'decide' | 'reveal' | 'act' | 'answerQuestion'>(
    ...call: [K, ...ActionParameters<Actions[K]>]
  ): Promise<
    Awaited<ReturnType<Actions[K]>> | { is: 'gone' } | { is: 'failed'; says: string; code: string }
  > => {
    const { scope: subjectScope } = session
    try {
      return (await callAction(...call)) ?? { is: 'gone' }
    } catch {
      return subjectScope.alive() ? { is: 'failed', says: '', code: 'offline' } : { is: 'gone' }
    }
  }
  /** Clears the card at once, before the gateway answers: until then it would show a stranger's data. */
  const notThem = (): Promise<ActionResult> => {
    const card = session.state.who.peek()?.card ?? ''
    context.report(session, { kind: 'wrong-person', by: session.state.who.peek()?.sure?.by })
    context.restart({ hints: [] }, 'silent')
    const cleared = session
    cleared.scope.ifAlive(() => {
      cleared.state.notice.value = { says: '', card, wrong: true }
    })
    return runRegardless((all) => all.setApart(context, cleared, card)).catch(() => ({
      is: 'failed',
      says: '',
      code: 'offline',
    }))
  }

  return {
    state,
    settings,
    clock,
    source,
    place: source.place,
    open: (panel) => runAction('ask', panel, 'opened'),
    more: (panel, connector, next) => runAction('ask', panel, { connector, next }),
    askMore: (question) => runAction('askMore', question),
    retry: (what) => {
      if (session.state.connection.peek().line === 'blank') return
      if (what && 'panel' in what && session.state.connection.peek().line === 'ready')
        runAction('ask', what.panel, 'fresh')
      else follow(context, session, what && 'connector' in what ? what.connector : undefined)
    },
    search: (text, signal) => source.search({ text, locale: settings.peek().language }, signal),
    recents: async () => (await store?.recents()) ?? [],
    show: (who) =>
      context.restart('candidate' in who ? { chosen: who.candidate } : { hints: [...who.hints] }),
    confirm: () => context.restart({ ...session.chosen, confirmed: true }),
    decide: (decision, on) => (decision === 'not-them' ? notThem() : actionResult('decide', decision, on)),
    reveal: (target) => actionResult('reveal', target),
    act: (what) => actionResult('act', what),
    advise: (item, answer, reason) => runAction('advise', item, answer, reason),
    answer: (question, value) => actionResult('answerQuestion', question, value),
    reportMissing: (reason) => context.report(session, { kind: 'missed', reason }),
    shouldSurveyAgent: async () => {
      const { surveyEvery } = await source.agent()
      return surveyEvery !== undefined && random() * surveyEvery < 1
    },
    rateCard: (by) => context.report(session, { kind: 'served', by }),
    draft: async () => (await callAction('readDraft')) ?? '',
    keepDraft: (text) => {
      const begunSession = session
      void runRegardless((all) => all.keepDraft(context, begunSession, text)).catch(() => {})
    },
    chooseFicha: (template) => {
      settings.value = { ...settings.peek(), template }
      context.restart(session.chosen)
    },
    openUrl: (url) => host.open(url),
    resize: (height) => host.resize(height),
    dispose() {
      for (const stop of stops) stop()
      session.scope.end()
      state.value = createCardState(++epoch, null, clock.now())
    },
  }
}

/**
 * Free text is sent with the card it was written at, so that the gateway can remove the customer's data from
 * it.
 */
const reportedAt = (who: Who | undefined, text: string | undefined): Partial<Outcome> =>
  who ? { template: who.ficha.id, ...(text ? { card: who.card } : {}) } : {}
