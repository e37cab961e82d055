import type { OutcomeSink } from '../ports.ts'

/** Keeps the last outcomes in memory: for tests and for the in-page demo. */
export function memoryOutcomes(most = 10_000): OutcomeSink & {
  all: { tenant: string; at: string; outcome: Parameters<OutcomeSink['record']>[2][number] }[]
} {
  const all: { tenant: string; at: string; outcome: Parameters<OutcomeSink['record']>[2][number] }[] = []
  return {
    all,
    async record(tenant, at, outcomes) {
      for (const outcome of outcomes) all.push({ tenant, at, outcome })
      if (all.length > most) all.splice(0, all.length - most)
    },
  }
}
