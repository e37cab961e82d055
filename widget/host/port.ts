import type { Context, Hint, Language } from '../../connectors/contract/index.ts'

/** Who the host says is on screen. `interaction`: the ticket, call or chat this is about. */
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
 * The window we sit in. Adapters differ; the port is one. Everything that comes in was checked (origin,
 * source, shape) by the gate.
 */
export interface Host {
  readonly name: string
  /**
   * Calls back at once when a subject is already known, then at each change (the same subject again
   * included). Returns what stops it.
   */
  onSubject(run: (subject: Subject | null) => void): () => void
  onSettings(run: (settings: HostSettings) => void): () => void
  /** A host-signed JWT for the gateway, carried, not trusted. */
  token(): Promise<string>
  resize(height: number): void
  open(url: string): void
  insert?(text: string): void
  notify?(text: string): void
  dispose(): void
}
