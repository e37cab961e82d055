import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import { FactList, factRow, questionTypes, type RuleRow } from './facts.ts'
import {
  type CelType,
  type Checker,
  type Evaluator,
  isCelFailure,
  isMissing,
  type LoopScope,
  type Macro,
  type MacroInput,
  type Scope,
} from './library.ts'
import { note, spend, Undecided, undecided } from './run.ts'
import { Span } from './span.ts'
import { countNodes, fieldsRead, loopVariable } from './tree.ts'

/**
 * CEL's loops (`exists`, `all`, `exists_one`, `filter`, `map`) and two of ours (`count`, `share`), over
 * question lists and plain lists. On a question list, a row whose predicate reads a missing fact is neither
 * in nor out, and an open list may have more rows. An answer is given only when neither such a row nor an
 * unseen one could change it.
 */
type LoopTarget = { facts: FactList } | { items: readonly unknown[] }
interface LoopSemantics {
  result(checker: Checker, list: CelType, body: CelType): CelType
  facts(list: FactList, test: (row: RuleRow) => boolean | undefined, fields: readonly string[]): unknown
  items(items: readonly unknown[], run: (item: unknown) => unknown): unknown
}

const bool = (checker: Checker) => checker.getType('bool')
const span = (checker: Checker) => checker.getType('Span')

const loops: Record<string, LoopSemantics> = {
  exists: {
    result: bool,
    facts(list, test, fields) {
      let unsure = list.open
      for (const row of list.rows) {
        const is = test(row)
        if (is) {
          noteReasons(list, [row], fields)
          return true
        }
        if (is === undefined) unsure = true
      }
      for (const row of list.maybe) if (test(row) !== false) unsure = true
      if (unsure) throw undecided
      return false
    },
    items: (items, run) => quantify(items, run, true),
  },
  all: {
    result: bool,
    facts(list, test, fields) {
      let unsure = list.open
      for (const row of list.rows) {
        const is = test(row)
        if (is === false) {
          noteReasons(list, [row], fields)
          return false
        }
        if (is === undefined) unsure = true
      }
      for (const row of list.maybe) if (test(row) !== true) unsure = true
      if (unsure) throw undecided
      noteReasons(list, list.rows, fields)
      return true
    },
    items: (items, run) => quantify(items, run, false),
  },
  exists_one: {
    result: bool,
    facts(list, test, fields) {
      const { yes, maybe } = sift(list, test)
      noteReasons(list, yes, fields)
      if (yes.length > 1) return false
      if (list.open || maybe.length > 0) throw undecided
      return yes.length === 1
    },
    items: (items, run) => items.filter((item) => truth(run(item))).length === 1,
  },
  filter: {
    result: (_, list) => list,
    facts(list, test, fields) {
      const { yes, maybe } = sift(list, test)
      return list.with(yes, maybe, fields)
    },
    items: (items, run) => items.filter((item) => truth(run(item))),
  },
  count: {
    result: span,
    facts(list, test, fields) {
      const { yes, maybe } = sift(list, test)
      noteReasons(list, yes, fields)
      return counted(list, yes.length, maybe.length)
    },
    items: (items, run) => {
      const n = items.filter((item) => truth(run(item))).length
      return new Span(n, n)
    },
  },
  share: {
    result: span,
    facts(list, test, fields) {
      const { yes, maybe } = sift(list, test)
      noteReasons(list, yes, fields)
      if (list.open || list.maybe.length > 0) return new Span(0, 1, 'percent')
      if (list.rows.length === 0) throw undecided
      return new Span(
        yes.length / list.rows.length,
        (yes.length + maybe.length) / list.rows.length,
        'percent',
      )
    },
    items: (items, run) => {
      if (items.length === 0) throw undecided
      const n = items.filter((item) => truth(run(item))).length / items.length
      return new Span(n, n, 'percent')
    },
  },
}
export const loopNames: readonly string[] = [...Object.keys(loops), 'map']

export const counted = (list: FactList, sure: number, maybe: number): Span =>
  new Span(sure, list.open ? Infinity : sure + maybe)

function sift(
  list: FactList,
  test: (row: RuleRow) => boolean | undefined,
): { yes: RuleRow[]; maybe: RuleRow[] } {
  const yes: RuleRow[] = []
  const maybe: RuleRow[] = []
  for (const row of list.rows) {
    const is = test(row)
    if (is) yes.push(row)
    else if (is === undefined) maybe.push(row)
  }
  for (const row of list.maybe) if (test(row) !== false) maybe.push(row)
  return { yes, maybe }
}
/** The facts that decided. Rows come newest first, as their systems gave them. */
export function noteReasons(list: FactList, rows: readonly RuleRow[], fields: readonly string[]): void {
  const all = [...new Set([...list.by, ...fields])]
  for (const row of rows.slice(0, 12))
    for (const field of all) note(`${list.question}.${field}`, factRow(row).values[field], factRow(row))
}
const truth = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value
  throw new TypeError('a condition must be true or false')
}
/** By the CEL specification, an error in one element is ignored when another element decides. */
function quantify(items: readonly unknown[], run: (item: unknown) => unknown, decisive: boolean): boolean {
  let failure: unknown
  for (const item of items) {
    try {
      if (truth(run(item)) === decisive) return decisive
    } catch (e) {
      failure ??= e
    }
  }
  if (failure !== undefined) throw failure
  return !decisive
}

function loopTargetOf(value: unknown): LoopTarget {
  if (value instanceof FactList) return { facts: value }
  if (Array.isArray(value)) return { items: value }
  if (value instanceof Set) return { items: [...value] }
  if (value instanceof Map) return { items: [...value.keys()] }
  return { items: Object.keys(value as object) }
}
const rowTypes = new Map([...questionTypes.values()].filter((t) => t.many).map((t) => [t.name, t.row]))
function elementType(checker: Checker, list: CelType, node: ASTNode): CelType {
  const row = rowTypes.get(list.name)
  if (row) return checker.getType(row)
  if (list.kind === 'dyn') return list
  if (list.kind === 'list') return list.valueType as CelType
  if (list.kind === 'map') return list.keyType as CelType
  throw checker.createError('invalid_comprehension_range', `'${list.name}' is not a list`, node)
}
function asCondition(checker: Checker, body: CelType, node: ASTNode): void {
  if (body.kind !== 'dyn' && body.name !== 'bool')
    throw checker.createError(
      'invalid_condition_type',
      `a condition must be true or false, not '${body.name}'`,
      node,
    )
}

function macro(name: string, { args, receiver }: MacroInput): Macro {
  const variable = loopVariable(args[0] as ASTNode)
  const condition = (name === 'map' && args.length === 2 ? undefined : args[1]) as ASTNode | undefined
  const transform = (name === 'map' ? args.at(-1) : undefined) as ASTNode | undefined
  const steps = countNodes(args.at(-1) as ASTNode) + (transform && condition ? countNodes(condition) : 0)
  const fields = condition ? fieldsRead(condition, variable) : []
  const shape = loops[name]
  let scope: LoopScope
  return {
    async: false,
    typeCheck(checker, _, ctx) {
      const list = checker.check(receiver, ctx)
      const element = elementType(checker, list, receiver)
      if (transform && rowTypes.has(list.name)) throw checker.createError('map_over_facts', 'map', receiver)
      scope = ctx.forkWithVariable(variable, element)
      if (condition) asCondition(checker, checker.check(condition, scope), condition)
      if (transform) return checker.getType(`list<${checker.check(transform, scope).name}>`)
      return (shape as LoopSemantics).result(checker, list, element)
    },
    evaluate(ev: Evaluator, _, ctx: Scope) {
      const target = loopTargetOf(ev.run(receiver, ctx))
      const loop = scope.reuse(ctx)
      const run =
        (node: ASTNode) =>
        (item: unknown): unknown => {
          spend(steps)
          return ev.run(node, loop.setIterValue(item, ev))
        }
      if (transform) {
        const { items } = target as { items: readonly unknown[] }
        return (condition ? items.filter((item) => truth(run(condition)(item))) : items).map(run(transform))
      }
      const predicate = run(condition as ASTNode)
      if ('items' in target) return (shape as LoopSemantics).items(target.items, predicate)
      return (shape as LoopSemantics).facts(target.facts, (row) => decided(() => predicate(row)), fields)
    },
  }
}
/**
 * True, false, or undefined when the row reads a missing fact. Any other failure is the rule's own and ends
 * it.
 */
function decided(test: () => unknown): boolean | undefined {
  try {
    return truth(test())
  } catch (e) {
    if (e instanceof Undecided || isMissing(e)) return undefined
    throw e
  }
}
export const isUndecided = (e: unknown): boolean =>
  e instanceof Undecided || (isCelFailure(e) && isMissing(e))

/**
 * A macro is found by its name and its number of arguments, whatever its receiver. So ours replaces the loop
 * of the library.
 */
export function registerLoops(env: Environment): void {
  for (const name of Object.keys(loops))
    env.registerFunction(`Orders.${name}(ast, ast): dyn`, (input: MacroInput) => macro(name, input))
  env.registerFunction('Orders.map(ast, ast): dyn', (input: MacroInput) => macro('map', input))
  env.registerFunction('Orders.map(ast, ast, ast): dyn', (input: MacroInput) => macro('map', input))
}
