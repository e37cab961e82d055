import type {
  Asked,
  Asking,
  FichaView,
  Field,
  PanelView,
  Reading,
  ReleasedRow,
  SystemEvent,
  Totals,
  vocabulary,
} from '../../connectors/contract/index.ts'
import type { Connection, PanelRequest } from './connection.ts'

/** What one system has said to one question, and whether we are still asking. */
export interface SourceState {
  connector: string
  title: string
  known: Reading['state']['known']
  asking: Asking
  /** RFC 3339; absent when nothing was ever heard. */
  fetchedAt?: string | undefined
  freshUntil?: string | undefined
  observedAt?: string | undefined
  confirmed: boolean
  askedBy?: string | undefined
  missing?: 'truncated' | 'filtered' | undefined
  next?: string | undefined
}
/** One question, many systems: what a panel shows. */
export interface PanelState {
  view: PanelView
  /**
   * closed: nobody asked yet · none: every system said so · unknown: somebody did not say, and nobody had
   * rows.
   */
  is: 'withheld' | 'closed' | 'waiting' | 'late' | 'none' | 'rows' | 'unknown'
  rows: readonly ReleasedRow[]
  /** False while any asked source is silent, failed or truncated. */
  complete: boolean
  sources: readonly SourceState[]
  totals?: Totals | undefined
  errand?: PanelRequest | undefined
}
export interface PanelParts {
  ficha: FichaView | undefined
  readings: readonly Reading[]
  line: Connection
  errands: ReadonlyMap<string, PanelRequest>
  opened: ReadonlySet<string>
  extra: readonly Asked[]
  systems: ReadonlyMap<string, SystemEvent>
}

/** The date each list is ordered by; the vocabulary says which, the type keeps this table true to it. */
type Dated = {
  [Q in keyof typeof vocabulary as (typeof vocabulary)[Q] extends { dated: string }
    ? Q
    : never]: (typeof vocabulary)[Q] extends { dated: infer D } ? D : never
}
const dated: Dated = {
  orders: 'orderDate',
  requests: 'dateCreated',
  interactions: 'startDate',
  payments: 'paymentDate',
  returns: 'returnDate',
  feedback: 'dateCreated',
  subscriptions: 'startDate',
  referrals: 'dateCreated',
  consents: 'dateModified',
  campaigns: 'sent',
  behaviour: 'startDate',
  things: 'purchaseDate',
  scores: 'since',
  promises: 'made',
}
const single: readonly Asked[] = ['person', 'preferences', 'loyalty']

export const clear = (field: Field | undefined): unknown =>
  field?.shown === 'clear' ? field.value : undefined
export const dateOf = (question: Asked, row: ReleasedRow): string => {
  const date = clear(row.fields[dated[question as keyof Dated]])
  return typeof date === 'string' ? date : ''
}
/** The field a question's rows are dated by. */
export const datedBy = (question: Asked): string | undefined => dated[question as keyof Dated]
const rowsOf = (reading: Reading): readonly ReleasedRow[] =>
  reading.state.known === 'value' || reading.state.known === 'incomplete' ? reading.state.value : []
const idle: Asking = { asking: 'idle' }

export function panelStates(parts: PanelParts): readonly PanelState[] {
  const { ficha } = parts
  if (!ficha) return []
  const extra = parts.extra
    .filter((question) => !ficha.panels.some((p) => p.question === question))
    .map(
      (question): PanelView =>
        ficha.mayAsk.find((m) => m.question === question)?.panel ?? {
          id: `extra-${question}`,
          question,
          ask: 'on-request',
          state: 'open',
          fields: [],
          systems: [],
          title: ficha.mayAsk.find((m) => m.question === question)?.title ?? question,
        },
    )
  return [...ficha.panels, ...extra].map((view) => panelState(view, parts))
}

function panelState(view: PanelView, parts: PanelParts): PanelState {
  const readings = parts.readings.filter(
    (r) =>
      r.question === view.question &&
      (view.systems.length === 0 || view.systems.some((s) => s.connector === r.connector)),
  )
  const errand = parts.errands.get(view.id)
  if (view.state === 'withheld' || readings.some((r) => r.state.known === 'withheld'))
    return { view, is: 'withheld', rows: [], complete: false, sources: [] }
  const asked = view.ask === 'at-once' || errand !== undefined || readings.length > 0
  if (!asked) return { view, is: 'closed', rows: [], complete: false, sources: [] }

  const expecting = errand ? errand.is === 'asking' : parts.line.line === 'asking'
  const silent: Asking = expecting ? { asking: 'waiting', since: '' } : idle
  const listed =
    view.systems.length > 0
      ? view.systems
      : readings.map((r) => ({
          connector: r.connector,
          title: parts.systems.get(r.connector)?.title ?? r.connector,
        }))
  const live = parts.line.line === 'asking' || parts.line.line === 'ready' || errand?.is === 'asking'
  const sources = listed.map(({ connector, title }) =>
    sourceState(
      connector,
      title,
      readings.find((r) => r.connector === connector),
      silent,
      live,
    ),
  )

  const rows = readings.flatMap(rowsOf)
  const sorted = single.includes(view.question)
    ? rows
    : rows
        .map((row, i) => ({ row, i, at: dateOf(view.question, row) }))
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.i - b.i))
        .map((x) => x.row)
  const complete =
    sources.length > 0 &&
    sources.every((s) => (s.known === 'value' || s.known === 'none') && s.asking.asking === 'idle')
  const owner = readings.filter((r) => r.totals)
  return {
    view,
    rows: sorted,
    complete,
    sources,
    errand,
    is:
      sorted.length > 0
        ? 'rows'
        : complete
          ? 'none'
          : sources.some((s) => s.asking.asking === 'late')
            ? 'late'
            : expecting || sources.some((s) => s.asking.asking === 'waiting')
              ? 'waiting'
              : 'unknown',
    ...(owner.length === 1 ? { totals: owner[0]?.totals } : {}),
  }
}

/** Once the line is cut, nobody is "waiting": what was not heard will not come until we ask again. */
function sourceState(
  connector: string,
  title: string,
  reading: Reading | undefined,
  silent: Asking,
  live: boolean,
): SourceState {
  if (!reading) return { connector, title, known: 'nothing', asking: silent, confirmed: true }
  const { state } = reading
  const asking =
    !live && (reading.asking.asking === 'waiting' || reading.asking.asking === 'late') ? idle : reading.asking
  if (state.known === 'nothing' || state.known === 'withheld')
    return { connector, title, known: state.known, asking, confirmed: true }
  const { fetchedAt, observedAt, confirmed, askedBy } = state.from
  return {
    connector,
    title,
    known: state.known,
    asking,
    fetchedAt,
    observedAt,
    confirmed,
    askedBy,
    next: reading.next,
    ...(state.known === 'value' ? { freshUntil: state.freshUntil } : {}),
    ...(state.known === 'incomplete' ? { missing: state.missing } : {}),
  }
}
