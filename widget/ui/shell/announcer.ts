import { effect, type ReadonlySignal, signal } from '@preact/signals'
import { t } from '../../i18n/index.ts'
import type { Card } from '../../state/index.ts'
import { nameOf } from '../person/who.tsx'

/**
 * The live region and the document title: who is on screen, once for each identification. Both are emptied in
 * the task in which the subject changes, before anything of the next one is known.
 */
export function createAnnouncer(card: Card): { words: ReadonlySignal<string>; stop(): void } {
  const words = signal('')
  let said = ''
  const stopWords = effect(() => {
    const state = card.state.value
    const who = state.who.value
    const key = who ? `${state.epoch} ${who.outcome}` : ''
    // What could not be announced before its texts were loaded is announced once they are.
    if (key === said && words.peek()) return
    said = key
    words.value = !who ? '' : announce(who)
  })
  const stopTitle = effect(() => {
    const who = card.state.value.who.value
    const name = who?.person && who.outcome === 'identified' ? nameOf(who.person.name) : ''
    document.title = name ? `${name} · ${t('title')}` : t('title')
  })
  return {
    words,
    stop() {
      stopWords()
      stopTitle()
      document.title = t('title')
    },
  }
}

function announce(who: NonNullable<Card['state']['value']['who']['value']>): string {
  const name = nameOf(who.person?.name ?? who.candidates?.find((c) => c.preselected)?.name)
  switch (who.outcome) {
    case 'identified':
      return t('live.identified', { name, by: who.sure ? t(`by.${who.sure.by}`) : '' })
    case 'possible':
      return t('live.possible', { name })
    case 'several':
      return t('live.several', { n: who.candidates?.length ?? 0 })
    case 'nobody':
      return t('live.nobody')
  }
}
