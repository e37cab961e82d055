import { batch } from '@preact/signals-core'

/** Time as the card needs it, so that tests run under a virtual clock. Milliseconds. */
export interface Clock {
  now(): number
  after(ms: number, run: () => void): () => void
}
export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}

/**
 * The right to write to one customer's card state. All work for a customer holds one. It ends, for ever, in
 * the same task in which the host changes the subject. An id would not do: after A→B→A the id is the same and
 * the scope is another.
 */
export interface SubjectScope {
  /** Stops work early. An answer may already be on its way, so correctness never relies on it. */
  readonly signal: AbortSignal
  alive(): boolean
  /** Runs `write` as one change and returns true. Once the scope has ended: writes nothing, returns false. */
  ifAlive(write: () => void): boolean
  /** A timer that ends with the scope. Returns what cancels it. */
  after(ms: number, run: () => void): () => void
  /** A narrower scope (one stream, one question) that ends with this one or before it. */
  childScope(): SubjectScope
  end(): void
}

export function createSubjectScope(clock: Clock): SubjectScope {
  const abort = new AbortController()
  const ends = new Set<() => void>()
  let over = false
  const alive = () => !over
  return {
    signal: abort.signal,
    alive,
    ifAlive(write) {
      if (over) return false
      batch(write)
      return true
    },
    after(ms, run) {
      if (over) return () => {}
      const cancel = clock.after(ms, () => {
        ends.delete(stop)
        if (alive()) run()
      })
      const stop = () => {
        ends.delete(stop)
        cancel()
      }
      ends.add(stop)
      return stop
    },
    childScope() {
      const child = createSubjectScope(clock)
      if (over) child.end()
      else {
        const end = () => child.end()
        ends.add(end)
        child.signal.addEventListener('abort', () => ends.delete(end), { once: true })
      }
      return child
    },
    end() {
      if (over) return
      over = true
      for (const end of [...ends]) end()
      ends.clear()
      abort.abort()
    },
  }
}
