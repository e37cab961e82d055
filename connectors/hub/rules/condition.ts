import type { ParseResult } from '@marcbachmann/cel-js'
import type { Context } from '../../contract/index.ts'
import { analyse } from './cel/analyse.ts'
import { templateEnvironment } from './cel/environment.ts'
import { failure, problem } from './cel/problems.ts'
import { during } from './cel/run.ts'
import { situation } from './evaluate.ts'
import type { FichaProblem } from './types.ts'

/** Conditions of a template: few steps, no facts of the customer. */
const steps = 10_000
const compiled = new Map<string, ParseResult | null>()
const compile = (expression: string): ParseResult | null => {
  let run = compiled.get(expression)
  if (run === undefined) {
    run = checkCondition(expression, '', 'es').length > 0 ? null : templateEnvironment.parse(expression)
    if (compiled.size > 500) compiled.clear()
    compiled.set(expression, run)
  }
  return run
}

/** What is wrong with a template's `for.when`, and where. */
export function checkCondition(expression: string, path: string, locale: string): FichaProblem[] {
  try {
    const run = templateEnvironment.parse(expression)
    const { findings } = analyse(run.ast, {})
    if (findings.length > 0) return findings.map((finding) => problem(path, expression, finding, locale))
    const checked = run.check()
    if (!checked.valid) return [failure(path, expression, checked.error, locale)]
    return checked.type === 'bool' || checked.type === 'dyn'
      ? []
      : [
          problem(
            path,
            expression,
            {
              code: 'not_a_condition',
              node: { start: 0, end: expression.length },
              what: { type: checked.type ?? '' },
            },
            locale,
          ),
        ]
  } catch (error) {
    return [failure(path, expression, error, locale)]
  }
}

/**
 * Whether a template applies. What the host did not say is unknown, unless the rest decides it. A condition
 * that cannot run is unknown too.
 */
export function evaluateCondition(
  expression: string,
  about: { context: Context; roles: readonly string[]; host?: string | undefined },
): true | false | 'unknown' {
  const run = compile(expression)
  if (!run) return 'unknown'
  const now = new Date()
  const names = {
    context: situation(about.context),
    roles: [...about.roles],
    now,
    ...(about.host === undefined ? {} : { host: about.host }),
  }
  try {
    const value: unknown = during(
      {
        now,
        steps,
        deadline: performance.now() + 50,
        currency: '',
        timeZone: 'UTC',
        absent: new Set(),
        foreign: new Set(),
        used: [],
      },
      () => run(names),
    )
    return typeof value === 'boolean' ? value : 'unknown'
  } catch {
    return 'unknown'
  }
}
