/**
 * The configuration that the gateway writes into the document. `hosts` is also the page's `frame-ancestors`.
 */
export interface CardConfig {
  /** Exact origins that may frame the card and speak to it. */
  hosts: readonly string[]
  /**
   * `page` (our element), `chatwoot`, `url` or `pos`; from `?adapter=`. Absent: `page` when framed, `url`
   * when not.
   */
  adapter?: string | undefined
  /** Shows developers a list of requests and events; from `?debug`. */
  debug?: boolean | undefined
}

/** An exact origin: no path, no wildcard, never the opaque `null`. */
export const isOrigin = (text: unknown): text is string => {
  if (typeof text !== 'string' || !/^https?:[^*]+$/.test(text)) return false
  try {
    return new URL(text).origin === text
  } catch {
    return false
  }
}

/**
 * Reads `<meta name="ficha-hosts">`. What is not an exact origin is left out; the gateway reports it when it
 * starts.
 */
export function readConfig(document: Document, search = location.search): CardConfig {
  const listed = document.querySelector<HTMLMetaElement>('meta[name="ficha-hosts"]')?.content.split(' ') ?? []
  const query = new URLSearchParams(search)
  return {
    hosts: listed.filter(isOrigin),
    adapter: query.get('adapter') ?? undefined,
    debug: query.has('debug'),
  }
}
