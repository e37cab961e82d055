/**
 * `next`, with every unchanged part replaced by the equal object of `before`, so that a component that
 * painted it need not paint again. Plain data only.
 */
export function same<T>(before: unknown, next: T): T {
  if (
    before === next ||
    typeof before !== 'object' ||
    typeof next !== 'object' ||
    !before ||
    !next ||
    Array.isArray(before) !== Array.isArray(next)
  )
    return next
  const keys = Object.keys(next) as (keyof T)[]
  let equal = keys.length === Object.keys(before).length
  const out = (Array.isArray(next) ? [] : {}) as T
  for (const key of keys) {
    const was = (before as T)[key]
    out[key] = same(was, next[key])
    equal &&= out[key] === was
  }
  return equal ? (before as T) : out
}
