import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { cardEventSchema } from '../../connectors/contract/event.ts'
import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'
import { createCard } from '../state/index.ts'
import { type CaseName, caseNames, scripted } from './cases/index.ts'
import { type Shown, shownIn } from './coverage.ts'
import { galleryHost } from './host.ts'
import { scriptedSource } from './source.ts'

const languages = ['es', 'en', 'pt'] as const
const settled: EventBody = { event: 'settled', answered: 4, failed: 1, changes: 'c0' }
const eventsOf = (name: CaseName, language: (typeof languages)[number] = 'es'): readonly EventBody[] => {
  const { events, ask } = scripted(name, language, 'compact')
  return [...events, ...(Array.isArray(ask) ? ask : [])]
}

/** Every value of these keys in what a case says, as `family value`. */
const families: Readonly<Record<string, string>> = {
  known: 'known',
  missing: 'missing',
  asking: 'asking',
  shown: 'shown',
  outcome: 'outcome',
  level: 'level',
  rank: 'rank',
  tone: 'tone',
}
function words(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) words(one, found)
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      if (families[key] && typeof one === 'string') found.add(`${families[key]} ${one}`)
      words(one, found)
    }
  return found
}
function said(name: CaseName): Set<string> {
  const script = scripted(name, 'es', 'compact')
  const events = eventsOf(name)
  const found = words(events)
  for (const event of events) {
    if (event.event === 'who' && event.person) found.add(`being ${event.person.kind}`)
    if (event.event === 'system') found.add(`system ${event.state}`).add(`code ${event.code}`)
    if (event.event === 'fault') found.add(`fault ${event.code}`)
    if (event.event === 'signal') {
      found.add(`signal ${event.kind}`)
      if (event.answer.shown === 'clear') found.add(`answer ${event.answer.value.is}`)
    }
    if (event.event === 'reading')
      for (const { is } of event.reading.rollUp?.members ?? []) found.add(`member ${is}`)
  }
  const { timeline, journey } = script
  if (typeof timeline === 'object') for (const { is } of timeline.gaps) found.add(`gap ${is}`)
  if (typeof journey === 'object') {
    const { waits, answers, matters, hops, promises, scores } = journey
    for (const { is } of [waits, answers, matters, hops, promises, scores]) found.add(`figure ${is}`)
    for (const { is } of journey.steps) found.add(`moment ${is}`)
    if (promises.is === 'known') for (const { is } of promises.value) found.add(`promise ${is}`)
  }
  return found
}

/** The card's own state in a case, once what its steps open has been asked. */
async function state(name: CaseName, until: string): Promise<void> {
  const script = scripted(name, 'es', 'compact')
  const card = createCard({
    source: scriptedSource(script, 'es'),
    host: galleryHost(script, { language: 'es', theme: 'light', layout: 'compact' }),
    schedule: () => () => {},
  })
  const now = () => {
    const { connection, panels } = card.state.value
    const line = connection.value
    return [
      `line ${line.line}`,
      ...(line.line === 'refused' ? [`problem ${line.problem?.code}`] : []),
      ...panels.value.flatMap((p) => [`panel ${p.is}`, ...(p.request ? [`request ${p.request.is}`] : [])]),
    ]
  }
  if (until.startsWith('request')) {
    await vi.waitFor(() => expect(now()).toContain('line ready'), 20_000)
    card.open('interactions')
  }
  await vi.waitFor(() => expect(now()).toContain(until), 20_000)
  card.dispose()
}

describe('the gallery shows', () => {
  it.each(Object.entries(shownIn) as [Shown, CaseName][])('%s, in "%s"', async (shown, name) => {
    if (/^(panel|request|line|problem) /.test(shown)) await state(name, shown)
    else expect([...said(name)]).toContain(shown)
  })

  it.each(caseNames)('"%s" with events that a gateway could send, in every language', (name) => {
    for (const language of languages)
      for (const [seq, event] of [...eventsOf(name, language), settled].entries())
        v.parse(cardEventSchema, { v: 1, epoch: 0, seq, revision: 0, ...event } as CardEvent)
  })
})
