import type { Money, ReleasedRow } from '../../connectors/contract/index.ts'
import { clear } from '../card/panel.ts'

/** One name of a tree of relations: a row a system gave, or a parent that rows only name. */
export interface Branch {
  name: string
  row?: ReleasedRow | undefined
  under: Branch[]
}
/** Totals the role sees of the rows under a name, one for each currency; `partial`: some of them it does not see, or nobody gave. */
export interface RollUp {
  rows: number
  sums: readonly Money[]
  partial: boolean
}

const text = (row: ReleasedRow, field: string): string => {
  const value = clear(row.fields[field])
  return typeof value === 'string' ? value.trim() : ''
}

/** Edges as a tree: each row under the parent it names. Nobody is merged: two rows of one name stay two; what names itself in a circle stands at the root. */
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

/** Adds up the totals of what hangs below, of the kind that was asked for. Undefined where there is nothing to add. */
export function rollUp(under: readonly Branch[], kind: string): RollUp | undefined {
  const sums = new Map<string, bigint>()
  let [rows, partial] = [0, false]
  const add = (branch: Branch): void => {
    const code = branch.row && clear(branch.row.fields.kind)
    if (branch.row && typeof code === 'object' && code !== null && 'code' in code && code.code === kind) {
      const total = clear(branch.row.fields.total)
      const cents =
        typeof total === 'object' && total !== null && 'amount' in total
          ? exact((total as Money).amount)
          : undefined
      if (cents === undefined) partial = true
      else {
        rows++
        const { currency } = total as Money
        sums.set(currency, (sums.get(currency) ?? 0n) + cents)
      }
    }
    branch.under.forEach(add)
  }
  under.forEach(add)
  return rows === 0
    ? undefined
    : {
        rows,
        partial,
        sums: [...sums]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([currency, sum]) => ({ amount: decimal(sum), currency })),
      }
}

/** Amounts are decimal texts: added as whole ten-thousandths, never as floating numbers. */
const exact = (amount: string): bigint | undefined => {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/.exec(amount)
  return parts ? BigInt(`${parts[1]}${parts[2]}${(parts[3] ?? '').padEnd(4, '0')}`) : undefined
}
const decimal = (sum: bigint): string => {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(5, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4).replace(/0{1,2}$/, '')}`
}
