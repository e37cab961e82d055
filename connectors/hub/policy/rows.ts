import type { AnyRow, Asked, Connector } from '../../contract/index.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { forbidden, pathOf, see, type Viewer } from './viewer.ts'

/**
 * Row filters. Each role's filters hold for that role only: a row is seen through those roles that admit it.
 * Values are compared as text, a status by its code. `$agent.shop` reads what the gateway verified about the
 * agent.
 */
export function admittingRoles(viewer: Viewer, asked: Asked, row: AnyRow): readonly string[] {
  // A filter on a field that the purpose forbids cannot be applied. The role then sees no row, rather than
  // every row.
  return viewer.roles
    .filter(({ policy }) =>
      policy.rows.every(
        (f) =>
          f.question !== asked || (!forbidden(viewer, `${asked}.${f.field}`) && keeps(f, row, viewer.claims)),
      ),
    )
    .map((r) => r.name)
}

/**
 * Whether every role of this agent filters this question, so that what they get may not be all. It depends on
 * the policy only, never on the data.
 */
export const isFiltered = (viewer: Viewer, asked: Asked): boolean =>
  viewer.roles.length > 0 && viewer.roles.every((r) => r.policy.rows.some((f) => f.question === asked))

/**
 * Whether these roles see some rows of this question differently from others. If so, whatever is made from
 * several rows (a result, a sum, a reason) cannot be judged by its facts alone.
 */
export function rowsDifferByRole(viewer: Viewer, asked: Asked): boolean {
  const known = differences.get(viewer) ?? new Map<Asked, boolean>()
  differences.set(viewer, known)
  let is = known.get(asked)
  if (is === undefined) known.set(asked, (is = differsByRole(viewer, asked)))
  return is
}
const differences = new WeakMap<Viewer, Map<Asked, boolean>>()
function differsByRole(viewer: Viewer, asked: Asked): boolean {
  const free = viewer.roles.filter((r) => !r.policy.rows.some((f) => f.question === asked)).map((r) => r.name)
  if (free.length === viewer.roles.length) return false
  const paths = [...viewer.connectors.values()].flatMap((c) =>
    asked === 'cards'
      ? [`cards.${c.id}`]
      : Object.keys(fieldsOf(c, asked)).map((f) => pathOf(asked, c.id, f)),
  )
  return free.length === 0 || paths.some((p) => see(viewer, p, free) !== see(viewer, p))
}
/** Whether every role admits this row: then it is judged by its facts alone. */
export const admittedByAll = (viewer: Viewer, asked: Asked, row: AnyRow): boolean =>
  admittingRoles(viewer, asked, row).length === viewer.roles.length

/**
 * Fields of this connector that must be fetched to apply the filters. A field that the purpose forbids is not
 * fetched even for that.
 */
export const filterFields = (viewer: Viewer, asked: Asked, connector: Connector): readonly string[] =>
  [
    ...new Set(
      viewer.roles.flatMap((r) => r.policy.rows.filter((f) => f.question === asked).map((f) => f.field)),
    ),
  ].filter(
    (f) => Object.hasOwn(fieldsOf(connector, asked), f) && !forbidden(viewer, pathOf(asked, connector.id, f)),
  )

function keeps(
  filter: { field: string; values: readonly string[] },
  row: AnyRow,
  claims: Readonly<Record<string, string>>,
): boolean {
  const value = row[filter.field]
  if (value === undefined || value === null) return true
  const allowed = filter.values.flatMap((v) =>
    v.startsWith('$agent.') ? (claims[v.slice(7)] === undefined ? [] : [claims[v.slice(7)] as string]) : [v],
  )
  const worn = Array.isArray(value) ? value.map(word) : [word(value)]
  return worn.some((w) => allowed.includes(w))
}
const word = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? String(
        (value as { code?: unknown; full?: unknown }).code ??
          (value as { full?: unknown }).full ??
          JSON.stringify(value),
      )
    : String(value)
