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

/**
 * Where a pointer goes by name into a list that is not empty (which `look` never does), the pointer that goes
 * into every item instead: `lines.sku` → `lines.*.sku`.
 */
export function intoList(value: unknown, pointer: Pointer): string | undefined {
  let here: unknown = value
  const steps = stepsOf(pointer)
  for (const [i, step] of steps.entries()) {
    if (step === '*') return undefined
    if (Array.isArray(here) && !/^-?\d+$/.test(step))
      return here.length > 0 ? [...steps.slice(0, i), '*', ...steps.slice(i)].join('.') : undefined
    here = look(here, `"${step}"`)
  }
  return undefined
}
