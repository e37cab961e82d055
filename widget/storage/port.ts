import type { Hint, Outcome } from '../../connectors/contract/index.ts'

/** A customer this agent had on screen lately: what finds them again, never data of the systems. */
export interface Recent {
  name: string
  hints: readonly Hint[]
  interaction?: string | undefined
  at: string
}
/** Text that the agent has not sent yet. `kind`: for a hand-off, or a note. */
export interface Draft {
  kind: 'handoff' | 'note'
  text: string
  at: string
}
/** Where the agent was in a card: which panels were open, how far down, which ficha. */
export interface Place {
  panels: readonly string[]
  scroll: number
  template?: string | undefined
}

/**
 * The agent's cache, which may vanish at any time. No method rejects: what could not be kept is not there.
 * `about` is the key of the subject (the interaction, else the first hint); it is never written in clear.
 */
export interface Store {
  /** Newest first, at most 20, each name and hint set once. */
  recents(): Promise<readonly Recent[]>
  remember(recent: Recent): Promise<void>
  draft(about: string, kind: Draft['kind']): Promise<Draft | null>
  /** An empty text forgets the draft. */
  keepDraft(about: string, draft: Draft): Promise<void>
  place(about: string): Promise<Place | null>
  keepPlace(about: string, place: Place): Promise<void>
  /** Keeps outcomes that could not be sent; at most 200, the oldest are dropped first. */
  queue(outcomes: readonly Outcome[]): Promise<void>
  /** Takes all outcomes out of the queue. */
  unqueue(): Promise<readonly Outcome[]>
  /** Drops the key and the records, so that nobody can read what may remain on the disk. */
  shred(): Promise<void>
  /** `memory` until the encrypted database is open, and for ever where storage is forbidden. */
  kept(): Promise<'memory' | 'encrypted'>
}
