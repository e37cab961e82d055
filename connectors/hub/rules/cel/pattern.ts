import { RE2JS } from '@bufbuild/re2'
import { type ASTNode, type Environment, ParseError } from '@marcbachmann/cel-js'
import type { Macro, MacroInput } from './library.ts'
import { spend } from './run.ts'

/**
 * `text.matches('pattern')` on an engine whose time is linear in the text, whatever the pattern. `^(a+)+$` is
 * harmless on it, where the platform's own engine blocks for seconds. The pattern is a literal, so a bad one
 * is refused when the rule is saved.
 */
const longestPattern = 200
/** The engine expands counted repeats: `{9}{9}` is 81 copies, and a class of letters is long. */
const maxCopies = 200
const copies = (pattern: string): number =>
  [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (n, [, least, most]) => n * Math.max(1, Number(least), Number(most ?? 0)),
    1,
  )

function macro({ args, receiver }: MacroInput): Macro {
  const node = args[0] as ASTNode
  if (node.op !== 'value' || typeof node.args !== 'string')
    throw new ParseError({
      code: 'pattern_not_literal',
      message: 'a pattern is written out in the rule',
      node,
    })
  if (node.args.length > longestPattern)
    throw new ParseError({
      code: 'pattern_too_long',
      message: `a pattern has at most ${longestPattern} characters`,
      node,
    })
  if (copies(node.args) > maxCopies)
    throw new ParseError({
      code: 'pattern_repeats',
      message: `a pattern repeats at most ${maxCopies} times`,
      node,
    })
  let pattern: RE2JS
  try {
    pattern = RE2JS.compile(node.args)
  } catch {
    throw new ParseError({
      code: 'pattern_invalid',
      message: 'this pattern cannot be run in linear time',
      node,
    })
  }
  return {
    async: false,
    typeCheck(checker, _, ctx) {
      const type = checker.check(receiver, ctx)
      if (type.kind !== 'dyn' && type.name !== 'string')
        throw checker.createError(
          'no_matching_overload',
          `found no matching overload for '${type.name}.matches(string)'`,
          receiver,
        )
      return checker.getType('bool')
    },
    evaluate(ev, _, ctx) {
      const text = ev.run(receiver, ctx)
      if (typeof text !== 'string') throw new TypeError('only a text can match a pattern')
      spend(1 + (text.length >> 3))
      return pattern.test(text)
    },
  }
}
/**
 * Registered on a type of ours, but a macro serves every receiver with that method name. So the library's
 * `matches` is never reached.
 */
export const registerPattern = (env: Environment): void => {
  env.registerFunction('Orders.matches(ast): bool', macro)
}
