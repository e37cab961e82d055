import { type Asked, localize, type ProposalsAnswer, type Template } from '../../../contract/index.ts'
import { questionLabel } from '../../../hub/messages/labels.ts'
import type { StoredOutcome } from '../../stores/ports.ts'
import { minGroupSize } from '../quality/disclosure-control.ts'

export const proposalDays = 30

type Reported = Exclude<StoredOutcome, { kind: 'card' }>

/**
 * What agents asked for beyond their ficha, and what they said they missed: often enough, it belongs in the
 * ficha.
 */
export function proposals(
  outcomes: readonly StoredOutcome[],
  locale: string,
  templates: readonly Pick<Template, 'id' | 'title'>[] = [],
): ProposalsAnswer {
  const titled = (id: string) => {
    const one = templates.find((t) => t.id === id)
    return one ? { title: localize(one.title, locale) } : {}
  }
  const counted = <K extends string>(kind: Reported['kind'], key: (o: Reported) => K | undefined) => {
    const counts = new Map<K, number>()
    for (const o of outcomes) {
      const k = o.kind !== 'card' && o.kind === kind ? key(o) : undefined
      if (k !== undefined) counts.set(k, (counts.get(k) ?? 0) + 1)
    }
    return [...counts].sort((a, b) => b[1] - a[1])
  }
  const split = (key: string): [string, string] => {
    const at = key.indexOf('\n')
    return [key.slice(0, at), key.slice(at + 1)]
  }
  const more = counted('asked-more', (o) =>
    o.template && o.question ? `${o.template}\n${o.question}` : undefined,
  ).filter(([, times]) => times >= minGroupSize)
  const missed = counted('missed', (o) =>
    o.template && o.reason?.trim()
      ? `${o.template}\n${o.reason.trim().replace(/\s+/g, ' ').toLowerCase()}`
      : undefined,
  )
  // Words of single agents are shown only among enough others of the same ficha, and never with a count of
  // their own.
  const perTemplate = new Map<string, number>()
  for (const [key, times] of missed)
    perTemplate.set(split(key)[0], (perTemplate.get(split(key)[0]) ?? 0) + times)
  return {
    days: proposalDays,
    minGroupSize,
    items: [
      ...more.map(([key, times]) => {
        const [template, question] = split(key)
        return {
          kind: 'asked-more' as const,
          template,
          question: question as Asked,
          label: questionLabel(question as Asked, locale),
          times,
          ...titled(template),
        }
      }),
      ...missed
        .filter(([key]) => (perTemplate.get(split(key)[0]) ?? 0) >= minGroupSize)
        .slice(0, 20)
        .map(([key]) => {
          const [template, says] = split(key)
          return { kind: 'missed' as const, template, says, ...titled(template) }
        }),
    ],
  }
}
