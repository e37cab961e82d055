/** What the gateway wrote into the document it served. The same list is the page's `frame-ancestors`. */
export interface CardConfig {
  /** Exact origins that may frame the card and speak to it. */
  hosts: readonly string[]
  /** `page` (our element), `chatwoot`, `url` or `pos`; from `?adapter=`. Absent: `page` when framed, `url` when not. */
  adapter?: string | undefined
  /** In production a hub inside the page is refused. Anything but a plain `false` means production. */
  production: boolean
}

/** An exact origin: no path, no wildcard, never the opaque `null`. */
export const isOrigin = (text: unknown): text is string => {
  if (typeof text !== 'string' || !/^https?:[^*]+$/.test(text)) return false
  try { return new URL(text).origin === text } catch { return false }
}

/** Reads `<meta name="ficha-hosts">` and `<script type="application/json" id="ficha-config">`; what is no exact origin is left out, aloud. */
export function readConfig(document: Document, search = location.search): CardConfig {
  const listed: unknown[] = (document.querySelector('meta[name="ficha-hosts"]')?.getAttribute('content') ?? '').split(' ').filter(Boolean)
  let said: { hosts?: unknown; production?: unknown } = {}
  try { said = JSON.parse(document.getElementById('ficha-config')?.textContent || '{}') ?? {} } catch { console.error('[ficha] #ficha-config is not JSON: no host may speak to this card') }
  if (Array.isArray(said.hosts)) listed.push(...said.hosts)
  const hosts = listed.filter(isOrigin)
  if (hosts.length < listed.length) console.error('[ficha] a host is written as an exact origin (https://desk.example); left out:', listed.filter((h) => !isOrigin(h)))
  return { hosts: [...new Set(hosts)], adapter: new URLSearchParams(search).get('adapter') ?? undefined, production: said.production !== false }
}
