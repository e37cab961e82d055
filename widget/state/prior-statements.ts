import type { Reading } from '../../connectors/contract/index.ts'
import { clear, dateOf, momentOf } from './panel.ts'

/** Something the customer already told us, or was already offered, so that nobody asks or offers it again. */
export interface PriorStatement {
  words: string
  kind: 'told' | 'offered'
  at: string
  connector: string
  url?: string | undefined
  where: unknown
}

/** Newest first; those of one moment in the order of the readings. Each statement once. */
export function priorStatements(readings: readonly Reading[], limit = 6): readonly PriorStatement[] {
  const all: PriorStatement[] = []
  for (const { question, connector, state } of readings) {
    if (
      (question !== 'requests' && question !== 'interactions') ||
      (state.known !== 'value' && state.known !== 'incomplete')
    )
      continue
    for (const row of state.value) {
      for (const kind of ['told', 'offered'] as const) {
        const words = clear(row.fields[kind])
        if (!Array.isArray(words)) continue
        for (const w of words)
          if (typeof w === 'string' && w !== '')
            all.push({
              words: w,
              kind,
              at: dateOf(question, row),
              connector,
              url: row.from.url,
              where: clear(row.fields.channel ?? row.fields.kind),
            })
      }
    }
  }
  const seen = new Set<string>()
  return all
    .sort((a, b) => momentOf(b.at) - momentOf(a.at))
    .filter((t) => {
      const key = `${t.kind} ${t.words}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, limit)
}
