import type { Outcome } from '../../connectors/contract/index.ts'

const pauseMs = 2_000
const maxBatch = 50

/**
 * Sends outcomes in batches; the card never waits for it. `send` resolves with whether a batch arrived; one
 * that did not goes to `unsent`.
 */
export function outcomePost(
  send: (outcomes: readonly Outcome[]) => Promise<boolean>,
  unsent: (outcomes: readonly Outcome[]) => void,
): { add(outcome: Outcome): void; flush(): void } {
  let waiting: Outcome[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    if (batch.length)
      send(batch).then(
        (arrived) => {
          if (!arrived) unsent(batch)
        },
        () => unsent(batch),
      )
  }
  return {
    add(outcome) {
      waiting.push(outcome)
      if (waiting.length >= maxBatch) flush()
      else timer ??= setTimeout(flush, pauseMs)
    },
    flush,
  }
}
