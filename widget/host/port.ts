import type { Context, Hint, Language } from '../../connectors/contract/index.ts'

/** The customer on the host's screen. `interaction`: the ticket, call or chat this is about. */
export interface Subject {
  hints: readonly Hint[]
  context: Context
  interaction?: string | undefined
}
export interface HostSettings {
  language?: Language | undefined
  theme?: 'light' | 'dark' | 'auto' | undefined
  layout?: 'compact' | 'touch' | undefined
  template?: string | undefined
  purpose?: string | undefined
}

/**
 * The page around the card; each kind of page has an adapter. All that comes in has been checked by the gate
 * (origin, source, shape).
 */
export interface Host {
  readonly name: string
  /**
   * Calls back at once when a subject is already known, then at each change (the same subject again
   * included). Returns what stops it.
   */
  onSubject(run: (subject: Subject | null) => void): () => void
  onSettings(run: (settings: HostSettings) => void): () => void
  /** A JWT signed by the host. The card passes it to the gateway, which verifies it. */
  token(): Promise<string>
  resize(height: number): void
  open(url: string): void
  insert?(text: string): void
  notify?(text: string): void
  dispose(): void
}
