import type { ASTNode } from '@marcbachmann/cel-js'

/**
 * The CEL library: @marcbachmann/cel-js, not @bufbuild/cel. Both were read and measured. It was chosen for
 * three reasons. (1) A macro can have its own type check and its own evaluation, which lists that may be
 * incomplete need; @bufbuild/cel expands macros in its parser, before types are known, into a loop over a
 * plain list. (2) Its syntax tree keeps the calls as written, with source ranges, so reads, cost and refusals
 * point at the place. (3) It is about seven times faster over thousands of rows and a quarter of the size,
 * without the protobuf runtime.
 *
 * Its weak points are closed here. `matches` runs on @bufbuild/re2 (linear), loops are ours and spend from a
 * budget, and nested loops are refused when saved. Every value is an instance of a declared class, so nothing
 * reaches a prototype. The library publishes no types for what a macro receives; these are the parts used,
 * each covered by tests.
 */
export interface CelType {
  name: string
  kind: string
  valueType?: CelType
  keyType?: CelType
}
export interface Checker {
  check(ast: ASTNode, ctx: Scope): CelType
  getType(name: string): CelType
  createError(code: string, message: string, node: ASTNode): Error
}
export interface Evaluator {
  run(ast: ASTNode, ctx: Scope): unknown
}
export interface Scope {
  forkWithVariable(name: string, type: CelType): LoopScope
}
export interface LoopScope extends Scope {
  reuse(parent: Scope): LoopScope
  setIterValue(value: unknown, ev: Evaluator): LoopScope
}
export interface MacroInput {
  args: readonly ASTNode[]
  receiver: ASTNode
  ast: ASTNode
}
export interface Macro {
  typeCheck(checker: Checker, macro: unknown, ctx: Scope): CelType
  evaluate(ev: Evaluator, macro: unknown, ctx: Scope): unknown
  async: false
}

/** A failure of the library, identified by its code. */
export interface CelFailure extends Error {
  code: string
  summary?: string
  range?: { start: number; end: number }
}
export const isCelFailure = (e: unknown): e is CelFailure =>
  e instanceof Error && typeof (e as Partial<CelFailure>).code === 'string'
/** No system gave this fact. That is no error of the rule. */
export const isMissing = (e: unknown): boolean => isCelFailure(e) && e.code === 'no_such_key'
