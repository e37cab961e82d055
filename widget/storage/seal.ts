/**
 * A record on the disk: no name and no value in clear. `owner` identifies the agent session that wrote it.
 */
export interface Sealed {
  id: string
  owner: string
  at: number
  iv: Uint8Array<ArrayBuffer>
  body: ArrayBuffer
}
export interface Seal {
  owner: string
  id(name: string): Promise<string>
  seal(name: string, value: unknown, at: number): Promise<Sealed>
  /** Undefined when the record is another session's, was changed, or was sealed under another name. */
  open(name: string, record: unknown): Promise<unknown>
}

const text = new TextEncoder()
const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('')

/**
 * AES-256-GCM under a key of this agent session. The gateway gives it and only this page's memory holds it: a
 * CryptoKey kept in IndexedDB would be on the disk in clear, extractable or not. Names are stored as HMACs,
 * because a name may contain a phone number.
 */
export async function makeSeal(cacheKey: string): Promise<Seal> {
  const root = await crypto.subtle.importKey('raw', bytesOf(cacheKey), 'HKDF', false, ['deriveKey'])
  const derive = (info: string, type: AesKeyGenParams | HmacKeyGenParams, uses: KeyUsage[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode(info) },
      root,
      type,
      false,
      uses,
    )
  const key = await derive('ficha store values', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt'])
  const namer = await derive('ficha store names', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign'])
  const id = async (name: string) => hex(await crypto.subtle.sign('HMAC', namer, text.encode(name)))
  const owner = await id('owner')
  return {
    owner,
    id,
    async seal(name, value, at) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const own = await id(name)
      return {
        id: own,
        owner,
        at,
        iv,
        body: await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv, additionalData: text.encode(own) },
          key,
          text.encode(JSON.stringify(value)),
        ),
      }
    },
    async open(name, record) {
      try {
        const { iv, body } = record as Sealed
        const plain = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv, additionalData: text.encode(await id(name)) },
          key,
          body,
        )
        return JSON.parse(new TextDecoder().decode(plain)) as unknown
      } catch {
        return undefined
      }
    },
  }
}
