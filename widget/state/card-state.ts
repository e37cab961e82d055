import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type {
  AdviceEvent,
  Asked,
  CardEvent,
  Fault,
  Reading,
  SignalEvent,
  SystemEvent,
} from '../../connectors/contract/index.ts'
import type { Subject } from '../host/port.ts'
import type { Connection, PanelRequest } from './connection.ts'
import { type PanelState, panelStates } from './panel.ts'
import { same } from './same.ts'

/** A `who` with the revision it belongs to. */
export type WhoEvent = Extract<CardEvent, { event: 'who' }>
export interface Stamped<T> {
  value: T
  revision: number
  run: number
}
export interface Revealed {
  value: unknown
  until: number
}
/** What the agent decided about who this is, and how to take it back. */
export interface Notice {
  says: string
  card: string
  link?: string | undefined
  wrong?: boolean | undefined
}

/**
 * Everything the card knows about one subject. One object per epoch, thrown away whole: a late writer holds a
 * discarded state that nobody shows.
 */
export interface CardState {
  readonly epoch: number
  readonly subject: Subject | null
  readonly openedAt: number
  readonly connection: Signal<Connection>
  readonly who: Signal<WhoEvent | undefined>
  readonly readings: Signal<ReadonlyMap<string, Stamped<Reading>>>
  readonly signals: Signal<ReadonlyMap<string, Stamped<SignalEvent>>>
  readonly advice: Signal<Stamped<AdviceEvent> | undefined>
  readonly systems: Signal<ReadonlyMap<string, SystemEvent>>
  readonly faults: Signal<readonly (Fault & { run: number })[]>
  readonly panelRequests: Signal<ReadonlyMap<string, PanelRequest>>
  readonly opened: Signal<ReadonlySet<string>>
  readonly extra: Signal<readonly Asked[]>
  readonly revealed: Signal<ReadonlyMap<string, Revealed>>
  readonly notice: Signal<Notice | undefined>
  /** Advice already dealt with: its id and the answer. */
  readonly answered: Signal<ReadonlyMap<string, string>>
  /** Some stream of this card state has settled. */
  readonly settledOnce: Signal<boolean>
  /** Records that were retracted. */
  readonly gone: Set<string>
  /** Merged from the readings above. */
  readonly panels: ReadonlySignal<readonly PanelState[]>
}

export function createCardState(epoch: number, subject: Subject | null, now: number): CardState {
  const who = signal<WhoEvent | undefined>(undefined)
  const readings = signal<CardState['readings']['value']>(new Map())
  const connection = signal<Connection>(subject ? { line: 'asking', since: now } : { line: 'blank' })
  const panelRequests = signal<CardState['panelRequests']['value']>(new Map())
  const opened = signal<ReadonlySet<string>>(new Set())
  const extra = signal<readonly Asked[]>([])
  const systems = signal<CardState['systems']['value']>(new Map())
  let lastPanels: readonly PanelState[] = []
  const readingList = computed(() => [...readings.value.values()].map((kept) => kept.value))
  return {
    epoch,
    subject,
    openedAt: now,
    connection,
    who,
    readings,
    panelRequests,
    opened,
    extra,
    systems,
    signals: signal<CardState['signals']['value']>(new Map()),
    advice: signal<CardState['advice']['value']>(undefined),
    faults: signal<CardState['faults']['value']>([]),
    revealed: signal<CardState['revealed']['value']>(new Map()),
    notice: signal<Notice | undefined>(undefined),
    answered: signal<CardState['answered']['value']>(new Map()),
    settledOnce: signal(false),
    gone: new Set(),
    // A getter, so that `systems` is read only where a ficha names none: otherwise each event about a system
    // would compute all panels again.
    panels: computed(
      () =>
        (lastPanels = same(
          lastPanels,
          panelStates({
            ficha: who.value?.ficha,
            readings: readingList.value,
            connection: connection.value,
            requests: panelRequests.value,
            opened: opened.value,
            extra: extra.value,
            get systems() {
              return systems.value
            },
          }),
        )),
    ),
  }
}
