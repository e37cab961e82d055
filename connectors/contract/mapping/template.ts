import { toText } from '../coerce.ts'
import { encoded } from '../http.ts'
import { look } from './pointer.ts'

export type Values = Readonly<Record<string, string | number | undefined>>

const name = /\{([A-Za-z][\w.]*)\}/g
/** The names in braces of a text. */
export const namesIn = (text: string): string[] => [...text.matchAll(name)].map((m) => m[1] as string)

const whole = (value: string | number) => String(value).replace(/\p{Surrogate}/gu, '\ufffd')

/**
 * A path with its values percent-encoded. `undefined` when a value cannot be part of a path: it is missing,
 * empty, or `.`/`..`, which a URL parser takes as "one level up" in any encoding. The thing then does not
 * exist.
 */
export function fillPath(template: string, values: Values): string | undefined {
  for (const each of namesIn(template))
    if (values[each] === undefined || values[each] === '') return undefined
  const path = template.replace(name, (_, each: string) => encoded(String(values[each])))
  return path.split(/[/\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment)) && namesIn(template).length
    ? undefined
    : path
}

/** A query; an entry none of whose names has a value is left out. */
export function fillQuery(template: Readonly<Record<string, string>>, values: Values): string {
  const out = new URLSearchParams()
  for (const [key, text] of Object.entries(template)) {
    const names = namesIn(text)
    if (names.length && names.every((each) => values[each] === undefined || values[each] === '')) continue
    out.append(
      key,
      text.replace(name, (_, each: string) => whole(values[each] ?? '')),
    )
  }
  return out.size ? `?${out}` : ''
}

/**
 * A JSON body. A text that is only one name becomes the value itself; unknown names stay, because GraphQL is
 * full of braces.
 */
export function fillBody(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const only = /^\{([A-Za-z][\w.]*)\}$/.exec(template)?.[1]
    if (only !== undefined && Object.hasOwn(values, only)) return values[only]
    return template.replace(name, (braces, each: string) =>
      Object.hasOwn(values, each) ? String(values[each] ?? '') : braces,
    )
  }
  if (Array.isArray(template)) return template.map((each) => fillBody(each, values))
  if (template !== null && typeof template === 'object')
    return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, fillBody(each, values)]))
  return template
}

/** A header value: printable ASCII only, so that no value can begin another header. */
export const fillHeader = (template: string, values: Values): string =>
  template.replace(name, (_, each: string) => String(values[each] ?? '').replace(/[^\x20-\x7e]/g, ''))

/** A link with the row's own values; nothing when one is missing or the result is no link. */
export function fillUrl(template: string, row: unknown): string | undefined {
  const pointers = [...template.matchAll(/\{([^{}]+)\}/g)].map((m) => m[1] as string)
  const values = new Map(pointers.map((p) => [p, toText(look(row, p))]))
  if ([...values.values()].some((each) => !each)) return undefined
  // `{url}` alone: the system gives the whole link.
  const text = /^\{[^{}]+\}$/.test(template)
    ? (values.get(pointers[0] as string) as string)
    : template.replace(/\{([^{}]+)\}/g, (_, p: string) => encoded(values.get(p) as string))
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(text) && text.length <= 2_048
    ? text
    : undefined
}
