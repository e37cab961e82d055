import { look } from './pointer.ts'
import type { Pointer } from './types.ts'

/** How systems say that a list goes on: a flag, or the place of the next page. */
const flags = /^(has_?more|has_?next(_?page)?|more|is_?truncated|more_?records|more_?items)$/i
const places =
  /^(next|next_?(page|link|url|uri|href|cursor|token|page_?(token|url|uri|link|cursor|id))|@odata\.nextlink|odata\.nextlink|nextrecordsurl)$/i
/** How they count what there is of it; a bare `total` may be money, but not beside the number of the page. */
const counts =
  /^(total_?(count|results?|items|records|elements|rows|entries|size)|(result|record|item)s?_?count)$/i
/** Where they say it, beside the list or above it. */
const holders = /^(meta|metadata|links|_links|pagination|paging|page_?info|pager|cursors?|_metadata|next)$/i

const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

function inOne(here: Record<string, unknown>, depth: number, seen: number): boolean {
  return Object.entries(here).some(([name, value]) => {
    if (flags.test(name) && value === true) return true
    if (places.test(name) && isPlace(value)) return true
    const isCount = counts.test(name) || (depth > 0 && /^total$/i.test(name))
    if (isCount && Number.isInteger(value) && (value as number) > seen) return true
    return depth < 3 && holders.test(name) && isObject(value) && inOne(value, depth + 1, seen)
  })
}
/** An address, a cursor, a page's number; HAL writes `{ href }`, and HubSpot `{ after }`. */
const isPlace = (value: unknown): boolean =>
  (typeof value === 'string' && value.trim() !== '' && value !== 'null') ||
  (typeof value === 'number' && value > 0) ||
  (isObject(value) && [value.href, value.after, value.link, value.url].some((one) => isPlace(one)))

/**
 * Whether an answer says of itself that the list at `rows` goes on: `has_more`, `hasNextPage`, `links.next`,
 * `@odata.nextLink`, `meta.total` of more than were `seen`. For a mapping that does not say how pages follow:
 * what came is then not all there is.
 */
export function saysMore(body: unknown, rows: Pointer, seen = Number.POSITIVE_INFINITY): boolean {
  // One object in place of a list has fields of its own, of whatever name.
  if (!Array.isArray(look(body, rows))) return false
  const steps = rows.match(/"[^"]*"|[^."]+/g) ?? []
  const above = [body, ...steps.slice(0, -1).map((_, i) => look(body, steps.slice(0, i + 1).join('.')))]
  return above.some((here) => isObject(here) && inOne(here, 0, seen))
}
