import type { Language } from '../../connectors/contract/values.ts'
import { localeOf } from '../../widget/i18n/locale.ts'
import { products } from '../people/products.ts'
import type { T } from '../texts/index.ts'
import { el } from './dom.ts'

/** As the page's language writes money: its `lang` is set before anything is painted. */
const euros = (cents: number) =>
  new Intl.NumberFormat(localeOf(document.documentElement.lang as Language), {
    style: 'currency',
    currency: 'EUR',
  }).format(cents / 100)
const shelf = [0, 5, 6, 12, 13, 17, 26, 30, 33, 44].map((i) => products[i]).filter((p) => p !== undefined)

/** The sale of this till: items touched in, a total, and the next customer when it is paid. */
export function sale(t: T, paid: () => void): HTMLElement {
  const lines: { name: string; cents: number }[] = []
  const list = el('ol', { class: 'lines' })
  const total = el('output', {})
  const says = el('p', { class: 'soft', role: 'status' })
  const paint = () => {
    list.replaceChildren(
      ...lines.map((l, i) =>
        el(
          'li',
          {},
          el('span', {}, l.name),
          el('span', { class: 'n' }, euros(l.cents)),
          el(
            'button',
            {
              type: 'button',
              class: 'close',
              'aria-label': `${t('remove')} ${l.name}`,
              onclick: () => {
                lines.splice(i, 1)
                paint()
              },
            },
            '×',
          ),
        ),
      ),
    )
    if (lines.length === 0) list.append(el('li', { class: 'soft' }, t('empty')))
    total.textContent = euros(lines.reduce((n, l) => n + l.cents, 0))
  }
  const add = (name: string, cents: number) => {
    lines.push({ name, cents })
    says.textContent = ''
    paint()
  }
  paint()
  return el(
    'div',
    { class: 'sale' },
    el('h2', {}, t('sale')),
    list,
    el('p', { class: 'total' }, el('span', {}, t('total')), total),
    el(
      'button',
      {
        type: 'button',
        class: 'primary big',
        onclick: () => {
          if (lines.length === 0) return
          lines.length = 0
          paint()
          says.textContent = t('paid')
          paid()
        },
      },
      t('pay'),
    ),
    says,
    el('h2', {}, t('products')),
    el(
      'div',
      { class: 'shelf' },
      ...shelf.map(([name, , cents]) =>
        el(
          'button',
          { type: 'button', onclick: () => add(name, cents) },
          el('span', {}, name),
          el('small', {}, euros(cents)),
        ),
      ),
    ),
  )
}
