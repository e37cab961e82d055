import type { Hint, Outcome } from '../../connectors/contract/index.ts'

/**
 * Somebody this agent had on screen lately: what finds them again, never what the systems said about them.
 */
export interface Recent {
  name: string
  hints: readonly Hint[]
  interaction?: string | undefined
  at: string
}
/** Words the agent has not sent yet. `kind` tells the hand-off line from a note. */
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
 * The agent's own convenience: it may vanish at any time and nobody may notice more than that. No method
 * rejects: what could not be kept is simply not there. `about` names the subject (the interaction, else the
 * first hint); it is never written in clear.
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
  /** Outcomes that found no gateway; at most 200, oldest dropped first. */
  queue(outcomes: readonly Outcome[]): Promise<void>
  /** Gives what was queued, once. */
  unqueue(): Promise<readonly Outcome[]>
  /** Drops the key and the records: what is still on the disk can no longer be read by anybody. */
  shred(): Promise<void>
  /** `memory` until the encrypted database is open, and for ever where storage is forbidden. */
  kept(): Promise<'memory' | 'encrypted'>
}
