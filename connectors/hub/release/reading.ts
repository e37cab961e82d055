import {
  type Asked,
  type Asking,
  type Connector,
  type Field,
  type FieldDef,
  type From,
  type Known,
  type Reading,
  type ReleasedRow,
  say,
  type Text,
  question as vocabularyOf,
} from '../../contract/index.ts'
import { type Held, isOne, mergeOne, type Source, type Standing } from '../fetch/sourced-rows.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { keyLabel } from '../messages/labels.ts'
import type { Lane } from '../plan/queries.ts'
import { admitting, filtered, uneven } from '../policy/rows.ts'
import { least, mayReveal, pathOf, see, type Viewer } from '../policy/viewer.ts'
import { mask } from './mask.ts'

/** A value as these roles may see it. The value itself is only in `clear`. */
export function releaseField(
  viewer: Viewer,
  path: string,
  def: Pick<FieldDef, 'type' | 'list' | 'of'>,
  value: unknown,
  roles?: readonly string[],
): Field {
  const shown = see(viewer, path, roles)
  if (shown === 'clear')
    return {
      shown: 'clear',
      value: def.of ? withoutHiddenAmounts(viewer, path, def.of, value, roles) : value,
    }
  return shown === 'masked'
    ? { shown: 'masked', hint: mask(def, value, viewer.locale), revealable: mayReveal(viewer, path, roles) }
    : { shown: 'withheld' }
}

/** The parts of a value whose amounts these roles may not see are not in it. */
export function withoutHiddenAmounts(
  viewer: Viewer,
  path: string,
  of: NonNullable<FieldDef['of']>,
  value: unknown,
  roles?: readonly string[],
): unknown {
  const hidden = Object.entries(of)
    .filter(([part, def]) => def.type === 'money' && see(viewer, `${path}.${part}`, roles) !== 'clear')
    .map(([part]) => part)
  if (hidden.length === 0) return value
  const strip = (one: unknown) =>
    typeof one === 'object' && one !== null
      ? Object.fromEntries(Object.entries(one).filter(([part]) => !hidden.includes(part)))
      : one
  return Array.isArray(value) ? value.map(strip) : strip(value)
}

/** All rows known so far of one question, by connector; merging needs the others. */
export interface LaneState {
  lane: Lane
  standing: Standing
  sources: readonly Source[]
  held: readonly Held[]
  siblings: readonly Held[]
  now: string
}
export interface Sealing {
  row(held: Held, question: Asked): Promise<string>
  cursor(payload: unknown): Promise<string>
  order(held: Held): Promise<string>
}

/** Question × connector, released. Undefined where the ficha shows nothing of it (only rules read it) or the system was not asked. */
export async function releaseReading(
  viewer: Viewer,
  state: LaneState,
  owners: Readonly<Record<string, readonly string[]>>,
  seal: Sealing,
  offset = 0,
): Promise<Reading | undefined> {
  const { lane } = state
  if (lane.shown.length === 0 || (state.standing === 'not-asked' && state.sources.length === 0))
    return undefined
  const admitted = state.held
    .map((held) => ({ held, roles: admitting(viewer, lane.question, held.row) }))
    .filter((a) => a.roles.length > 0)
  const sorted = await sortRows(viewer, lane, admitted, seal)
  const page = sorted.slice(offset, offset + lane.shownLimit)
  const merged = isOne(lane.question)
    ? mergeOne(lane.question, state.siblings, owners, evenly(viewer, lane.question))
    : undefined
  const rows = await Promise.all(
    page.map(
      async ({ held, roles }): Promise<ReleasedRow> => ({
        ref: await seal.row(held, lane.question),
        from: releaseFrom(viewer, held.from),
        fields: releaseFields(viewer, lane, held, roles, merged),
      }),
    ),
  )
  const next = await nextPage(lane, state.sources, sorted.length, offset, seal)
  const totals = releaseTotals(viewer, lane, state, sorted.length)
  return {
    question: lane.question,
    connector: lane.connector.id,
    state: known(viewer, state, rows),
    asking: asking(state),
    ...(totals ? { totals } : {}),
    ...(next ? { next } : {}),
  }
}

/** Only rows seen as the fact is seen anyway take part, so that neither winner nor loser says more than the row itself would. */
export const evenly =
  (viewer: Viewer, asked: Asked) =>
  (held: Held, field: string): boolean => {
    const path = pathOf(asked, held.connector.id, field)
    return see(viewer, path, admitting(viewer, asked, held.row)) === see(viewer, path)
  }

interface Admitted {
  held: Held
  roles: readonly string[]
}

/** The order of rows is a result too: by date only where everybody who sees the rows sees the dates; by nothing known otherwise. */
async function sortRows(
  viewer: Viewer,
  lane: Lane,
  admitted: readonly Admitted[],
  seal: Sealing,
): Promise<readonly Admitted[]> {
  if (admitted.length < 2) return admitted
  const clear = (f: string) =>
    least(admitted.map((a) => see(viewer, pathOf(lane.question, lane.connector.id, f), a.roles))) === 'clear'
  const dated =
    lane.question === 'own' || lane.question === 'cards' ? undefined : vocabularyOf(lane.question).dated
  if (dated && lane.shown.includes(dated) && clear(dated))
    return [...admitted].sort((a, b) => time(b.held.row[dated]) - time(a.held.row[dated]))
  if (lane.question === 'cards' || (!dated && lane.fields.every(clear))) return admitted
  const keyed = await Promise.all(admitted.map(async (a) => ({ a, key: await seal.order(a.held) })))
  return keyed.sort((x, y) => (x.key < y.key ? -1 : 1)).map((k) => k.a)
}
const time = (value: unknown) => (typeof value === 'string' ? Date.parse(value) || 0 : 0)

function releaseFields(
  viewer: Viewer,
  lane: Lane,
  held: Held,
  roles: readonly string[],
  merged: ReturnType<typeof mergeOne> | undefined,
): Record<string, Field> {
  const { row, connector } = held
  if (lane.question === 'cards') {
    const card = see(viewer, `cards.${connector.id}`, roles) === 'clear'
    return Object.fromEntries(
      ['title', 'state', 'blocks'].map((f): [string, Field] => [
        f,
        card
          ? { shown: 'clear', value: f === 'title' ? say(row.title as Text, viewer.locale) : row[f] }
          : { shown: 'withheld' },
      ]),
    )
  }
  const defs = fieldsOf(connector, lane.question)
  const fields: Record<string, Field> = {}
  for (const name of lane.shown) {
    const def = defs[name]
    if (!def) continue
    const path = pathOf(lane.question, connector.id, name)
    // A withheld field looks the same whether the row has it or not.
    if (see(viewer, path, roles) === 'withheld') fields[name] = { shown: 'withheld' }
    else if (row[name] === undefined) continue
    else {
      const one = merged?.get(name)
      if (one && one.winner.from !== held.from) continue
      const field = releaseField(viewer, path, def, row[name], roles)
      fields[name] =
        field.shown === 'clear' && one && one.losers.length > 0
          ? {
              ...field,
              losers: one.losers.map((l) => ({ value: l.value, from: releaseFrom(viewer, l.from) })),
            }
          : field
    }
  }
  return fields
}

/** Provenance passes release as well: a link to the system is safe by its scheme; the key we asked by is shown as that fact is. */
export const releaseFrom = (viewer: Viewer, from: From): From => {
  const { askedBy, ...rest } = from
  if (askedBy === undefined) return rest
  const [kind = '', ...value] = askedBy.split(':')
  const path = keyPaths[kind]
  const field = path
    ? releaseField(viewer, path.path, { type: path.type }, value.join(':'))
    : ({ shown: 'withheld' } as Field)
  const key = keyLabel(kind, viewer.locale).toLowerCase()
  return {
    ...rest,
    askedBy:
      field.shown === 'clear'
        ? `${key} ${String(field.value)}`
        : field.shown === 'masked'
          ? `${key} ${field.hint}`
          : key,
  }
}
/** The fact an identifier is. */
export const keyPaths: Readonly<Record<string, { path: string; type: FieldDef['type'] }>> = {
  mail: { path: 'person.mails', type: 'mail' },
  phone: { path: 'person.phones', type: 'phone' },
  order: { path: 'orders.orderNumber', type: 'id' },
  ticket: { path: 'requests.number', type: 'id' },
  loyalty: { path: 'loyalty.number', type: 'id' },
  nationalId: { path: 'person.nationalId', type: 'id' },
  name: { path: 'person.name', type: 'text' },
  birthDate: { path: 'person.birthDate', type: 'date' },
  postcode: { path: 'person.address', type: 'text' },
  iban: { path: 'payments.iban', type: 'text' },
}

function known(
  viewer: Viewer,
  { lane, standing, sources, held, now }: LaneState,
  rows: readonly ReleasedRow[],
): Known {
  const heard = sources.flatMap((s) => (s.heard ? [s.heard] : []))
  if (heard.length === 0)
    return sources.length === 0 && standing === 'none'
      ? { known: 'none', from: { connector: lane.connector.id, record: '', fetchedAt: now, confirmed: true } }
      : { known: 'nothing' }
  const newest = held[0]?.from
  const stamp = (record: string): From => ({
    connector: lane.connector.id,
    record,
    fetchedAt: heard.map((h) => h.fetchedAt).sort()[0] as string,
    confirmed: sources.every((s) => s.target.by === 'record'),
  })
  const from = newest ? releaseFrom(viewer, { ...newest, fetchedAt: stamp('').fetchedAt }) : stamp('')
  const whole = heard.length === sources.length && heard.every((h) => h.complete)
  if (filtered(viewer, lane.question)) return { known: 'incomplete', value: rows, from, missing: 'filtered' }
  if (!whole) return { known: 'incomplete', value: rows, from, missing: 'truncated' }
  if (rows.length === 0) return { known: 'none', from }
  return { known: 'value', value: rows, from, freshUntil: heard.map((h) => h.freshUntil).sort()[0] as string }
}

/** The least settled of what is out. */
function asking({ standing, sources, now }: LaneState): Asking {
  const failed = sources.map((s) => s.asking).find((a) => a.now === 'failed')
  const late = sources.map((s) => s.asking).find((a) => a.now === 'late')
  const waiting = sources.map((s) => s.asking).find((a) => a.now === 'waiting')
  if (late?.now === 'late') return { asking: 'late', after: late.after }
  if (waiting?.now === 'waiting') return { asking: 'waiting', since: waiting.since }
  if (standing === 'waiting' && sources.length === 0) return { asking: 'waiting', since: now }
  if (failed?.now === 'failed')
    return {
      asking: 'failed',
      code: failed.code,
      since: failed.since,
      ...(failed.retryAt ? { retryAt: failed.retryAt } : {}),
    }
  if (typeof standing === 'object' && sources.length === 0)
    return {
      asking: 'failed',
      code: standing.failed,
      since: standing.since,
      ...(standing.retryAt ? { retryAt: standing.retryAt } : {}),
    }
  return { asking: 'idle' }
}

async function nextPage(
  lane: Lane,
  sources: readonly Source[],
  rows: number,
  offset: number,
  seal: Sealing,
): Promise<string | undefined> {
  const base = {
    question: lane.question,
    connector: lane.connector.id,
    limit: lane.limit,
    shown: lane.shown,
    fields: lane.fields,
    shownLimit: lane.shownLimit,
  }
  if (rows > offset + lane.shownLimit) return seal.cursor({ ...base, offset: offset + lane.shownLimit })
  const more = sources.find((s) => s.heard?.next)
  return more?.heard?.next
    ? seal.cursor({ ...base, offset: 0, target: more.name, upstream: more.heard.next })
    : undefined
}

/** Totals speak about rows and amounts: only for who may see all rows, and sums only for who sees the amounts. */
function releaseTotals(viewer: Viewer, lane: Lane, state: LaneState, rows: number): Reading['totals'] {
  if (filtered(viewer, lane.question) || lane.question === 'cards') return undefined
  const heard = state.sources.flatMap((s) => (s.heard ? [s.heard] : []))
  const whole = heard.length === state.sources.length && heard.every((h) => h.complete)
  const own = heard.length === 1 ? heard[0]?.totals : undefined
  const count = own?.count ?? (whole && rows > lane.shownLimit ? rows : undefined)
  const amounts = Object.entries(fieldsOf(lane.connector, lane.question))
    .filter(([, d]) => d.type === 'money')
    .map(([f]) => see(viewer, pathOf(lane.question, lane.connector.id, f)))
  const sum =
    own?.sum && amounts.length > 0 && least(amounts) === 'clear' && !uneven(viewer, lane.question)
      ? own.sum
      : undefined
  return count === undefined && !sum
    ? undefined
    : { ...(count === undefined ? {} : { count }), ...(sum ? { sum } : {}) }
}

/** The stamp of a row; `record` is already opaque. */
export const stampOf = (
  connector: Connector,
  record: string,
  source: Source,
  row: { url?: string | undefined },
  observedAt: string | undefined,
): From => ({
  connector: connector.id,
  record,
  ...(row.url ? { url: row.url } : {}),
  fetchedAt: source.heard?.fetchedAt ?? '',
  ...(observedAt ? { observedAt } : {}),
  confirmed: source.target.by === 'record',
  ...(source.target.by === 'identifier'
    ? { askedBy: `${source.target.identifier.kind}:${source.target.identifier.value}` }
    : {}),
})
