import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Card, CardState } from '../state/index.ts'

/** An overlay over the panels; one at a time, closed by Escape and by a change of customer. */
export type Open =
  | 'search'
  | 'help'
  | 'timeline'
  | 'journey'
  | 'more'
  | { action: { connector: string; name: string }; row?: string | undefined }
  | undefined

/** What the components of a card share while one subject is on screen. Created anew for every subject. */
export interface View {
  readonly card: Card
  readonly state: CardState
  /** The current time, updated once a second while the page is visible. Never read in a live region. */
  readonly now: ReadonlySignal<number>
  readonly open: Signal<Open>
  readonly toast: Signal<string>
  readonly layout: 'compact' | 'touch'
}

const view = createContext<View | undefined>(undefined)
export const ViewProvider = view.Provider
export const useView = (): View => useContext(view) as View
/** A system's title: its own, else the ficha's. */
export const titleOf = (state: CardState, connector: string): string =>
  state.systems.value.get(connector)?.title ??
  state.who.value?.ficha.panels.flatMap((p) => p.systems).find((s) => s.connector === connector)?.title ??
  connector
export const freshOpen = (): Signal<Open> => signal<Open>(undefined)
