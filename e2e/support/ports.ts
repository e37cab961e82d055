import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Below what kernels hand to outgoing connections (32,768 up on most, 16,000 up on some): a port that is free
 * here does not go to a connection before somebody listens on it, or between a server that dies and the next
 * one; nor does a client that calls it meanwhile reach itself.
 */
const lowest = 10_100
const highest = 15_900
/**
 * Ports a process takes at once: two demos and what a test adds. The first of them is not handed out: it is
 * the claim.
 */
const stretch = 58

const listening = async (port: number, host: string): Promise<Server | undefined> => {
  const server = createServer().listen(port, host)
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  )
}
const close = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()))

/** Both addresses the demo listens on: its host pages are at `localhost`, which need not be 127.0.0.1. */
const taken = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const probe = await listening(port, host)
    if (!probe) return true
    await close(probe)
  }
  return false
}

/**
 * Stretches that belong to this process. Whoever listens on the first port of a stretch owns the stretch
 * until the process ends, so two processes that look for a free port at the same moment never find the same
 * one.
 */
const claims: number[] = []
async function claim(): Promise<number> {
  const count = Math.floor((highest - lowest) / stretch)
  for (let tried = 0; tried < count; tried++) {
    const from = lowest + ((process.pid + tried) % count) * stretch
    const claimed = claims.includes(from) ? undefined : await listening(from, '127.0.0.1')
    if (!claimed) continue
    claimed.unref()
    claims.push(from)
    return from
  }
  throw new Error(
    `all ${count} stretches of ports between ${lowest} and ${highest} are claimed: processes of another run still live`,
  )
}

/**
 * Past the last port that was handed out, so that one that was just let go is the last to be handed out
 * again.
 */
let next = 0
async function freeIn(from: number, size: number): Promise<number | undefined> {
  const [first, end] = [from + 1, from + stretch]
  const start = next > first && next < end ? next : first
  for (const [low, high] of [
    [start, end],
    [first, Math.min(end, start + size - 1)],
  ] as const)
    for (let at = low, port = low; port < high; port++) {
      if (await taken(port)) at = port + 1
      else if (port - at + 1 === size) return at
    }
  return undefined
}

async function find(size: number): Promise<number> {
  if (size >= stretch) throw new Error(`${size} ports in a row: at most ${stretch - 1} can be had`)
  for (let n = 0; ; n++) {
    const found = await freeIn(claims[n] ?? (await claim()), size)
    if (found === undefined) continue
    next = found + size
    return found
  }
}

let turn: Promise<unknown> = Promise.resolve()
/**
 * The first of `size` ports in a row that nobody listens on and no other process is handed. One look at a
 * time.
 */
export function freeBlock(size: number): Promise<number> {
  const found = turn.then(() => find(size))
  turn = found.catch(() => {})
  return found
}

/** A port that nobody listens on and no other process is handed. */
export const freePort = (): Promise<number> => freeBlock(1)
/**
 * Starts what listens on `size` ports of its own. A stranger that took one of them between the look and the
 * start sends it to the next block.
 */
export async function onFreePorts<T>(size: number, start: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const port = await freeBlock(size)
    try {
      return await start(port)
    } catch (error) {
      if (
        tries === 5 ||
        !/\btaken\b|EADDRINUSE/.test(`${(error as Error).message} ${(error as { code?: string }).code}`)
      )
        throw error
    }
  }
}
