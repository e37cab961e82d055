import {
  type Asked,
  type Asking,
  type Connector,
  type Field,
  type FieldDef,
  type From,
  type Known,
  localize,
  type Reading,
  type ReleasedRow,
  type Text,
  question as vocabularyOf,
} from '../../contract/index.ts'
import {
  isOne,
  type LookupStatus,
  mergeOne,
  type SourceAnswer,
  type SourcedRow,
} from '../fetch/sourced-rows.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { keyLabel } from '../messages/labels.ts'
import type { PlannedQuery } from '../plan/queries.ts'
import { admittingRoles, isFiltered, rowsDifferByRole } from '../policy/rows.ts'
import { leastPermissive, mayReveal, pathOf, see, type Viewer } from '../policy/viewer.ts'
import { mask } from './mask.ts'

/** A value as these roles may see it. Only `clear` carries the value itself. */
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

/** Leaves out the parts of a value whose amounts these roles may not see. */
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

/** All rows known so far of one question, by connector. Merging compares them with each other. */
export interface QueryState {
  query: PlannedQuery
  standing: LookupStatus
  sources: readonly SourceAnswer[]
  rows: readonly SourcedRow[]
  siblings: readonly SourcedRow[]
  now: string
}
export interface Sealing {
  row(row: SourcedRow, question: Asked): Promise<string>
  cursor(payload: unknown): Promise<string>
  order(row: SourcedRow): Promise<string>
}

/**
 * One question of one connector, released. Undefined where the template shows nothing of it (only rules read
 * it) or the system was not asked.
 */
export async function releaseReading(
  viewer: Viewer,
  state: QueryState,
  owners: Readonly<Record<string, readonly string[]>>,
  seal: Sealing,
  offset = 0,
): Promise<Reading | undefined> {
  const { query } = state
  if (query.shown.length === 0 || (state.standing === 'not-asked' && state.sources.length === 0))
    return undefined
  const admitted = state.rows
    .map((sourced) => ({ sourced, roles: admittingRoles(viewer, query.question, sourced.row) }))
    .filter((a) => a.roles.length > 0)
  const sorted = await sortRows(viewer, query, admitted, seal)
  const page = sorted.slice(offset, offset + query.shownLimit)
  const merged = isOne(query.question)
    ? mergeOne(query.question, state.siblings, owners, sameVisibility(viewer, query.question))
    : undefined
  const rows = await Promise.all(
    page.map(
      async ({ sourced, roles }): Promise<ReleasedRow> => ({
        ref: await seal.row(sourced, query.question),
        from: releaseFrom(viewer, sourced.from),
        fields: releaseFields(viewer, query, sourced, roles, merged),
      }),
    ),
  )
  const next = await nextPage(query, state.sources, sorted.length, offset, seal)
  const totals = releaseTotals(viewer, query, state, sorted.length)
  return {
    question: query.question,
    connector: query.connector.id,
    state: known(viewer, state, rows, admitted),
    asking: asking(state),
    ...(totals ? { totals } : {}),
    ...(next ? { next } : {}),
  }
}

/**
 * Only rows that show the fact as the policy does take part. So neither the chosen value nor the others say
 * more than their row would.
 */
export const sameVisibility =
  (viewer: Viewer, asked: Asked) =>
  (held: SourcedRow, field: string): boolean => {
    const path = pathOf(asked, held.connector.id, field)
    return see(viewer, path, admittingRoles(viewer, asked, held.row)) === see(viewer, path)
  }

interface Admitted {
  sourced: SourcedRow
  roles: readonly string[]
}

/**
 * The order of rows gives information too. They are sorted by date only where everybody who sees the rows
 * sees the dates; otherwise the order depends on nothing that is known about them.
 */
async function sortRows(
  viewer: Viewer,
  query: PlannedQuery,
  admitted: readonly Admitted[],
  seal: Sealing,
): Promise<readonly Admitted[]> {
  if (admitted.length < 2) return admitted
  const clear = (f: string) =>
    leastPermissive(
      admitted.map((a) => see(viewer, pathOf(query.question, query.connector.id, f), a.roles)),
    ) === 'clear'
  const dated =
    query.question === 'own' || query.question === 'cards' ? undefined : vocabularyOf(query.question).dated
  if (dated && query.shown.includes(dated) && clear(dated))
    return [...admitted].sort((a, b) => time(b.sourced.row[dated]) - time(a.sourced.row[dated]))
  if (query.question === 'cards' || (!dated && query.fields.every(clear))) return admitted
  const keyed = await Promise.all(admitted.map(async (a) => ({ a, key: await seal.order(a.sourced) })))
  return keyed.sort((x, y) => (x.key < y.key ? -1 : 1)).map((k) => k.a)
}
const time = (value: unknown) => (typeof value === 'string' ? Date.parse(value) || 0 : 0)

function releaseFields(
  viewer: Viewer,
  query: PlannedQuery,
  held: SourcedRow,
  roles: readonly string[],
  merged: ReturnType<typeof mergeOne> | undefined,
): Record<string, Field> {
  const { row, connector } = held
  if (query.question === 'cards') {
    const card = see(viewer, `cards.${connector.id}`, roles) === 'clear'
    return Object.fromEntries(
      ['title', 'state', 'blocks'].map((f): [string, Field] => [
        f,
        card
          ? { shown: 'clear', value: f === 'title' ? localize(row.title as Text, viewer.locale) : row[f] }
          : { shown: 'withheld' },
      ]),
    )
  }
  const defs = fieldsOf(connector, query.question)
  const fields: Record<string, Field> = {}
  for (const name of query.shown) {
    const def = defs[name]
    if (!def) continue
    const path = pathOf(query.question, connector.id, name)
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

/**
 * Provenance is released as well. A link to the system passes if its scheme is safe; the identifier we asked
 * by is shown as that fact is.
 */
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
/** The fact that an identifier stands for. */
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
  { query, standing, sources, rows: sourced, now }: QueryState,
  rows: readonly ReleasedRow[],
  admitted: readonly Admitted[],
): Known {
  const heard = sources.flatMap((s) => (s.answer ? [s.answer] : []))
  if (heard.length === 0)
    return sources.length === 0 && standing === 'none'
      ? {
          known: 'none',
          from: { connector: query.connector.id, record: '', fetchedAt: now, confirmed: true },
        }
      : { known: 'nothing' }
  const newest = sourced[0]?.from
  const stamp = (record: string): From => ({
    connector: query.connector.id,
    record,
    fetchedAt: heard.map((h) => h.fetchedAt).sort()[0] as string,
    confirmed: sources.every((s) => s.target.by === 'record'),
  })
  const from = newest ? releaseFrom(viewer, { ...newest, fetchedAt: stamp('').fetchedAt }) : stamp('')
  const whole = heard.length === sources.length && heard.every((h) => h.complete)
  if (isFiltered(viewer, query.question))
    return { known: 'incomplete', value: rows, from, missing: 'filtered' }
  if (!whole) return { known: 'incomplete', value: rows, from, missing: 'truncated' }
  if (heard.some((h) => h.unreadRows || h.unread?.some((field) => isShown(viewer, query, field, admitted))))
    return { known: 'incomplete', value: rows, from, missing: 'unreadable' }
  if (rows.length === 0) return { known: 'none', from }
  return { known: 'value', value: rows, from, freshUntil: heard.map((h) => h.freshUntil).sort()[0] as string }
}

/** Whether every row shows this field: of a field that is hidden, nobody learns that it could not be read. */
function isShown(viewer: Viewer, query: PlannedQuery, field: string, admitted: readonly Admitted[]): boolean {
  if (!query.shown.includes(field)) return false
  const path = pathOf(query.question, query.connector.id, field)
  return (
    see(viewer, path) !== 'withheld' && admitted.every(({ roles }) => see(viewer, path, roles) !== 'withheld')
  )
}

/** The state of a question that several queries answer: late, else waiting, else failed. */
function asking({ standing, sources, now }: QueryState): Asking {
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
  query: PlannedQuery,
  sources: readonly SourceAnswer[],
  rows: number,
  offset: number,
  seal: Sealing,
): Promise<string | undefined> {
  const base = {
    question: query.question,
    connector: query.connector.id,
    limit: query.limit,
    shown: query.shown,
    fields: query.fields,
    shownLimit: query.shownLimit,
  }
  if (rows > offset + query.shownLimit) return seal.cursor({ ...base, offset: offset + query.shownLimit })
  const more = sources.find((s) => s.answer?.next)
  return more?.answer?.next
    ? seal.cursor({ ...base, offset: 0, target: more.name, upstream: more.answer.next })
    : undefined
}

/**
 * Totals say something about rows and amounts: only who may see all rows gets them, and sums only who sees
 * the amounts.
 */
function releaseTotals(
  viewer: Viewer,
  query: PlannedQuery,
  state: QueryState,
  rows: number,
): Reading['totals'] {
  if (isFiltered(viewer, query.question) || query.question === 'cards') return undefined
  const heard = state.sources.flatMap((s) => (s.answer ? [s.answer] : []))
  const whole = heard.length === state.sources.length && heard.every((h) => h.complete)
  const own = heard.length === 1 ? heard[0]?.totals : undefined
  const count = own?.count ?? (whole && rows > query.shownLimit ? rows : undefined)
  const amounts = Object.entries(fieldsOf(query.connector, query.question))
    .filter(([, d]) => d.type === 'money')
    .map(([f]) => see(viewer, pathOf(query.question, query.connector.id, f)))
  const sum =
    own?.sum &&
    amounts.length > 0 &&
    leastPermissive(amounts) === 'clear' &&
    !rowsDifferByRole(viewer, query.question)
      ? own.sum
      : undefined
  return count === undefined && !sum
    ? undefined
    : { ...(count === undefined ? {} : { count }), ...(sum ? { sum } : {}) }
}

/** Where a row came from; `record` is already opaque. */
export const stampOf = (
  connector: Connector,
  record: string,
  source: SourceAnswer,
  row: { url?: string | undefined },
  observedAt: string | undefined,
): From => ({
  connector: connector.id,
  record,
  ...(row.url ? { url: row.url } : {}),
  fetchedAt: source.answer?.fetchedAt ?? '',
  ...(observedAt ? { observedAt } : {}),
  confirmed: source.target.by === 'record',
  ...(source.target.by === 'identifier'
    ? { askedBy: `${source.target.identifier.kind}:${source.target.identifier.value}` }
    : {}),
})
