import { toText } from '../coerce.ts'
import { encoded } from '../http.ts'
import { look } from './pointer.ts'

export type Values = Readonly<Record<string, string | number | undefined>>

const name = /\{([A-Za-z][\w.]*)\}/g
/** The names in braces of a text; of a GraphQL document, those within its arguments and texts. */
export const namesIn = (text: string): string[] =>
  isDocument(text)
    ? placesOf(text).map((place) => place.name)
    : [...text.matchAll(name)].map((m) => m[1] as string)

/** What was meant as a name in braces: `{record}`, but also `{ record }`, `{{record}}`, `${record}`, `{record-id}`. */
const meant = /\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{\s*[\p{L}_$][\p{L}\p{N}_.$ -]*\}/gu
/** What stands in a text like a name in braces and is none of `known`, as it is written. */
export const strangeNames = (text: string, known: readonly string[]): string[] => {
  const written = isDocument(text)
    ? placesOf(text).map((place) => `{${place.name}}`)
    : [...text.matchAll(meant)].map((m) => m[0])
  return [...new Set(written)].filter((each) => !known.some((one) => each === `{${one}}`))
}

/** A GraphQL document: a word that opens one, or a brace, and braces within braces. JSON begins with a quote. */
const isDocument = (text: string): boolean =>
  /^\s*(?:#[^\n]*\n\s*)*(?:(?:query|mutation|subscription|fragment)\b|\{(?!\s*"))/.test(text) &&
  /\{[^{}]*\{/.test(text) &&
  text.trimEnd().endsWith('}')

/**
 * Where a GraphQL document has names: `{value}` is one within a text or the parentheses of arguments, and
 * elsewhere the fields that are selected.
 */
function placesOf(text: string): { name: string; at: number; end: number; quoted: boolean }[] {
  const found: { name: string; at: number; end: number; quoted: boolean }[] = []
  let depth = 0
  for (const m of text.matchAll(/#[^\n]*|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|[()]|\{([A-Za-z][\w.]*)\}/g)) {
    const [whole] = m
    if (whole === '(') depth++
    else if (whole === ')') depth--
    else if (whole.startsWith('"'))
      for (const inner of whole.matchAll(name))
        found.push({
          name: inner[1] as string,
          at: m.index + inner.index,
          end: m.index + inner.index + inner[0].length,
          quoted: true,
        })
    else if (m[1] !== undefined && depth > 0)
      found.push({ name: m[1], at: m.index, end: m.index + whole.length, quoted: false })
  }
  return found
}

/** A GraphQL document with its values in the escapes of its texts, so that none can change its shape. */
function fillDocument(text: string, values: Values): string {
  let [out, from] = ['', 0]
  for (const place of placesOf(text)) {
    if (!Object.hasOwn(values, place.name)) continue
    const value = values[place.name]
    const json = JSON.stringify(place.quoted ? whole(value ?? '') : (value ?? null))
    out += text.slice(from, place.at) + (place.quoted ? json.slice(1, -1) : json)
    from = place.end
  }
  return out + text.slice(from)
}

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
      isDocument(text)
        ? fillDocument(text, values)
        : text.replace(name, (_, each: string) => whole(values[each] ?? '')),
    )
  }
  return out.size ? `?${out}` : ''
}

/**
 * A JSON body. A text that is only one name becomes the value itself. In a GraphQL document only its
 * arguments and texts are filled: `shop{name}` selects a field.
 */
export function fillBody(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const only = /^\{([A-Za-z][\w.]*)\}$/.exec(template)?.[1]
    if (only !== undefined && Object.hasOwn(values, only)) return values[only]
    if (isDocument(template)) return fillDocument(template, values)
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
