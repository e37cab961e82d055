import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below what kernels hand to outgoing connections (32,768 up on most, 16,000 up on some): a port that is free here does not go to a connection
 * before somebody listens on it, or between a server that dies and the next one; nor does a client that calls it meanwhile reach itself.
 */
const lowest = 10_100
const highest = 15_900

/** Both addresses the demo listens on: its host pages are at `localhost`, which need not be 127.0.0.1. */
const taken = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const probe = createServer().listen(port, host)
    const free = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    if (free) await new Promise((done) => probe.close(done))
    else return true
  }
  return false
}

/** The first `size` ports in a row that nobody listens on, looked for from `from` up, and round again from the lowest. */
export async function freeBlock(size: number, from: number): Promise<number> {
  for (let tried = 0, at = from; tried < 200; tried++) {
    if (at + size > highest) at = lowest
    let clash = -1
    for (let port = at; port < at + size && clash < 0; port++) if (await taken(port)) clash = port
    if (clash < 0) return at
    at = clash + 1
  }
  throw new Error(
    `no ${size} free ports in a row between ${lowest} and ${highest}: something of another run still listens`,
  )
}

let next = lowest + (process.pid % 100) * 56
/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = await freeBlock(1, next)
  next = port + 1
  return port
}
/** Starts what listens on `size` ports of its own. Whoever took one of them between the look and the start sends it to the next block. */
export async function onFreePorts<T>(size: number, start: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const port = await freeBlock(size, next)
    next = port + size
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
