import { type Clock, type Handles, Refusal } from '../../hub/ports.ts'
import type { Keys } from '../keys/keys.ts'
import { seal, unseal } from '../keys/seal.ts'

/**
 * How long a handle is good for when the hub does not say: a shift. All kinds alike, because a card left open
 * uses what it was given at any time: the candidate it was opened by, each time its line comes back; a row,
 * when its agent wants a value; an advice, when it is answered.
 */
const lifetime = 8 * 3600
const longest = 16_384

/**
 * Handles are what a browser may hold: sealed for this tenant, this agent session and this kind, until they
 * expire. Ids of connected systems travel only inside them.
 */
export function createHandles(keys: Keys, clock: Clock): Handles {
  return {
    async seal(payload, agent, kind, ttlSeconds = lifetime) {
      const expires = Math.floor(clock.now().getTime() / 1000) + ttlSeconds
      const handle = await seal(
        keys,
        'handle',
        kind,
        { p: payload as never, sub: agent.id, ten: agent.tenant, sid: agent.session },
        expires,
      )
      if (handle.length > longest)
        throw new Error(`a ${kind} handle is ${handle.length} characters long; at most ${longest} travel`)
      return handle
    },
    async open(handle, agent, kind) {
      const found = handle.length <= longest ? await unseal(keys, 'handle', kind, handle, clock.now()) : null
      if (!found || found.sub !== agent.id || found.ten !== agent.tenant || found.sid !== agent.session)
        throw new Refusal(
          'expired-handle',
          `this ${kind} handle has expired or belongs to another session; open the customer again`,
        )
      return (found as { p: unknown }).p
    },
  }
}
