import './style.css'
import { type PersonToTry, peopleToTry } from '../people/people-to-try.ts'
import { isPageText, textsIn } from '../texts/index.ts'
import { applyChoices, readChoices, withChoices } from './choices.ts'
import { el, must } from './dom.ts'
import { strip } from './strip.ts'

const choices = readChoices('adviser')
const t = textsIn(choices.lang)
applyChoices(choices)
document.title = `${t('index')} · Ficha núcleo`

const path = (page: string, w: PersonToTry) =>
  withChoices(
    `/${page}?${page === 'bare' ? new URLSearchParams({ [w.hint.kind]: w.hint.value }) : new URLSearchParams({ kind: w.hint.kind, value: w.hint.value })}`,
  )
const one = (w: PersonToTry) => {
  const places = [
    ['helpdesk', t('helpdesk')],
    ...(['loyalty', 'phone', 'order', 'name'].includes(w.hint.kind) ? [['pos', t('pos')]] : []),
    ['bare', t('bare')],
  ] as [string, string][]
  return el(
    'li',
    { class: 'person' },
    el('h2', {}, el('bdi', {}, w.who)),
    el('p', {}, t(`worth.${w.key}`)),
    el(
      'dl',
      {},
      el(
        'div',
        {},
        el('dt', {}, t('sample')),
        el(
          'dd',
          {},
          `${isPageText(w.hint.kind) ? t(w.hint.kind) : w.hint.kind} · `,
          el('bdi', {}, w.hint.value),
        ),
      ),
      el('div', {}, el('dt', {}, t('expect')), el('dd', { class: `is-${w.outcome}` }, t(w.outcome))),
    ),
    el(
      'p',
      { class: 'try' },
      ...places.map(([page, label]) =>
        el('a', { href: path(page, w), 'aria-label': `${t('try-in')} ${label}: ${w.who}` }, label),
      ),
    ),
  )
}
must('app', HTMLElement).append(
  el('div', { class: 'lead' }, el('h1', {}, t('index')), el('p', {}, t('intro'))),
  el('ul', { class: 'people' }, ...peopleToTry.map(one)),
)
document.body.prepend(strip('index', choices, t))
