import '../../widget/element.ts'
import '../pages/style.css'
import './static.css'
import { languageNames } from '../../widget/i18n/languages.ts'
import { applyChoices, type Choices, keepChoice, readChoices, roles } from '../pages/choices.ts'
import { el, must } from '../pages/dom.ts'
import { type PersonToTry, peopleToTry } from '../people/people-to-try.ts'
import { systemIds } from '../systems/ports.ts'
import { isPageText, textsIn } from '../texts/index.ts'
import { type Mode, modes } from './modes.ts'

/** The demo as files: people on the left, one card on the right, and what each system does wrong. */
const choices = readChoices('adviser')
const layout = new URLSearchParams(location.search).get('layout') === 'touch' ? 'touch' : 'compact'
const t = textsIn(choices.lang)
const mode = new Map<string, Mode>()
const channel = new BroadcastChannel('ficha-static')
applyChoices(choices)
document.title = `${t('static.title')} · Ficha núcleo`

const card = document.createElement('ficha-nucleo')
const src = () => {
  const q = new URLSearchParams({
    role: choices.role,
    modes: [...mode].map((pair) => pair.join(':')).join(','),
  })
  return `card.html?${q}`
}
// This very folder serves page and card: there is no other origin to be had from files.
for (const [name, value] of Object.entries({
  'same-owner': '',
  src: src(),
  lang: choices.lang,
  theme: choices.theme,
  layout,
}))
  card.setAttribute(name, value)
card.token = async () => Promise.reject(new Error('a static page has no gateway'))

const show = (person: PersonToTry, button: HTMLElement): void => {
  for (const other of document.querySelectorAll('.person [aria-pressed]'))
    other.setAttribute('aria-pressed', String(other === button))
  card.subject = {
    hints: [person.hint],
    context: { channel: person.channel },
    interaction: `static-${person.key}`,
  }
}
const choice = (
  id: string,
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  change: (value: string) => void,
): HTMLElement => {
  const select = el(
    'select',
    { id, onchange: () => change(select.value) },
    ...options.map(([v, text]) => el('option', { value: v, selected: v === value }, text)),
  )
  return el('label', { class: 'choice', for: id }, el('span', {}, label), select)
}
const again = (name: keyof Choices | 'layout') => (value: string) => {
  keepChoice(name as keyof Choices, value)
  location.reload()
}
const named = (key: string) => (isPageText(key) ? t(key) : key)
function systemOf(id: (typeof systemIds)[number]): HTMLElement {
  const made = choice(
    `mode-${id}`,
    t(`static.system.${id}`),
    modes.map((m) => [m, named(m)]),
    'ok',
    (value) => {
      made.dataset.mode = value
      mode.set(id, value as Mode)
      channel.postMessage({ system: id, mode: value })
    },
  )
  made.dataset.mode = 'ok'
  return made
}

document.body.prepend(
  el(
    'header',
    { class: 'strip' },
    el('p', { class: 'warn' }, t('static.warning')),
    el(
      'div',
      { class: 'choices', role: 'group', 'aria-label': t('strip') },
      choice(
        'role',
        t('role'),
        roles.map((r) => [r, named(r)]),
        choices.role,
        again('role'),
      ),
      choice('lang', t('language'), Object.entries(languageNames), choices.lang, again('lang')),
      choice(
        'theme',
        t('theme'),
        [
          ['auto', t('auto')],
          ['light', t('light')],
          ['dark', t('dark')],
        ],
        choices.theme,
        again('theme'),
      ),
      choice(
        'layout',
        t('static.layout'),
        [
          ['compact', t('static.compact')],
          ['touch', t('static.touch')],
        ],
        layout,
        again('layout'),
      ),
      el(
        'details',
        { class: 'systems' },
        el('summary', {}, t('systems')),
        el('div', { class: 'systems-choices' }, ...systemIds.map(systemOf)),
      ),
    ),
  ),
)

const people = peopleToTry.map((person) => {
  const button = el(
    'button',
    { 'aria-pressed': 'false', onclick: () => show(person, button) },
    el('bdi', {}, person.who),
  )
  return el(
    'li',
    { class: 'person' },
    button,
    el('p', {}, t(`worth.${person.key}`)),
    el('p', { class: 'soft' }, `${named(person.hint.kind)} · `, el('bdi', {}, person.hint.value)),
  )
})
must('app', HTMLElement).append(
  el(
    'section',
    { class: 'who' },
    el('h1', {}, t('static.title')),
    el('p', { class: 'soft' }, t('static.intro')),
    el('ul', { class: 'people' }, ...people),
  ),
  el('section', { class: 'beside', 'aria-label': t('customer') }, card),
)
people[0]?.querySelector('button')?.click()
