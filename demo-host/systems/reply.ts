/** What a sample system is made of: answers requests from its own data, in its own dialect. */
export interface System {
  id: string
  title: string
  handle(request: Request): Promise<Response> | Response
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })

/**
 * Equal without telling by the time it takes where they differ. Nothing of Node: the static page runs these
 * systems in a browser.
 */
export function equalInConstantTime(a: string, b: string): boolean {
  let unlike = a.length ^ b.length
  for (let i = 0; i < a.length; i++) unlike |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1))
  return unlike === 0
}
export const bearer = (request: Request, secret: string): boolean =>
  equalInConstantTime(request.headers.get('authorization') ?? '', `Bearer ${secret}`)

/** One number of a query, within bounds. */
export const boundedNumber = (query: URLSearchParams, name: string, or: number, most: number): number => {
  const n = Number(query.get(name) ?? or)
  return Number.isInteger(n) && n >= 0 ? Math.min(n, most) : or
}

/** Rows grouped by a key, in the order they came. */
export function groupBy<T, K>(rows: readonly T[], key: (row: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const row of rows) {
    const k = key(row)
    if (k === undefined) continue
    const group = groups.get(k)
    if (group) group.push(row)
    else groups.set(k, [row])
  }
  return groups
}

/** The last nine digits: how these systems compare telephones, whatever way they were typed. */
export const lastNineDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-9)
const folded = (s: string): string =>
  s
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
/** Every word of the text begins some word of the value. */
export function startsLike(value: string, text: string): boolean {
  const words = folded(value).split(/[^\p{L}\p{N}@.]+/u)
  return folded(text)
    .split(/\s+/)
    .filter(Boolean)
    .every((t) => words.some((w) => w.startsWith(t)))
}
