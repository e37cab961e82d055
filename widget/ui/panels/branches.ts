import type { Money, ReleasedRow } from '../../../connectors/contract/index.ts'
import { sumByCurrency } from '../../../connectors/contract/money.ts'
import { clear } from '../../state/panel.ts'

/** A node of a tree of relations: a row of a system, or a parent that rows only refer to. */
export interface Branch {
  name: string
  row?: ReleasedRow | undefined
  under: Branch[]
}
/**
 * Totals of the rows below a node that the role may see, one for each currency. `partial`: some rows are
 * hidden from the role, or have no total.
 */
export interface RollUp {
  rows: number
  sums: readonly Money[]
  partial: boolean
}

const text = (row: ReleasedRow, field: string): string => {
  const value = clear(row.fields[field])
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Builds a tree: each row below the parent it refers to. Rows are never merged: two of one name stay two.
 * Rows that refer to each other in a circle are at the root.
 */
export function branches(rows: readonly ReleasedRow[]): readonly Branch[] {
  const nodes = rows.map((row): Branch => ({ name: text(row, 'name'), row, under: [] }))
  const named = new Map<string, Branch>()
  for (const node of nodes) if (node.name !== '' && !named.has(node.name)) named.set(node.name, node)
  const above = new Map<Branch, Branch>()
  const roots: Branch[] = []
  const circles = (node: Branch, to: Branch): boolean => {
    for (let at: Branch | undefined = to; at; at = above.get(at)) if (at === node) return true
    return false
  }
  for (const node of nodes) {
    const parent = node.row ? text(node.row, 'parent') : ''
    let to = parent === '' ? undefined : named.get(parent)
    if (parent !== '' && !to) {
      to = { name: parent, under: [] }
      named.set(parent, to)
      roots.push(to)
    }
    if (!to || circles(node, to)) roots.push(node)
    else {
      above.set(node, to)
      to.under.push(node)
    }
  }
  return roots
}

/**
 * Adds up the totals below a node, of the given kind. Undefined where there is nothing to add.
 */
export function rollUp(under: readonly Branch[], kind: string): RollUp | undefined {
  const totals: unknown[] = []
  const collect = ({ row, under: below }: Branch): void => {
    const code = row && clear(row.fields.kind)
    if (typeof code === 'object' && code !== null && 'code' in code && code.code === kind)
      totals.push(row && clear(row.fields.total))
    below.forEach(collect)
  }
  under.forEach(collect)
  const amounts = totals.filter((total) => sumByCurrency([total]) !== undefined)
  return amounts.length === 0
    ? undefined
    : {
        rows: amounts.length,
        partial: amounts.length < totals.length,
        sums: sumByCurrency(amounts) ?? [],
      }
}
