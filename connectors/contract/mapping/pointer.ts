import type { Pointer } from './types.ts'

const parsed = new Map<Pointer, readonly string[]>()
/** `a."b.c".0.*` to its steps. Pointers come from options, so their number is bounded. */
function stepsOf(pointer: Pointer): readonly string[] {
  let steps = parsed.get(pointer)
  if (!steps)
    parsed.set(
      pointer,
      (steps = (pointer.match(/"[^"]*"|[^."]+/g) ?? []).map((step) => step.replace(/^"|"$/g, ''))),
    )
  return steps
}

/**
 * Walks own properties only: a system that answers `{"__proto__": …}` changes nothing. `undefined` when there
 * is no such place.
 */
export function look(value: unknown, pointer: Pointer): unknown {
  let here: unknown = value
  const steps = stepsOf(pointer)
  for (const [i, step] of steps.entries()) {
    if (step === '*') {
      if (!Array.isArray(here)) return undefined
      const rest = steps
        .slice(i + 1)
        .map((s) => `"${s}"`)
        .join('.')
        .replaceAll('"*"', '*')
      return here.flatMap((each) => look(each, rest) ?? [])
    }
    // A list has places, not names: `lines.sku` is no place, and never the first line.
    if (Array.isArray(here)) here = /^-?\d+$/.test(step) ? here.at(Number(step)) : undefined
    else if (here !== null && typeof here === 'object' && Object.hasOwn(here, step))
      here = (here as Record<string, unknown>)[step]
    else return undefined
  }
  return here
}
