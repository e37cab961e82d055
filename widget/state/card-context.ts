import type { Signal } from '@preact/signals-core'
import type { CardRequest, Language, Outcome, Who } from '../../connectors/contract/index.ts'
import type { Host } from '../host/port.ts'
import type { Source } from '../source/port.ts'
import { SourceError } from '../source/port.ts'
import type { Store } from '../storage/port.ts'
import type { CardState } from './card-state.ts'
import type { Clock, SubjectScope } from './subject-scope.ts'

/**
 * The page around the card. It decides whether the card may keep a connection open, and knows when the last
 * change is on screen.
 */
export interface Page {
  visible(): boolean
  painted(): Promise<void>
  /** Calls `run` when the page becomes visible or hidden, or is back on the network. */
  onChange(run: () => void): () => void
}

export interface Settings {
  language: Language
  theme: 'light' | 'dark' | 'auto'
  layout: 'compact' | 'touch' | undefined
  template: string | undefined
  purpose: string | undefined
}

/**
 * One subject being served: its card state, the scope that may write to it, and what is asked for it besides
 * the host's hints.
 */
export interface SubjectSession {
  readonly state: CardState
  readonly scope: SubjectScope
  readonly chosen: Partial<Pick<CardRequest, 'hints' | 'chosen' | 'confirmed'>>
  stream?: SubjectScope | undefined
  poll?: SubjectScope | undefined
  readonly requests: Map<string, SubjectScope>
  runs: number
  /**
   * Opaque marks of the records that this session's customer has. By them a stream that was opened again is
   * recognised as being about the same person.
   */
  about: readonly string[]
  attempt: number
  changes?: string | undefined
  renewing: boolean
  /** Renewals of handles that were refused soon after they were given, and when the last one began. */
  renewals: { readonly inVain: number; readonly at: number }
  readonly reported: Set<string>
}

/** Why a panel is asked: opened by the agent, asked again by the card, or its next page. */
export type AskReason = 'opened' | 'again' | 'fresh' | { next: string; connector: string }

/** What the stream and the card ask of `actions.ts`, which is loaded on first use and imports them. */
export interface LaterActions {
  ask(context: CardContext, session: SubjectSession, panelId: string, reason: AskReason): void
  reopen(context: CardContext, session: SubjectSession, panels: readonly string[]): void
  watch(context: CardContext, session: SubjectSession): void
  keepRecent(context: CardContext, session: SubjectSession, who: Who): void
}

/** What the parts of the card share. */
export interface CardContext {
  readonly source: Source
  readonly host: Host
  readonly store: Store | undefined
  readonly clock: Clock
  readonly page: Page
  readonly settings: Signal<Settings>
  random(): number
  loadActions(): Promise<LaterActions>
  session(): SubjectSession
  /** Serves the same subject again, from an empty card state. */
  restart(chosen?: SubjectSession['chosen'], silent?: 'silent'): void
  report(session: SubjectSession, outcome: Omit<Outcome, 'at' | 'template'>): void
}

/** Runs `run` with the lazily loaded actions, unless the customer changed while they loaded. */
export const withActions = async <A, T>(
  { loadActions }: { loadActions(): Promise<A> },
  session: SubjectSession,
  run: (actions: A) => T | Promise<T>,
): Promise<T | undefined> => {
  const all = await loadActions()
  return session.scope.alive() ? run(all) : undefined
}
export const revealKey = (ref: string, field: string): string => `${ref} ${field}`

/**
 * How an action of the agent ended. `gone`: the customer changed meanwhile, so the result is shown to nobody.
 */
export type ActionResult<T = unknown> =
  | { is: 'done'; value: T }
  | { is: 'failed'; says: string; code: string }
  | { is: 'gone' }

export const failure = (error: unknown): { code: string; says: string; retryAfter?: number | undefined } => {
  if (error instanceof SourceError)
    return {
      code: error.problem?.code ?? error.code,
      says: error.problem?.detail ?? '',
      retryAfter: error.problem?.retryAfter,
    }
  return { code: 'lost', says: '' }
}

/**
 * The key of the subject in the agent's store: the interaction, else the first hint. Undefined without
 * either.
 */
export const subjectKey = ({ subject }: CardState): string | undefined =>
  subject?.interaction ??
  (subject?.hints[0] ? `${subject.hints[0].kind} ${subject.hints[0].value}` : undefined)

/**
 * Runs one request for the customer of `scope`. Once that customer has left the screen, nothing is committed.
 */
export async function runFor<T>(
  scope: SubjectScope,
  work: () => Promise<T>,
  commit: (value: T) => void,
): Promise<ActionResult<T>> {
  try {
    const value = await work()
    return scope.ifAlive(() => commit(value)) ? { is: 'done', value } : { is: 'gone' }
  } catch (error) {
    if (!scope.alive()) return { is: 'gone' }
    const { code, says } = failure(error)
    return { is: 'failed', code, says }
  }
}
