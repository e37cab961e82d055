import { type Agent, type Clock, type HandleKind, type Handles, Refusal } from '../ports.ts'

const text = new TextEncoder()
const base64url = (bytes: Uint8Array) => {
  let s = ''
  for (const b of bytes) s += String.fromCharCode(b)
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
const bytesOf = (s: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

/**
 * Seals handles with AES-256-GCM under one key. Tenant, agent, session and kind are authenticated too, so a
 * handle opens only for whom it was made. By default it lives for one shift, as long as a card may stay open.
 */
export function sealedHandles(
  clock: Clock,
  key: ReturnType<typeof crypto.subtle.importKey> = crypto.subtle.generateKey(
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  ),
): Handles {
  const bound = (agent: Agent, kind: HandleKind) =>
    text.encode(JSON.stringify([agent.tenant, agent.id, agent.session, kind]))
  const expired = () =>
    new Refusal(
      'expired-handle',
      'This handle is not valid any more (or not for this agent): open the card again',
    )
  return {
    async seal(payload, agent, kind, ttlSeconds = 28_800) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const body = text.encode(JSON.stringify([clock.now().getTime() + ttlSeconds * 1_000, payload]))
      const sealed = new Uint8Array(
        await crypto.subtle.encrypt(
          { name: 'AES-GCM', iv, additionalData: bound(agent, kind) },
          await key,
          body,
        ),
      )
      const whole = new Uint8Array(12 + sealed.length)
      whole.set(iv)
      whole.set(sealed, 12)
      return base64url(whole)
    },
    async open(handle, agent, kind) {
      let opened: [number, unknown]
      try {
        const whole = bytesOf(handle)
        const body = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: whole.slice(0, 12), additionalData: bound(agent, kind) },
          await key,
          whole.slice(12),
        )
        opened = JSON.parse(new TextDecoder().decode(body)) as [number, unknown]
      } catch {
        throw expired()
      }
      if (clock.now().getTime() > opened[0]) throw expired()
      return opened[1]
    },
  }
}
