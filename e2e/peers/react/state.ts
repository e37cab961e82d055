import type { CardEvent, Reading, SignalEvent, SystemEvent } from '../../../connectors/contract/index.ts'
import { type PanelState, panelStates } from '../../../widget/state/panel.ts'
import { same } from '../../../widget/state/same.ts'
import type { Advice, Who } from '../shown.ts'

/**
 * What the query holds: replaced part by part, so that a selector whose part did not change gives the same
 * object.
 */
export interface State {
  who: Who | undefined
  readings: ReadonlyMap<string, Reading>
  signals: ReadonlyMap<string, SignalEvent>
  systems: ReadonlyMap<string, SystemEvent>
  advice: Advice | undefined
  settled: boolean
  changes: string
  panels: readonly PanelState[]
}
export const empty: State = {
  who: undefined,
  readings: new Map(),
  signals: new Map(),
  systems: new Map(),
  advice: undefined,
  settled: false,
  changes: '',
  panels: [],
}

export function reduce(state: State, event: CardEvent): State {
  switch (event.event) {
    case 'who':
      return withPanels({ ...state, who: same(state.who, event) })
    case 'reading': {
      const key = `${event.reading.question} ${event.reading.connector}`
      const before = state.readings.get(key)
      const reading = same(
        before,
        before && event.reading.state.known === 'nothing'
          ? { ...before, asking: event.reading.asking }
          : event.reading,
      )
      return withPanels(
        { ...state, readings: new Map(state.readings).set(key, reading) },
        event.reading.question,
      )
    }
    case 'signal':
      return { ...state, signals: new Map(state.signals).set(event.rule, event) }
    case 'advice':
      return { ...state, advice: event }
    case 'system':
      return { ...state, systems: new Map(state.systems).set(event.connector, event) }
    case 'settled':
      return withPanels({ ...state, settled: true, changes: event.changes })
    default:
      return state
  }
}

/** Panels of another question keep their object, and so their pixels. */
function withPanels(state: State, question?: string): State {
  const { who } = state
  if (!who) return state
  const only =
    question === undefined || state.panels.length === 0
      ? who.ficha.panels
      : who.ficha.panels.filter((p) => p.question === question)
  const made = panelStates({
    ficha: { ...who.ficha, panels: only },
    readings: [...state.readings.values()],
    connection: state.settled ? { line: 'ready', since: 0 } : { line: 'asking', since: 0 },
    requests: new Map(),
    opened: new Set(),
    extra: [],
    systems: state.systems,
  })
  if (only === who.ficha.panels) return { ...state, panels: made.map((p, i) => same(state.panels[i], p)) }
  const byId = new Map(made.map((p) => [p.view.id, p]))
  return { ...state, panels: state.panels.map((p) => same(p, byId.get(p.view.id) ?? p)) }
}
