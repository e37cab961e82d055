import type { CardEvent, Policy, Rule, Template } from '../../contract/index.ts'
import type { Hasher } from '../ask/hash.ts'
import { createHub } from '../hub.ts'
import { identify } from '../identify/index.ts'
import type { Identification } from '../identify/types.ts'
import { memoryPorts } from '../memory/index.ts'
import { Refusal, type Cache, type Clock, type Handles } from '../ports.ts'
import type { Stages } from '../stages.ts'
import type { House } from './house.ts'
import type { Sample } from './samples.ts'
import { twins } from './twins.ts'

export interface Scene { template: Template; rules: readonly Rule[]; policy: Policy; role: string }
/** One made-up customer, recognised and heard once: another draft is only planned, derived and released anew. */
export interface Rehearsal { show(scene: Scene, signal: AbortSignal): Promise<readonly CardEvent[]> }

/**
 * The hub itself over stand-ins for this company's systems, so that a draft's card is what the role would see and never more.
 * Nobody real is in it: names take the place of seals and of keyed hashes, which would be most of a keystroke's time.
 */
export function openRehearsal(house: House, sample: Sample, locale: string, clock: Clock): Rehearsal {
  let named = 0
  const handles: Handles = { seal: async () => `preview-${++named}`, open: async () => { throw new Refusal('expired-handle', 'this is a preview; open the card itself') } }
  let scene: Scene | undefined
  const connectors = twins(house.declared, sample, house, clock.now(), locale)
  const ports = memoryPorts({
    connectors, handles, clock, settings: house, cache: heardOnce(),
    // In the eyes of any role, whoever the ficha is for.
    fichas: { current: async () => { const { template, rules, policy, role } = scene as Scene; return { revision: 'preview', templates: [{ ...template, for: { roles: [role] } }], rules, policy } } },
    outcomes: { record: async () => {} }, observations: undefined,
  })
  const hub = createHub(ports, { identify: recognisedOnce() }, plainNames)
  return {
    async show(next, signal) {
      scene = next
      const channel = next.template.for.channels?.[0]
      const request = { hints: sample.keys.filter((k) => k.kind === 'phone' || k.kind === 'mail'), context: channel ? { channel: channel as never } : {}, epoch: 0, locale, confirmed: true }
      const events: CardEvent[] = []
      for await (const event of hub.open(request, { tenant: 'preview', id: 'preview', session: 'preview', roles: [next.role], claims: house.claims }, signal)) events.push(event)
      return events
    },
  }
}

/** Who it is does not change with what is written: the stand-ins are asked again, so that they stand as asked; nothing is resolved anew. */
function recognisedOnce(): Stages['identify'] {
  let known: Identification | undefined
  const asked: Parameters<Parameters<Stages['identify']>[0]['find']>[] = []
  return async function* (input) {
    if (known) {
      await Promise.all(asked.map((call) => input.find(...call)))
      yield known
      return
    }
    const calls: typeof asked = []
    for await (const next of identify({ ...input, find: (...call) => { calls.push(call); return input.find(...call) } })) {
      if (next.done) { known = { ...next, retracted: [] }; asked.push(...calls) }
      yield next
    }
  }
}

/** What the stand-ins answered, as it is: nobody outside this rehearsal reads it. */
function heardOnce(): Cache {
  const kept = new Map<string, unknown>()
  return { get: async (key) => kept.get(key), set: async (key, value) => { kept.set(key, value) }, drop: async (prefix) => { for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key) } }
}

/** FNV-1a, twice: a name for each text. It hides nothing, and nothing here is to be hidden. */
const plainNames: Hasher = async (text) => {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) { const c = text.charCodeAt(i); a = Math.imul(a ^ c, 0x01000193); b = Math.imul(b ^ c, 0x85ebca6b) }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}
