/**
 * Keys of this gateway, each for one use, all derived from one secret. A second, older secret still opens
 * what it sealed.
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
export interface Keys {
  /** 32 bytes. */
  key(use: KeyUse): Promise<Uint8Array>
  /** Newest first: those that may have sealed something still alive. */
  every(use: KeyUse): Promise<readonly Uint8Array[]>
  /** base64url HMAC-SHA256 under the key of that use. */
  mac(use: KeyUse, text: string): Promise<string>
  /**
   * The same under every secret still kept, newest first: what was written down under the one before is found
   * by it.
   */
  macs(use: KeyUse, text: string): Promise<readonly string[]>
  /** A further key bound to `about`: the cache key of one agent session. */
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

/** `secret`: at least 32 characters of chance. `before`: the secret in use until the last rotation. */
export function createKeys(secret: string, before?: string): Keys {
  const secrets = before === undefined ? [secret] : [secret, before]
  const kept = new Map<string, Promise<Uint8Array>>()
  const derive = (from: string, info: string): Promise<Uint8Array> => {
    const name = `${secrets.indexOf(from)}/${info}`
    const known = kept.get(name) ?? hkdf(from, info)
    kept.set(name, known)
    return known
  }
  const macKeys = new Map<string, Promise<CryptoKey>>()
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

/** A secret for trials on one machine: dies with the process, and every token with it. */
export const ephemeralSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))
