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

/** What one system has answered to one question, and whether we are still asking. */
export interface SourceState {
  connector: string
  title: string
  known: Reading['state']['known']
  asking: Asking
  /** RFC 3339; absent when the system never answered. */
  fetchedAt?: string | undefined
  freshUntil?: string | undefined
  observedAt?: string | undefined
  confirmed: boolean
  askedBy?: string | undefined
  missing?: 'truncated' | 'filtered' | 'unreadable' | undefined
  next?: string | undefined
}
/** One question, many systems: what a panel shows. */
export interface PanelState {
  view: PanelView
  /**
   * closed: not asked yet · none: every system answered that it has none · unknown: some system did not
   * answer, and no other had rows.
   */
  is: 'withheld' | 'closed' | 'waiting' | 'late' | 'none' | 'rows' | 'unknown'
  rows: readonly ReleasedRow[]
  /** False while any asked source is silent, failed or truncated. */
  complete: boolean
  sources: readonly SourceState[]
  totals?: Totals | undefined
  request?: PanelRequest | undefined
}
export interface PanelParts {
  ficha: FichaView | undefined
  readings: readonly Reading[]
  connection: Connection
  requests: ReadonlyMap<string, PanelRequest>
  opened: ReadonlySet<string>
  extra: readonly Asked[]
  systems: ReadonlyMap<string, SystemEvent>
}

/** The date that each list is ordered by. The type makes this table agree with the vocabulary. */
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
/**
 * Milliseconds since 1970: systems write one moment in different time zones, so dates do not compare as text.
 * What has no date is older than everything.
 */
export const momentOf = (date: string): number => {
  const moment = Date.parse(date)
  return Number.isNaN(moment) ? -Infinity : moment
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
  const request = parts.requests.get(view.id)
  if (view.state === 'withheld' || readings.some((r) => r.state.known === 'withheld'))
    return { view, is: 'withheld', rows: [], complete: false, sources: [] }
  const asked = view.ask === 'at-once' || request !== undefined || readings.length > 0
  if (!asked) return { view, is: 'closed', rows: [], complete: false, sources: [] }

  const expecting = request ? request.is === 'asking' : parts.connection.line === 'asking'
  const silent: Asking = expecting ? { asking: 'waiting', since: '' } : idle
  const listed =
    view.systems.length > 0
      ? view.systems
      : readings.map((r) => ({
          connector: r.connector,
          title: parts.systems.get(r.connector)?.title ?? r.connector,
        }))
  const live =
    parts.connection.line === 'asking' || parts.connection.line === 'ready' || request?.is === 'asking'
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
        .map((row, i) => ({ row, i, at: momentOf(dateOf(view.question, row)) }))
        .sort((a, b) => b.at - a.at || a.i - b.i)
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
    request,
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

/** Once the connection is lost no system is "waiting": no answer will come until we ask again. */
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
