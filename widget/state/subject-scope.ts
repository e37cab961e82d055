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
 * The right to write on one customer's sheet. Whoever works for a customer holds one; it ends, for ever, in
 * the same task in which the host changes the subject. An id would not do: A→B→A has the same id and another
 * right.
 */
export interface SubjectScope {
  /** Stops work early. A courtesy: an answer may already be on its way, so nothing relies on it. */
  readonly signal: AbortSignal
  alive(): boolean
  /** Runs `write` as one change and says true; says false, and writes nothing, once the right has ended. */
  ifAlive(write: () => void): boolean
  /** A timer that dies with the right. */
  after(ms: number, run: () => void): () => void
  /** A narrower right (one stream, one question) that ends with this one or before it. */
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
      const part = createSubjectScope(clock)
      if (over) part.end()
      else {
        const end = () => part.end()
        ends.add(end)
        part.signal.addEventListener('abort', () => ends.delete(end), { once: true })
      }
      return part
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
