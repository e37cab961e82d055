import type { ASTNode } from '@marcbachmann/cel-js'
import { type Asked, type FactPath, isQuestion, type Question, question } from '../../../contract/index.ts'
import type { KeyUnder } from '../../messages/index.ts'
import { byField, comingBy, datedBy, givesList } from './lists.ts'
import { loopNames } from './loops.ts'
import { children, countNodes } from './tree.ts'

/** What is wrong with an expression; the catalogue has a text for each. */
export type RuleFault = KeyUnder<'cel'>
/** Where in the expression, and what is wrong there. */
export interface Finding {
  code: RuleFault
  node: { start: number; end: number }
  what?: Readonly<Record<string, string | number>>
}
export interface Analysis {
  reads: ReadonlySet<FactPath>
  steps: number
  clock: boolean
  context: boolean
  findings: readonly Finding[]
}

/**
 * How many rows each list counts for when a rule's cost is calculated. The lines within a row count for 100.
 */
const declaredRows: Partial<Record<Asked, number>> = {
  orders: 5_000,
  interactions: 5_000,
  behaviour: 5_000,
  payments: 5_000,
  campaigns: 2_000,
}
const otherRows = 1_000
const nestedRows = 100
export const rowsOf = (q: Question): number =>
  question(q).rows === 'one' ? 1 : (declaredRows[q] ?? otherRows)

/** What an expression stands for while its reads are followed. */
type ExpressionKind =
  | { is: 'list'; of: Question }
  | { is: 'row' | 'one'; of: Question }
  | { is: 'own'; connector?: string }
  | { is: 'plain'; mapped?: true }
  | { is: 'norm' }
const plain: ExpressionKind = { is: 'plain' }
/**
 * These calls reveal or erase types, and types keep an incomplete list from being taken for a complete one.
 */
const refusedCalls = new Set(['dyn', 'type'])

export function analyse(root: ASTNode, norm: Readonly<Record<string, unknown>>): Analysis {
  const reads = new Set<FactPath>()
  const findings: Finding[] = []
  let steps = 0
  let clock = false
  let context = false
  const find = (code: RuleFault, node: ASTNode, what?: Finding['what']): ExpressionKind => {
    findings.push({ code, node, ...(what ? { what } : {}) })
    return plain
  }
  const read = (q: Question, field: string): void => {
    if (Object.hasOwn(question(q).fields, field)) reads.add(`${q}.${field}`)
  }
  /** A list has to be fetched even when no field of it is named (`requests.count()`). */
  const readList = (q: Question): void => {
    read(q, datedBy(q) ?? (Object.keys(question(q).fields)[0] as string))
  }

  function id(node: ASTNode, name: string, scope: Scope): ExpressionKind {
    const bound = scope.names.get(name)
    if (bound) return bound
    if (name === 'now') clock = true
    if (name === 'context') context = true
    if (name === 'norm') return { is: 'norm' }
    if (name === 'own') return { is: 'own' }
    if (name === 'cards') return find('opaque_cards', node)
    if (name === 'cel') return find('no_bind', node)
    if (!isQuestion(name)) return plain
    if (question(name).rows === 'one') return { is: 'one', of: name }
    if (scope.inside) find('list_inside_loop', node, { list: name })
    return { is: 'list', of: name }
  }
  function access(node: ASTNode, target: ExpressionKind, name: string | undefined): ExpressionKind {
    switch (target.is) {
      case 'row':
      case 'one':
        if (name === undefined) return find('index_not_literal', node)
        if (!Object.hasOwn(question(target.of).fields, name))
          return find('no_such_field', node, {
            name,
            list: target.of,
            known: Object.keys(question(target.of).fields).join(', '),
          })
        read(target.of, name)
        return plain
      case 'list':
        return find('list_has_no_fields', node, { list: target.of })
      case 'norm':
        if (name === undefined) return find('index_not_literal', node)
        if (!Object.hasOwn(norm, name))
          find('no_such_norm', node, { name, known: Object.keys(norm).join(', ') || '—' })
        return plain
      case 'own':
        if (name === undefined) return find('index_not_literal', node)
        if (target.connector === undefined) return { is: 'own', connector: name }
        reads.add(`own.${target.connector}.${name}`)
        return plain
      default:
        if (name === undefined) return find('index_not_literal', node)
        return name in Object.prototype || name in Date.prototype ? find('no_such_key', node) : plain
    }
  }
  /**
   * A question list may only be the receiver of a call (`.count()`). As a plain value it would pass for
   * complete.
   */
  const asValue = (node: ASTNode, of: ExpressionKind): ExpressionKind =>
    of.is === 'list' ? find('list_has_no_fields', node, { list: of.of }) : of
  function loop(
    node: ASTNode,
    name: string,
    target: ExpressionKind,
    args: readonly ASTNode[],
    scope: Scope,
  ): ExpressionKind {
    if (scope.inside) find('nested_loop', node)
    const variable = args[0]?.op === 'id' ? args[0].args : ''
    const element: ExpressionKind = target.is === 'list' ? { is: 'row', of: target.of } : plain
    const names = new Map(scope.names).set(variable, element)
    for (const body of args.slice(1)) {
      walk(body, { names, inside: true })
      steps += countNodes(body) * (target.is === 'list' ? rowsOf(target.of) : nestedRows)
    }
    if (name === 'map' && target.is === 'plain' && target.mapped) find('map_of_map', node)
    if (target.is === 'list') {
      readList(target.of)
      if (name === 'filter') return target
    }
    return name === 'map' || (target.is === 'plain' && target.mapped && name === 'filter')
      ? { is: 'plain', mapped: true }
      : plain
  }
  function method(
    name: string,
    target: ExpressionKind,
    args: readonly ASTNode[],
    scope: Scope,
  ): ExpressionKind {
    for (const arg of args) asValue(arg, walk(arg, scope))
    if (target.is !== 'list') return plain
    const q = target.of
    steps += rowsOf(q)
    readList(q)
    const at =
      name === 'within' || name === 'coming'
        ? args[1]
        : (byField as readonly string[]).includes(name)
          ? args[0]
          : undefined
    if (name === 'within' || name === 'coming') clock = true
    if (at) {
      if (at.op !== 'value' || typeof at.args !== 'string') find('field_not_literal', at)
      else if (!Object.hasOwn(question(q).fields, at.args))
        find('no_such_field', at, {
          name: at.args,
          list: q,
          known: Object.keys(question(q).fields).join(', '),
        })
      else {
        const def = question(q).fields[at.args]
        const wanted =
          name === 'within' || name === 'coming'
            ? ['date', 'datetime']
            : name === 'distinct'
              ? undefined
              : ['number', 'percent', 'money']
        if (wanted && !wanted.includes(def?.type ?? ''))
          find('field_of_other_type', at, { name: at.args, type: def?.type ?? '' })
        read(q, at.args)
      }
    }
    if (name === 'within' && !at) read(q, datedBy(q) ?? '')
    if (name === 'coming' && !at) read(q, comingBy(q) ?? '')
    if (name === 'series' && q === 'feedback') for (const field of ['kind', 'outOf']) read(q, field)
    if (name === 'last') return { is: 'row', of: q }
    return (givesList as readonly string[]).includes(name) ? target : plain
  }
  function walk(node: ASTNode, scope: Scope): ExpressionKind {
    steps += 1
    switch (node.op) {
      case 'id':
        return id(node, node.args, scope)
      case '.':
        return access(node, walk(node.args[0], scope), node.args[1])
      case '[]': {
        const target = walk(node.args[0], scope)
        const key = node.args[1]
        walk(key, scope)
        if (target.is === 'plain' && key.op === 'value' && typeof key.args === 'bigint') return plain
        return access(node, target, key.op === 'value' && typeof key.args === 'string' ? key.args : undefined)
      }
      case 'rcall': {
        const [name, receiver, args] = node.args
        const target = walk(receiver, scope)
        if (name === 'bind') return find('no_bind', node)
        return loopNames.includes(name) && args.length >= 2
          ? loop(node, name, target, args, scope)
          : method(name, target, args, scope)
      }
      case 'call':
        if (refusedCalls.has(node.args[0])) find('refused_call', node, { name: node.args[0] })
        if (['days', 'daysUntil', 'anniversary'].includes(node.args[0])) clock = true
        for (const arg of node.args[1]) {
          const of = asValue(arg, walk(arg, scope))
          if (node.args[0] === 'satisfaction' && of.is === 'row')
            for (const field of ['score', 'kind', 'outOf']) read(of.of, field)
        }
        return plain
      default: {
        const all = children(node).map((child) =>
          node.op === '?:' ? walk(child, scope) : asValue(child, walk(child, scope)),
        )
        // `cond ? orders : orders.within(30)`: both sides are the same list type, and reads are known from
        // either.
        return node.op === '?:' ? (all[1] ?? plain) : plain
      }
    }
  }
  walk(root, { names: new Map(), inside: false })
  return { reads, steps, clock, context, findings }
}
interface Scope {
  names: ReadonlyMap<string, ExpressionKind>
  inside: boolean
}
