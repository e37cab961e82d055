import type { Money, ReleasedRow } from '../../../connectors/contract/index.ts'
import { sumByCurrency } from '../../../connectors/contract/money.ts'
import { clear } from '../../state/panel.ts'

/** One name of a tree of relations: a row a system gave, or a parent that rows only name. */
export interface Branch {
  name: string
  row?: ReleasedRow | undefined
  under: Branch[]
}
/**
 * Totals the role sees of the rows under a name, one for each currency; `partial`: some of them it does not
 * see, or nobody gave.
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
 * Edges as a tree: each row under the parent it names. Nobody is merged: two rows of one name stay two; what
 * names itself in a circle stands at the root.
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
 * Adds up the totals of what hangs below, of the kind that was asked for. Undefined where there is nothing to
 * add.
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
