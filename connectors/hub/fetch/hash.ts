/**
 * Keyed hashes for identifiers that must not be stored in clear: subjects, topics, record refs, cache keys.
 */
export type Hasher = (text: string) => Promise<string>

const base64url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

/**
 * HMAC-SHA-256, base64url, 22 characters (128 bits). Hashes are remembered, because the same few records are
 * named again and again.
 */
export function createHasher(secret: string): Hasher {
  const encoder = new TextEncoder()
  const key = crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const known = new Map<string, Promise<string>>()
  return (text) => {
    let hashed = known.get(text)
    if (!hashed) {
      if (known.size > 2_000) known.clear()
      hashed = key
        .then((k) => crypto.subtle.sign('HMAC', k, encoder.encode(text)))
        .then((bytes) => base64url(bytes).slice(0, 22))
      known.set(text, hashed)
    }
    return hashed
  }
}

/** A random secret of 128 bits, as text. */
export const randomSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)).buffer)
