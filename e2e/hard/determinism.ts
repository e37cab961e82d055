import { seeded } from './seeded.ts'

/**
 * While `run` lasts nothing is left to chance: random numbers come from the seed, and hashes are made at once
 * instead of on another thread, so that the order of everything is the order of the virtual clock. A failing
 * seed then fails again.
 */
export async function determined<T>(seed: number, run: () => Promise<T>): Promise<T> {
  const random = seeded(seed ^ 0x5f3759df)
  const bytes = <A extends ArrayBufferView | null>(into: A): A => {
    if (into) {
      const view = new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
      for (let i = 0; i < view.length; i++) view[i] = random.int(256)
    }
    return into
  }
  const uuid = () =>
    `${hex(random)}-0000-4000-8000-${hex(random)}0000` as `${string}-${string}-${string}-${string}-${string}`
  const undo = [
    put(Math, 'random', () => random()),
    put(crypto, 'getRandomValues', bytes),
    put(crypto, 'randomUUID', uuid),
    put(crypto.subtle, 'importKey', async (_format: unknown, key: Uint8Array) =>
      new TextDecoder('latin1').decode(key),
    ),
    put(crypto.subtle, 'sign', async (_how: unknown, key: string, data: Uint8Array) =>
      digest(`${key}\n${new TextDecoder().decode(data)}`),
    ),
  ]
  try {
    return await run()
  } finally {
    for (const back of undo.reverse()) back()
  }
}

const hex = (random: () => number) =>
  Math.floor(random() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0')

function put(on: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(on, name)
  Object.defineProperty(on, name, { value, configurable: true, writable: true })
  return () => {
    if (own) Object.defineProperty(on, name, own)
    else delete (on as Record<string, unknown>)[name]
  }
}

/** 128 bits of a text; spread well, secret not at all. */
function digest(text: string): ArrayBuffer {
  const h = new Uint32Array([1779033703, 3144134277, 1013904242, 2773480762])
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    h[0] = Math.imul((h[0] as number) ^ c, 597399067) + (h[3] as number)
    h[1] = Math.imul((h[1] as number) ^ c, 2869860233) ^ (h[0] >>> 13)
    h[2] = Math.imul((h[2] as number) ^ c, 951274213) + (h[1] >>> 11)
    h[3] = Math.imul((h[3] as number) ^ c, 2716044179) ^ (h[2] >>> 15)
  }
  return h.buffer
}
