import type { Outcome } from '../../connectors/contract/index.ts'

const pause = 2_000
const most = 50

/**
 * What happened at the card, sent a handful at a time and never waited for. `send` says whether it arrived;
 * what did not goes to `missed`.
 */
export function outcomePost(
  send: (outcomes: readonly Outcome[]) => Promise<boolean>,
  missed: (outcomes: readonly Outcome[]) => void,
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
          if (!arrived) missed(batch)
        },
        () => missed(batch),
      )
  }
  return {
    add(outcome) {
      waiting.push(outcome)
      if (waiting.length >= most) flush()
      else timer ??= setTimeout(flush, pause)
    },
    flush,
  }
}
