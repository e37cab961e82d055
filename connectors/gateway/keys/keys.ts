/**
 * What a key is for. Each use has a key of its own, so that what is made for one is worthless for another.
 */
export type KeyUse =
  | 'session'
  | 'handle'
  | 'cache'
  | 'agent-session'
  | 'marks'
  | 'observations'
  | 'generics'
  | 'links'
  | 'limits'
  | 'audit'

/** The keys of a gateway, all derived from one secret. An older secret still opens what it sealed. */
export interface Keys {
  /** The key of that use under the newest secret: 32 bytes. */
  key(use: KeyUse): Promise<Uint8Array>
  /** The key of that use under every secret still known, newest first. */
  every(use: KeyUse): Promise<readonly Uint8Array[]>
  /** HMAC-SHA256 of `text` in base64url, under the newest secret. */
  mac(use: KeyUse, text: string): Promise<string>
  /** The same under every secret still known, newest first: it finds what was stored before a rotation. */
  macs(use: KeyUse, text: string): Promise<readonly string[]>
  /** A further key bound to `about`, such as the cache key of one agent session: 32 bytes. */
  derived(use: KeyUse, about: string): Promise<Uint8Array>
}

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
export const base64url = (data: Uint8Array): string =>
  btoa(String.fromCharCode(...data))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

async function hkdf(secret: string, info: string): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveBits'])
  return new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt: bytes('ficha/1'), info: bytes(info) },
      base,
      256,
    ),
  )
}

/**
 * Derives the keys of a gateway from its secret: HKDF-SHA256 (RFC 5869), one key for each use.
 *
 * @param secret At least 32 characters of chance.
 * @param before The secret in use until the last rotation.
 * @example
 * ```ts
 * const keys = createKeys(process.env.FICHA_SECRET, process.env.FICHA_SECRET_BEFORE)
 * ```
 */
export function createKeys(secret: string, before?: string): Keys {
  const secrets = before === undefined ? [secret] : [secret, before]
  const byName = new Map<string, Promise<Uint8Array>>()
  const derive = (from: string, info: string): Promise<Uint8Array> => {
    const name = `${secrets.indexOf(from)}/${info}`
    const known = byName.get(name) ?? hkdf(from, info)
    byName.set(name, known)
    return known
  }
  const macKeys = new Map<string, ReturnType<typeof crypto.subtle.importKey>>()
  const mac = async (from: string, use: KeyUse, text: string): Promise<string> => {
    const name = `${secrets.indexOf(from)}/${use}`
    const key =
      macKeys.get(name) ??
      derive(from, use).then((k) =>
        crypto.subtle.importKey(
          'raw',
          k as Uint8Array<ArrayBuffer>,
          { name: 'HMAC', hash: 'SHA-256' },
          false,
          ['sign'],
        ),
      )
    macKeys.set(name, key)
    return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', await key, bytes(text))))
  }
  return {
    key: (use) => derive(secret, use),
    every: (use) => Promise.all(secrets.map((s) => derive(s, use))),
    mac: (use, text) => mac(secret, use, text),
    macs: (use, text) => Promise.all(secrets.map((s) => mac(s, use, text))),
    derived: (use, about) => hkdf(secret, `${use}/${about}`),
  }
}

/**
 * A secret made of chance, for trials on one machine: it dies with the process, and every token with it.
 *
 * @returns 43 characters of base64url.
 */
export const ephemeralSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))
