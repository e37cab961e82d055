// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Candidate, Who } from '../../../connectors/contract/index.ts'
import { candidates, sayIn, who } from '../../gallery/people.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import type { Card } from '../../state/index.ts'
import { createAnnouncer } from './announcer.ts'

const es = sayIn('es')
const whoIs = (more: Partial<Who>) => who(es, more) as unknown as Who
const [lucia, other] = candidates(es) as [Candidate, Candidate]
const stateOf = (epoch: number, is: Who | undefined) => ({ epoch, who: signal(is) })
const state = signal(stateOf(1, undefined))
let announcer: ReturnType<typeof createAnnouncer>
const says = (is: Who | undefined) => {
  state.value.who.value = is
  return announcer.words.value
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => {
  state.value = stateOf(1, undefined)
  announcer = createAnnouncer({ state } as unknown as Card)
})
afterEach(() => announcer.stop())

it('says who is on screen, or that it is not known who', () => {
  expect(says(undefined)).toBe('')
  expect(says(whoIs({ outcome: 'nobody' }))).toBe(t('live.nobody'))
  expect(says(whoIs({ outcome: 'several', candidates: [lucia, other] }))).toBe(t('live.several', { n: 2 }))
  expect(says(whoIs({ outcome: 'identified' }))).toBe(
    t('live.identified', { name: 'Lucía Martín Ortega', by: t('by.phone') }),
  )
})
it('of somebody it may be, names only the one who was chosen beforehand', () => {
  const [first, second] = ['Una', 'Otra'].map((full, i) => ({
    ...lucia,
    ref: full,
    name: { shown: 'clear', value: { full } },
    preselected: i === 1,
  })) as [Candidate, Candidate]
  expect(
    says({ ...whoIs({ outcome: 'possible', candidates: [first, second] }), person: undefined } as Who),
  ).toBe(t('live.possible', { name: 'Otra' }))
})
it('tells a change of what is known, and the same of the same customer once only', () => {
  const heard: string[] = []
  const stop = announcer.words.subscribe((words) => void heard.push(words))
  says(whoIs({ outcome: 'possible', candidates: [lucia] }))
  says(whoIs({ outcome: 'identified' }))
  says(whoIs({ outcome: 'identified', person: { ...whoIs({}).person, kind: 'company' } as Who['person'] }))
  stop()
  expect(heard).toHaveLength(3)
  expect(heard[0]).toBe('')
})
it('the title of the page bears the name of who was identified, of nobody else, and of no one who has left', () => {
  const titles: string[] = []
  for (const outcome of ['possible', 'identified', 'several'] as const) {
    says(whoIs({ outcome, candidates: [lucia] }))
    titles.push(document.title)
  }
  says(whoIs({ outcome: 'identified' }))
  state.value = stateOf(2, undefined)
  titles.push(document.title)
  const plain = t('title')
  expect(titles).toEqual([plain, `Lucía Martín Ortega · ${plain}`, plain, plain])
  expect(announcer.words.value).toBe('')
  says(whoIs({ outcome: 'identified' }))
  announcer.stop()
  expect(document.title).toBe(plain)
})
