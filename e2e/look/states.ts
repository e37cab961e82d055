import type { Frame, Page } from 'playwright-core'
import type { Language } from '../../connectors/contract/index.ts'
import { texts as enFirst } from '../../widget/i18n/en/first.ts'
import { texts as enLater } from '../../widget/i18n/en/later.ts'
import { texts as esFirst } from '../../widget/i18n/es/first.ts'
import { texts as esLater } from '../../widget/i18n/es/later.ts'
import { texts as ptFirst } from '../../widget/i18n/pt/first.ts'
import { texts as ptLater } from '../../widget/i18n/pt/later.ts'
import { lucia, shared } from '../support/people.ts'

export const wordsIn = {
  es: { ...esFirst, ...esLater },
  en: { ...enFirst, ...enLater },
  pt: { ...ptFirst, ...ptLater },
}

/** One thing a card may show: for whom, and what the agent did to see it. */
export interface State {
  name: string
  hints?: { kind: string; value: string }[]
  context?: Record<string, unknown>
  see(card: Frame, words: (typeof wordsIn)[Language], page: Page): Promise<void>
}

const settled = (card: Frame) => card.locator('.further').waitFor()
const button = (card: Frame, name: string) => card.getByRole('button', { name, exact: true }).first()
const press = async (card: Frame, name: string, then: string) => {
  await settled(card)
  await button(card, name).click()
  await card.locator(then).first().waitFor()
}
const open = async (card: Frame, panel: string, then: string) => {
  await settled(card)
  await card.locator(`[data-panel="${panel}"] header button`).click()
  await card.locator(`[data-panel="${panel}"] ${then}`).first().waitFor()
}
const phone = (value: string) => [{ kind: 'phone', value }]

/** Whatever opens over or instead of the card; who is served is Lucía unless it says otherwise. */
export const states: readonly State[] = [
  { name: 'the line of time', see: (card, w) => press(card, w['tool.timeline'], '.scroller li') },
  {
    name: 'the other side of the card',
    see: async (card, w) => {
      await press(card, w['tool.journey'], '.journey .steps')
      await card.locator('.satisfaction summary').click()
    },
  },
  {
    name: 'a search with people found',
    see: async (card, w) => {
      await press(card, w['tool.search'], 'search input')
      await card.getByRole('combobox').fill('García López')
      await card.getByRole('option').nth(1).waitFor()
      await card.getByRole('combobox').press('ArrowDown')
    },
  },
  {
    name: 'the keys',
    see: (card) =>
      settled(card)
        .then(() => card.locator('.tools button.end').click())
        .then(() => card.locator('kbd').first().waitFor()),
  },
  { name: 'asking for more', see: (card, w) => press(card, w['tool.more'], '.over .chips') },
  {
    name: 'the hand-off form, sent empty',
    see: async (card, w) => {
      await settled(card)
      await card.locator('.further button').first().click()
      await card.locator('.over form').waitFor()
      await button(card, w['form.send']).click()
      await card.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  {
    name: 'why this person, why this answer, why this advice',
    see: async (card, w) => {
      await settled(card)
      await card.locator('.sure').click()
      await card.locator('.glance button').nth(2).click()
      await card.getByRole('button', { name: w['advice.why'] }).click()
      await card.locator('.advice .reasons').waitFor()
    },
  },
  { name: 'advice not now', see: (card, w) => press(card, w['advice.not-now'], '.advice .inline') },
  {
    name: 'advice, something else',
    see: (card, w) => press(card, w['advice.other'], '.advice .inline input'),
  },
  {
    name: 'every panel asked',
    see: async (card) => {
      await settled(card)
      await card.evaluate(() => {
        for (const ask of document.querySelectorAll<HTMLElement>('section.is-closed header button'))
          ask.click()
      })
      await card.locator('.is-closed, .is-waiting').first().waitFor({ state: 'detached' })
      await card.evaluate(() => {
        for (const fold of document.querySelectorAll('details')) fold.open = true
      })
    },
  },
  {
    name: 'the tree of a company',
    hints: [{ kind: 'mail', value: 'marta.vidal@reformasvidal.example' }],
    see: (card) => open(card, 'relations', '.tree'),
  },
  {
    name: 'a reveal asking what for, left empty',
    see: async (card, w) => {
      await open(card, 'person', '.masked button')
      await card.locator('[data-panel=person] .masked button').first().click()
      await button(card, w['reveal.show']).click()
      await card.locator('.masked [aria-invalid=true]').waitFor()
    },
  },
  {
    name: 'a value revealed',
    see: async (card, w) => {
      await open(card, 'person', '.masked button')
      await card.locator('[data-panel=person] .masked button').first().click()
      await card.locator('.masked input').fill('axe')
      await button(card, w['reveal.show']).click()
      await card.locator('.seen').waitFor()
    },
  },
  {
    name: 'a person who may be somebody else',
    hints: [...phone('619 21 22 23'), { kind: 'name', value: 'Ana Quiroga' }],
    see: (card) => card.locator('.possible').first().waitFor(),
  },
  {
    name: 'several people',
    hints: phone(shared.phone),
    see: (card) => card.locator('.chooser .pick').nth(1).waitFor(),
  },
  {
    name: 'nobody, greeted',
    hints: phone('699 99 99 99'),
    see: async (card, w) => {
      await button(card, w['nobody.greet']).click()
      await card.locator('.good').waitFor()
    },
  },
  {
    name: 'not this person, and the way back',
    see: async (card, w) => {
      await settled(card)
      await button(card, w['tool.wrong']).click()
      await button(card, w.undo).waitFor()
    },
  },
  { name: 'a name that is code', hints: phone('618 20 21 22'), see: settled },
  {
    name: 'a call that waited, with its motive',
    hints: phone(lucia.phone),
    context: { channel: 'phone', motive: 'delivery', place: 'Valencia', waited: 190 },
    see: settled,
  },
]
