// @vitest-environment happy-dom
import { render } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PreviewAnswer, Template } from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { TemplateForm } from './template.tsx'
import {
  adding,
  choose,
  editing,
  field,
  fold,
  material,
  panel,
  press,
  setOf,
  template,
  tick,
  values,
  write,
} from './testing/editing.ts'
import { rule } from './testing/rule.ts'

beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(editor)
})
beforeEach(() => document.body.replaceChildren())

const rules = [
  rule('best', { kind: 'glance', title: 'Mejores' }),
  rule('late', { title: 'Tarde' }),
  rule('sorry', { kind: 'advice', title: 'Disculpa' }),
  rule('gain', { kind: 'margin', title: 'Margen' }),
  rule('moment', { kind: 'stage', title: 'Momento' }),
]
function form(more: Partial<Template> = {}, of = material) {
  const { store, calls } = editing(setOf({ templates: [template('a', more), template('b')], rules }))
  store.material.value = of
  const now = () => store.set.value.templates[0] as Template
  const Form = () => <TemplateForm store={store} template={store.set.value.templates[0] as Template} />
  render(<Form />)
  return { store, calls, now }
}
const part = (title: string) => fold(title)
const remove = (within: Element, name: string) =>
  act(() =>
    within.querySelector<HTMLElement>(`[aria-label="${t('editor.order.remove', { name })}"]`)?.click(),
  )

describe('a ficha', () => {
  it('is for the roles, channels and hosts that are ticked; with none of the last two, for all: they are left out', () => {
    const { now, store } = form({ for: { roles: ['adviser'], channels: ['chat'], hosts: ['chatwoot'] } })
    const who = part('Para quién y cuándo')
    tick('store', who)
    tick('Llamada', who)
    expect(now().for).toEqual({
      roles: ['adviser', 'store'],
      channels: ['phone', 'chat'],
      hosts: ['chatwoot'],
    })
    tick('Llamada', who)
    tick('Chat', who)
    tick('chatwoot', who)
    tick('adviser', who)
    expect(now().for).toEqual({ roles: ['store'] })
    expect(Object.keys(now().for)).toEqual(['roles'])
    expect(store.set.value.templates[1]).toEqual(template('b'))
  })
  it('opens only when its condition says so; one of spaces is none', () => {
    const { now } = form()
    const when = () => field<HTMLTextAreaElement>('Solo cuando (CEL)')
    write(when(), "host == 'till'")
    expect(now().for).toEqual({ roles: ['adviser'], when: "host == 'till'" })
    write(when(), '  ')
    expect(Object.keys(now().for)).toEqual(['roles'])
  })
  it('has a title, a layout, and whether its agents may take another', () => {
    const { now } = form()
    const who = part('Para quién y cuándo')
    write(field('Español', who), 'Mostrador')
    choose(field('Disposición', who), 'touch')
    tick('Quien la usa puede cambiar a otra de las suyas', who)
    expect([now().title, now().layout, now().mayOverride]).toEqual([{ es: 'Mostrador' }, 'touch', true])
    write(field('Español', who), '')
    expect(now().title).toBe('')
  })
  it('shows where it is wrong: in its whole above, its roles beside them, a rule of its list at that rule', () => {
    const { store } = form({ glance: ['best'], for: { roles: [] } })
    act(() => {
      store.faults.value = [
        { place: 'templates.a.version', says: 'versión ajena' },
        { place: 'templates.a.for.roles', says: 'sin puestos' },
        { place: 'templates.a.glance.0', says: 'no existe' },
        { place: 'templates.b.version', says: 'de otra' },
      ]
    })
    const top = document.querySelector('form > .faults-list')?.textContent
    expect(top).toContain('versión ajena')
    expect(top).not.toContain('sin puestos')
    expect(document.body.textContent).not.toContain('de otra')
    expect([...part('Para quién y cuándo').querySelectorAll('p.bad')].map((p) => p.textContent)).toEqual([
      'sin puestos',
    ])
    expect(part('A primera vista').querySelector('[data-key=best] .bad')?.textContent).toBe('no existe')
  })
})

describe('what a ficha shows at first sight', () => {
  const sight = (firstSight: number): PreviewAnswer => ({ faults: [], firstSight, mostAtFirstSight: 12 })
  const because = 'Por qué hacen falta más de doce'
  it('is counted; more than is reasonable needs a reason, which goes away when it is emptied', () => {
    const { store, now } = form()
    const seen = (n: number) =>
      act(() => {
        store.preview.value = sight(n)
      })
    const first = part('A primera vista')
    seen(12)
    expect(first.querySelector('summary')?.textContent).toContain('12 datos; lo razonable son 12')
    expect(first.textContent).not.toContain(because)
    seen(13)
    expect(first.textContent).toContain(because)
    write(field(because, first), 'Son pocos más')
    expect(now().because).toBe('Son pocos más')
    seen(3)
    expect(field(because, first).value).toBe('Son pocos más')
    write(field(because, first), '')
    expect('because' in now()).toBe(false)
  })
  it('offers as marks single facts that are known to the card, none twice', () => {
    const { now } = form({ marks: ['loyalty.since'] })
    const first = part('A primera vista')
    const add = adding('Añadir un dato', first)
    expect(values(add)).toEqual(['', 'loyalty.points'])
    expect(add.options[1]?.textContent).toBe('Puntos · Puntos que tiene')
    choose(add, 'loyalty.points')
    expect(now().marks).toEqual(['loyalty.since', 'loyalty.points'])
  })
  it('offers each list the kinds of rules that fit it, none twice, and no ninth answer', () => {
    const { now, store } = form({ glance: ['best'] })
    const offered = (title: string) => values(adding('Añadir una regla', part(title))).slice(1)
    expect(['A primera vista', 'Consejos', 'Señales'].map(offered)).toEqual([
      ['late', 'moment'],
      ['sorry'],
      ['best', 'late', 'gain', 'moment'],
    ])
    choose(adding('Añadir una regla', part('Señales')), 'gain')
    choose(adding('Añadir una regla', part('Consejos')), 'sorry')
    choose(adding('Añadir una regla', part('A primera vista')), 'late')
    expect([now().glance, now().advice, now().signals]).toEqual([['best', 'late'], ['sorry'], ['gain']])
    const lists = () => part('A primera vista').querySelectorAll('p.add').length
    const before = lists()
    const many = Array.from({ length: 8 }, (_, n) => `x${n}`)
    act(() => {
      store.set.value = setOf({
        templates: [template('a', { glance: many })],
        rules: [...rules, ...many.map((id) => rule(id))],
      })
    })
    expect([before, lists()]).toEqual([2, 1])
  })
  it('leads from a rule of its lists to that rule', () => {
    const { store } = form({ glance: ['best', 'gone'] })
    const first = part('A primera vista')
    expect(first.querySelectorAll('button.go')).toHaveLength(1)
    press('Editar', first)
    expect(store.place.value).toEqual({ at: 'rule', id: 'best' })
  })
})

it('what may be asked and told in time: questions that some system answers; in time, those with a date', () => {
  const { now } = form({ mayAsk: ['orders'] })
  const more = part('Pedir más y cronología')
  const [ask, time] = [...more.querySelectorAll('fieldset')] as unknown as [HTMLElement, HTMLElement]
  const labels = (set: HTMLElement) => [...set.querySelectorAll('label')].map((l) => l.textContent?.trim())
  expect(labels(ask)).toEqual(['Pedidos', 'Casos', 'Normas', 'Puntos', 'Lo suyo'])
  expect(labels(time)).toEqual(['Pedidos', 'Casos'])
  tick('Puntos', ask)
  tick('Casos', time)
  expect([now().mayAsk, now().timeline]).toEqual([['orders', 'loyalty'], ['requests']])
})

describe('a panel', () => {
  const panels = () => part('Apartados')
  const details = (name: string) =>
    [...panels().querySelectorAll<HTMLElement>('details.panel-form')].find(
      (d) => d.querySelector('summary .quiet')?.textContent === `: ${name}`,
    ) as HTMLElement
  it('is added with the first six facts of its question; one of the systems’ own, with all of them', () => {
    const { now, store } = form()
    expect(values(adding('Añadir un apartado', panels()))).toEqual([
      '',
      'orders',
      'requests',
      'policies',
      'loyalty',
      'own',
    ])
    choose(adding('Añadir un apartado', panels()), 'orders')
    expect(store.status.value.says).toBe(t('editor.panel.added', { name: 'Pedidos' }))
    choose(adding('Añadir un apartado', panels()), 'own')
    expect(now().panels).toEqual([
      panel('orders', {
        ask: 'on-opening',
        fields: ['orderNumber', 'total', 'orderDate', 'state', 'shop', 'items'],
      }),
      panel('own', { question: 'own', ask: 'on-opening', fields: ['*'] }),
    ])
  })
  it('of the house’s rules is offered beside the cases, until it is there, and stands right after them', () => {
    const { now } = form({ panels: [panel('requests', { question: 'requests' }), panel('orders')] })
    const offer = t('editor.panel.policies')
    press(offer, panels())
    expect(now().panels.map((p) => [p.id, p.ask])).toEqual([
      ['requests', 'at-once'],
      ['policies', 'at-once'],
      ['orders', 'at-once'],
    ])
    expect(panels().textContent).not.toContain(offer)
    document.body.replaceChildren()
    form({ panels: [panel('orders')] })
    expect(panels().textContent).not.toContain(offer)
  })
  it('is changed alone; what is emptied leaves the file, or is what it is by default', () => {
    const { now } = form({ panels: [panel('orders'), panel('loyalty', { question: 'loyalty' })] })
    const one = details('Pedidos')
    const first = () => now().panels[0]
    const set = (label: string, text: string) => write(field(label, details('Pedidos')), text)
    choose(field('Cuándo se pregunta', one), 'on-request')
    set('Filas como mucho', '12')
    set('Frescura (s)', '0')
    set('Prioridad', '2.6')
    choose(field('Sumar lo de', one), 'company')
    expect(first()).toEqual(
      panel('orders', { ask: 'on-request', limit: 12, freshFor: 0, priority: 3, rollUp: 'company' }),
    )
    set('Filas como mucho', '')
    set('Frescura (s)', ' ')
    set('Prioridad', '')
    choose(field('Sumar lo de', one), '')
    expect(first()).toEqual(panel('orders', { ask: 'on-request' }))
    expect(Object.keys(first() ?? {})).not.toContain('freshFor')
    set('Español', 'Compras')
    expect(first()?.title).toEqual({ es: 'Compras' })
    expect(now().panels[1]).toEqual(panel('loyalty', { question: 'loyalty' }))
  })
  it('waits as long as it is told; told one of two times, the other is that of the house', () => {
    const { now } = form({ panels: [panel('orders')] })
    const soft = () => field('Paciencia: «tarda» (ms)', details('Pedidos'))
    const hard = () => field('Paciencia: se abandona (ms)', details('Pedidos'))
    write(soft(), '900')
    expect(now().panels[0]?.patience).toEqual({ soft: 900, hard: 8_000 })
    write(hard(), '5000')
    expect(now().panels[0]?.patience).toEqual({ soft: 900, hard: 5_000 })
    write(soft(), '')
    expect('patience' in (now().panels[0] ?? {})).toBe(false)
    write(hard(), '4000')
    expect(now().panels[0]?.patience).toEqual({ soft: 1_500, hard: 4_000 })
    write(hard(), '')
    expect('patience' in (now().panels[0] ?? {})).toBe(false)
  })
  it('shows chosen facts, at least one; or all, until they are chosen', () => {
    const { now } = form({ panels: [panel('orders', { fields: ['*'] })] })
    press('Elegir cuáles', details('Pedidos'))
    const every = ['orderNumber', 'total', 'orderDate', 'state', 'shop', 'items', 'note']
    expect(now().panels[0]?.fields).toEqual(every)
    document.body.replaceChildren()
    const chosen = form({ panels: [panel('orders')] })
    const add = adding('Añadir un dato', details('Pedidos'))
    expect(values(add)).toEqual(['', ...every.filter((f) => f !== 'total')])
    choose(add, 'note')
    expect(chosen.now().panels[0]?.fields).toEqual(['total', 'note'])
    for (const name of ['Total', 'Nota']) {
      remove(details('Pedidos'), name)
      expect(chosen.now().panels[0]?.fields).toEqual(['note'])
    }
  })
  it('asks the systems that are ticked, by their names; none ticked, all of them', () => {
    const { now } = form({ panels: [panel('orders'), panel('loyalty', { question: 'loyalty' })] })
    tick('La caja', details('Pedidos'))
    expect(now().panels[0]?.from).toEqual(['till'])
    tick('La caja', details('Pedidos'))
    expect('from' in (now().panels[0] ?? {})).toBe(false)
    expect(details('Puntos').textContent).not.toContain(t('editor.panel.from'))
  })
})

describe('a text of the house beside a case', () => {
  const texts = () => part('Normas junto a los casos')
  it('is added under a name of its own beside the first panel, changed alone, and its list leaves the file when empty', () => {
    const { now } = form({ panels: [panel('orders'), panel('more')], glance: ['best'], advice: ['sorry'] })
    press('Añadir una norma', texts())
    press('Añadir una norma', texts())
    expect(now().policies).toEqual(
      ['words-1', 'words-2'].map((id) => ({
        id,
        title: { es: 'Nueva norma' },
        text: { es: '' },
        beside: { question: 'orders' },
      })),
    )
    const one = () => texts().querySelector<HTMLElement>('[data-key=words-2]') as HTMLElement
    const beside = () => field<HTMLSelectElement>('Junto a', one())
    expect(values(beside())).toEqual(['question orders', 'rule sorry', 'rule best'])
    choose(beside(), 'rule best')
    const [title, text] = [...one().querySelectorAll('fieldset.texts')] as [HTMLElement, HTMLElement]
    write(field('Español', title), 'Devoluciones')
    write(field('Español', text), 'Siempre sí.')
    expect(now().policies?.[1]).toEqual({
      id: 'words-2',
      title: { es: 'Devoluciones' },
      text: { es: 'Siempre sí.' },
      beside: { rule: 'best' },
    })
    expect(now().policies?.[0]?.beside).toEqual({ question: 'orders' })
    expect(part('Normas junto a los casos').querySelector('summary .soft')?.textContent).toBe(' 2')
    remove(texts(), 'Devoluciones')
    remove(texts(), 'Nueva norma')
    expect('policies' in now()).toBe(false)
  })
  it('is offered nowhere where there is nothing to stand beside', () => {
    form()
    expect(texts().textContent).not.toContain('Añadir una norma')
  })
  it('stands beside the rows whose field is one of some values: as typed, without spaces and empty ones', () => {
    const { now } = form({
      panels: [panel('orders', { fields: ['total', 'state'] })],
      policies: [
        { id: 'w', title: { es: 'N' }, text: { es: '' }, beside: { question: 'orders' } },
      ] as unknown as Template['policies'],
    })
    const where = () => field<HTMLSelectElement>('Solo las filas según', texts())
    expect(values(where())).toEqual(['', 'total', 'state'])
    choose(where(), 'state')
    expect(now().policies?.[0]?.beside).toEqual({ question: 'orders', where: { field: 'state', is: [] } })
    write(field('Cuando es', texts()), 'open, , lost ,')
    expect(now().policies?.[0]?.beside).toEqual({
      question: 'orders',
      where: { field: 'state', is: ['open', 'lost'] },
    })
    expect(field('Cuando es', texts()).value).toBe('open, , lost ,')
    choose(where(), 'total')
    expect(now().policies?.[0]?.beside).toEqual({
      question: 'orders',
      where: { field: 'total', is: ['open', 'lost'] },
    })
    choose(where(), '')
    expect(now().policies?.[0]?.beside).toEqual({ question: 'orders' })
  })
})
