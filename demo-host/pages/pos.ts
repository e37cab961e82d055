import './style.css'
import { textsIn } from '../texts/index.ts'
import { card, show } from './card.ts'
import { applyChoices, readChoices } from './choices.ts'
import { el, must } from './dom.ts'
import { sale } from './sale.ts'
import { strip } from './strip.ts'

const kinds = ['loyalty', 'phone', 'order', 'name'] as const
type Kind = (typeof kinds)[number]

const choices = readChoices('store')
const t = textsIn(choices.lang)
applyChoices(choices)
document.title = `${t('pos')} · Almacenes Ribera`

let kind: Kind = 'loyalty'
let visit = 0
const made = card(choices, 'touch')
const says = el('p', { class: 'soft', role: 'status' }, t('no-customer'))
const field = el('input', {
  id: 'scan',
  class: 'scan',
  autocomplete: 'off',
  spellcheck: 'false',
  enterkeyhint: 'search',
  inputmode: 'numeric',
  placeholder: '9724 0000 4417',
})

function choose(next: Kind): void {
  kind = next
  field.inputMode = kind === 'name' ? 'text' : kind === 'order' ? 'text' : 'numeric'
  field.placeholder = {
    loyalty: '9724 0000 4417',
    phone: '600 12 34 56',
    order: '10432',
    name: 'Lucía Martín',
  }[kind]
  for (const button of kindButtons) button.setAttribute('aria-pressed', String(button.dataset.kind === kind))
  field.focus()
}
/**
 * A scanner types fast and ends with Enter: a card number is known by its face whatever key was chosen, and a
 * telephone is no card.
 */
function find(): void {
  const value = field.value.trim()
  if (!value) return
  const digits = value.replace(/\s/g, '')
  const by: Kind = /^9724\d{8,9}$/.test(digits)
    ? 'loyalty'
    : kind === 'loyalty' && /^(?:(?:\+|00)34)?[6-9]\d{8}$/.test(digits)
      ? 'phone'
      : kind
  show(made, {
    hint: { kind: by, value },
    context: { channel: 'store', place: 'Colón' },
    interaction: `caja-3-${++visit}`,
  })
  says.textContent = `${t(by)}: ${value}`
  field.value = ''
  field.focus()
}
function leave(): void {
  show(made, null)
  says.textContent = t('no-customer')
  field.value = ''
  field.focus()
}

const kindButtons = kinds.map((k) =>
  el(
    'button',
    { type: 'button', 'data-kind': k, 'aria-pressed': String(k === kind), onclick: () => choose(k) },
    t(k),
  ),
)
const key = (label: string, press: () => void, name?: string) =>
  el('button', { type: 'button', class: 'key', 'aria-label': name, onclick: press }, label)
const keypad = el(
  'div',
  { class: 'keypad', role: 'group', 'aria-label': t('keypad') },
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((d) =>
    key(d, () => {
      field.value += d
    }),
  ),
  key(
    '⌫',
    () => {
      field.value = field.value.slice(0, -1)
    },
    t('erase'),
  ),
  key('0', () => {
    field.value += '0'
  }),
  key(
    'C',
    () => {
      field.value = ''
    },
    t('clear'),
  ),
)
const form = el(
  'form',
  {
    class: 'finder',
    onsubmit: (event) => {
      event.preventDefault()
      find()
    },
  },
  el('div', { class: 'kinds', role: 'group', 'aria-label': t('search-by') }, ...kindButtons),
  el('label', { for: 'scan' }, t('scan')),
  field,
  keypad,
  el(
    'div',
    { class: 'buttons' },
    el('button', { type: 'submit', class: 'primary big' }, t('find')),
    el('button', { type: 'button', class: 'big', onclick: leave }, t('next')),
  ),
  says,
)

must('app', HTMLElement).append(
  el('h1', { class: 'unseen' }, t('pos')),
  el('section', { class: 'till', 'aria-label': t('sale') }, sale(t, leave)),
  el('section', { class: 'find', 'aria-label': t('find') }, form),
  el('aside', { class: 'cards', 'aria-label': t('customer') }, el('div', { class: 'holder' }, made)),
)
document.body.prepend(strip('pos', choices, t))

const wanted = new URLSearchParams(location.search)
const asked = kinds.find((k) => k === wanted.get('kind'))
if (asked) choose(asked)
field.value = wanted.get('value') ?? ''
if (field.value) find()
else field.focus()
