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
import type { Deed } from './agent.ts'
import {
  about,
  type Desk,
  type Done,
  deeds,
  type Page,
  type Settings,
  type Visit,
  withDeeds,
} from './card-context.ts'
import { freshSheet, type Sheet } from './card-state.ts'
import { thisPage } from './page.ts'
import { follow } from './stream.ts'
import { type Clock, grant, realClock } from './subject-scope.ts'

export type { Deed } from './agent.ts'
export type { Done, Page, Settings } from './card-context.ts'
export { revealKey } from './card-context.ts'
export type { Errand, Line, Notice, Sheet } from './card-state.ts'
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
 * The card's state, with two writers only: the host sets the subject, the source sets readings. `sheet` is a fresh object
 * for every subject; all else here is what the agent may do, on the sheet that is current when it is called.
 */
export interface Card {
  readonly sheet: ReadonlySignal<Sheet>
  readonly settings: Signal<Settings>
  readonly place: Source['place']
  /** Pages asked beside the stream; whoever asks ends with the sheet they asked for. */
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
  ): Promise<Done>
  reveal(target: { ref: string; field: string; reason: string }): Promise<Done>
  act(deed: Deed): Promise<Done<{ done: boolean; says: string }>>
  advise(item: AdviceItem, answer: 'taken' | 'not-now' | 'other', reason?: string): void
  answer(question: QuestionToAsk, value: string): Promise<Done<{ done: boolean; says: string }>>
  missed(what: string): void
  /** Whether this is one of the cards after which the agent is asked one thing. Off unless the gateway's configuration says how often. */
  wonders(): Promise<boolean>
  served(answer: 'yes' | 'partly' | 'no'): void
  draft(): Promise<string>
  keepDraft(text: string): void
  /** Another ficha tipo for this and the following subjects. */
  chooseFicha(template: string | undefined): void
  openUrl(url: string): void
  resize(height: number): void
  dispose(): void
}

type Deeds = typeof import('./actions.ts')
/** What a deed takes besides the desk and the visit it began in. */
type Rest<F> = F extends (desk: Desk, visit: Visit, ...rest: infer R) => unknown ? R : never

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
  let visit = arrive(null, {})
  const sheet = signal(visit.sheet)

  function arrive(subject: Subject | null, chosen: Visit['chosen']): Visit {
    return {
      sheet: freshSheet(epoch, subject, clock.now()),
      right: grant(clock),
      chosen,
      errands: new Map(),
      runs: 0,
      about: [],
      attempt: 0,
      renewing: false,
      reported: new Set(),
    }
  }
  /** The most dangerous moment. All of this happens in the task of the change, before any answer can come. */
  function begin(subject: Subject | null, chosen: Visit['chosen'] = {}, silent?: 'silent'): void {
    visit.right.end()
    epoch += 1
    visit = arrive(subject, chosen)
    const begun = visit
    if (silent) begun.sheet.line.value = { line: 'blank' }
    const asks = !silent && (subject || chosen.chosen || chosen.hints?.length)
    // Asked first, for the question to travel while the former customer is being taken away: no answer can come within this task.
    try {
      if (asks) follow(desk, begun)
    } finally {
      sheet.value = begun.sheet
    }
    if (!asks) return
    const key = about(begun.sheet)
    if (store && key)
      void store
        .place(key)
        .then((place) => {
          if (place && place.panels.length > 0)
            return withDeeds(begun, (deeds) => deeds.reopen(desk, begun, place.panels))
        })
        .catch(() => {})
  }
  const desk: Desk = {
    source,
    host,
    store,
    clock,
    page,
    settings,
    random,
    visit: () => visit,
    again: (chosen = {}, silent) => begin(visit.sheet.subject, chosen, silent),
    report: (of, outcome) =>
      source.outcome({
        ...outcome,
        at: new Date(clock.now()).toISOString(),
        ...reportedAt(of.sheet.who.peek(), outcome.reason),
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
      if (visit.runs === 0) return
      // Another ficha or purpose may see less: what the former let through goes first. Another language only changes words.
      if (after.template !== before.template || after.purpose !== before.purpose) desk.again(visit.chosen)
      else if (after.language !== before.language) follow(desk, visit)
    }),
    host.onSubject((subject) => begin(subject)),
    page.onChange(() => {
      const { line } = visit.sheet.line.peek()
      if (!page.visible()) visit.poll?.end()
      else if (line === 'lost' || line === 'offline') follow(desk, visit)
      else if (line === 'ready') deed('watch')
    }),
  ]

  /** The visit is the one on screen when the agent acted, not when the chunk came. */
  const late = async <K extends keyof Deeds>(
    name: K,
    ...args: Rest<Deeds[K]>
  ): Promise<Awaited<ReturnType<Deeds[K]>> | undefined> => {
    const begun = visit
    return withDeeds(begun, (deeds) =>
      (deeds[name] as (...all: unknown[]) => Awaited<ReturnType<Deeds[K]>>)(desk, begun, ...args),
    )
  }
  /** What was said of a customer counts though they have left the screen while the chunk came. */
  const anyway = <T>(run: (deeds: Deeds) => T | Promise<T>): Promise<T> => deeds().then(run)
  const deed = <K extends keyof Deeds>(...call: [K, ...Rest<Deeds[K]>]): void =>
    void late(...call).catch(() => {})
  const done = async <K extends 'decide' | 'reveal' | 'act' | 'answerQuestion'>(
    ...call: [K, ...Rest<Deeds[K]>]
  ): Promise<
    Awaited<ReturnType<Deeds[K]>> | { is: 'gone' } | { is: 'failed'; says: string; code: string }
  > => {
    const { right } = visit
    try {
      return (await late(...call)) ?? { is: 'gone' }
    } catch {
      return right.alive() ? { is: 'failed', says: '', code: 'offline' } : { is: 'gone' }
    }
  }
  /** At once, before the gateway has answered: the agent knows, and every second more shows a stranger. */
  const notThem = (): Promise<Done> => {
    const card = visit.sheet.who.peek()?.card ?? ''
    desk.report(visit, { kind: 'wrong-person', by: visit.sheet.who.peek()?.sure?.by })
    desk.again({ hints: [] }, 'silent')
    const cleared = visit
    cleared.right.commit(() => {
      cleared.sheet.notice.value = { says: '', card, wrong: true }
    })
    return anyway((all) => all.setApart(desk, cleared, card)).catch(() => ({
      is: 'failed',
      says: '',
      code: 'offline',
    }))
  }

  return {
    sheet,
    settings,
    clock,
    source,
    place: source.place,
    open: (panel) => deed('ask', panel, 'opened'),
    more: (panel, connector, next) => deed('ask', panel, { connector, next }),
    askMore: (question) => deed('askMore', question),
    retry: (what) => {
      if (visit.sheet.line.peek().line === 'blank') return
      if (what && 'panel' in what && visit.sheet.line.peek().line === 'ready')
        deed('ask', what.panel, 'fresh')
      else follow(desk, visit, what && 'connector' in what ? what.connector : undefined)
    },
    search: (text, signal) => source.search({ text, locale: settings.peek().language }, signal),
    recents: async () => (await store?.recents()) ?? [],
    show: (who) => desk.again('candidate' in who ? { chosen: who.candidate } : { hints: [...who.hints] }),
    confirm: () => desk.again({ ...visit.chosen, confirmed: true }),
    decide: (decision, on) => (decision === 'not-them' ? notThem() : done('decide', decision, on)),
    reveal: (target) => done('reveal', target),
    act: (what) => done('act', what),
    advise: (item, answer, reason) => deed('advise', item, answer, reason),
    answer: (question, value) => done('answerQuestion', question, value),
    missed: (reason) => desk.report(visit, { kind: 'missed', reason }),
    wonders: async () => {
      const { asks } = await source.agent()
      return asks !== undefined && random() * asks < 1
    },
    served: (by) => desk.report(visit, { kind: 'served', by }),
    draft: async () => (await late('readDraft')) ?? '',
    keepDraft: (text) => {
      const begun = visit
      void anyway((all) => all.keepDraft(desk, begun, text)).catch(() => {})
    },
    chooseFicha: (template) => {
      settings.value = { ...settings.peek(), template }
      desk.again(visit.chosen)
    },
    openUrl: (url) => host.open(url),
    resize: (height) => host.resize(height),
    dispose() {
      for (const stop of stops) stop()
      visit.right.end()
      sheet.value = freshSheet(++epoch, null, clock.now())
    },
  }
}

/** Words go with the card they were written at: the gateway takes the customer out of them. */
const reportedAt = (who: Who | undefined, words: string | undefined): Partial<Outcome> =>
  who ? { template: who.ficha.id, ...(words ? { card: who.card } : {}) } : {}
