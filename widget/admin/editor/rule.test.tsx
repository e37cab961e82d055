// @vitest-environment happy-dom
import { render } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PreviewAnswer, Rule } from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { RuleForm } from './rule.tsx'
import {
  choose,
  editing,
  field,
  fold,
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

function form(more: Partial<Rule> = {}) {
  const templates = [
    template('a', { glance: ['r'] }),
    template('b', { signals: ['r'] }),
    template('c', { advice: ['r'] }),
    template('d', { glance: ['other'] }),
  ]
  const { store } = editing(setOf({ templates, rules: [rule('r', more), rule('other')] }))
  const now = () => store.set.value.rules[0] as Rule
  const Form = () => <RuleForm store={store} rule={store.set.value.rules[0] as Rule} />
  render(<Form />)
  return { store, now }
}
const texts = (legend: string, within: ParentNode = document) =>
  [...within.querySelectorAll<HTMLElement>('fieldset.texts')].find(
    (one) => one.querySelector('legend')?.textContent === legend,
  ) as HTMLElement

describe('a rule', () => {
  it('names the fichas that use it in any of their lists', () => {
    form()
    expect(document.querySelector('form > .soft')?.textContent).toBe('La usan: Ficha a, Ficha b, Ficha c')
  })
  it('has its words and tones for yes and for no; what is emptied leaves the file', () => {
    const { now } = form({ text: { no: { es: 'Nunca' } }, tone: { no: 'bad' } })
    write(field('Español', texts('Cuando sí')), 'A veces')
    choose(field('Tono cuando sí'), 'good')
    expect([now().text, now().tone]).toEqual([
      { yes: { es: 'A veces' }, no: { es: 'Nunca' } },
      { yes: 'good', no: 'bad' },
    ])
    write(field('Español', texts('Cuando no')), '')
    choose(field('Tono cuando no'), '')
    expect([now().text, now().tone]).toEqual([{ yes: { es: 'A veces' } }, { yes: 'good' }])
    write(field('Español', texts('Título')), 'Nuevo')
    expect(now().title).toEqual({ es: 'Nuevo' })
  })
  it('that is advice has no words for no, and its own part; another has none', () => {
    const { now } = form()
    expect(document.body.textContent).not.toContain(t('editor.advice.part'))
    choose(field('Tipo'), 'advice')
    expect(now().kind).toBe('advice')
    expect([texts('Cuando no'), texts('Cuando sí') !== undefined]).toEqual([undefined, true])
    expect(document.body.textContent).not.toContain('Tono cuando no')
    expect(document.body.textContent).toContain(t('editor.advice.part'))
  })
  it('declares how sensitive its result is, or inherits it: then the file says nothing', () => {
    const { now } = form()
    choose(field('Sensibilidad del resultado'), 'none')
    expect(now().sensitivity).toBe('none')
    choose(field('Sensibilidad del resultado'), '')
    expect('sensitivity' in now()).toBe(false)
  })
  it('shows each fault at its place: of the condition there, of a text beside it, the rest above', () => {
    const { store } = form({ when: 'a\n  && b', values: { n: '1' } })
    const at = { line: 2, column: 6, length: 1 }
    act(() => {
      store.faults.value = [
        { place: 'rules.r.when', says: 'no se conoce b', at },
        { place: 'rules.r.text.yes', says: 'sobra {x}' },
        { place: 'rules.r.values.n', says: 'no es cifra' },
        { place: 'rules.r.kind', says: 'clase ajena' },
        { place: 'rules.other.kind', says: 'de otra' },
      ]
    })
    expect(document.querySelector('form > .faults-list')?.textContent).toBe('kind clase ajena')
    expect(document.body.textContent).not.toContain('de otra')
    expect(texts('Cuando sí').querySelector('.bad')?.textContent).toBe('sobra {x}')
    expect(fold('Cifras para las palabras').querySelector('.fault .bad')?.textContent).toContain(
      'no es cifra',
    )
    const condition = fold('Condición')
    expect(condition.querySelector('pre')?.textContent).toBe('  && b\n     ^')
    const area = field<HTMLTextAreaElement>('Expresión (CEL)', condition)
    press('Línea 2, columna 6:', condition)
    expect([
      document.activeElement === area,
      area.selectionStart,
      area.selectionEnd,
      String(area.rows),
    ]).toEqual([true, 7, 8, '3'])
    expect(area.getAttribute('aria-invalid')).toBe('true')
  })
  it('says which facts it reads, by their names', () => {
    const { store } = form()
    const reads = () => document.querySelector('.reads')?.textContent
    expect(reads()).toBeUndefined()
    const cost = (facts: string[]) =>
      act(() => {
        store.preview.value = {
          faults: [],
          firstSight: 1,
          mostAtFirstSight: 8,
          cost: {
            rules: [
              { rule: 'other', reads: ['own.vip'], alone: [] },
              { rule: 'r', reads: facts, alone: [] },
            ],
          },
        } as unknown as PreviewAnswer
      })
    cost(['orders.total', 'x.y'])
    expect(reads()).toBe('Lee: Total, x.y')
    cost([])
    expect(reads()).toBe('Lee: —')
  })
})

describe('the norm of a rule', () => {
  const norm = () => fold('Norma de la casa')
  it('keeps figures as figures and words as words; what is no figure yet changes nothing', () => {
    const { now } = form({ norm: { than: 5, unit: 'EUR' } as Rule['norm'] })
    write(field('than', norm()), '7.5')
    write(field('unit', norm()), 'USD')
    expect(now().norm).toEqual({ than: 7.5, unit: 'USD' })
    write(field('than', norm()), '')
    expect(now().norm).toEqual({ than: 7.5, unit: 'USD' })
  })
  it('shows a figure that is not set as an empty line that says so, and sets it; it is never taken for 0', () => {
    const { now } = form({ norm: { least: null, days: 365 } as Rule['norm'] })
    const least = () => field('least', norm()) as HTMLInputElement
    expect([least().value, least().placeholder, least().type]).toEqual(['', 'sin fijar', 'number'])
    expect(norm().textContent).toContain(t('editor.named.unset.hint'))
    write(least(), '')
    expect(now().norm).toEqual({ least: null, days: 365 })
    write(least(), '500')
    expect(now().norm).toEqual({ least: 500, days: 365 })
    expect([least().placeholder, norm().textContent?.includes(t('editor.named.unset.hint'))]).toEqual([
      '',
      false,
    ])
  })
  it('a condition that is chosen has it unset too, and can be changed without setting it', () => {
    const { now } = form({
      when: "orders.within(norm.days).sum('total') >= norm.least",
      norm: { least: null, days: 365 },
    })
    const chosen = document.querySelector('fieldset.chosen') as HTMLElement
    const than = () => field('Cifra', chosen) as HTMLInputElement
    expect([than().value, than().placeholder]).toEqual(['', 'sin fijar'])
    choose(field<HTMLSelectElement>('Es', chosen), '>')
    expect([now().when, now().norm]).toEqual([
      "orders.within(norm.days).sum('total') > norm.least",
      { least: null, days: 365 },
    ])
    write(than(), '900')
    expect(now().norm).toEqual({ least: 900, days: 365 })
  })
  it('gets a new line under a name that expressions can read and that is not taken, and loses one', () => {
    const { now } = form({ norm: { than: 5 } })
    const name = () => field('Nombre nuevo', norm())
    const add = () =>
      [...norm().querySelectorAll('button')].find(
        (b) => b.textContent === 'Añadir línea',
      ) as HTMLButtonElement
    for (const bad of ['', 'than', '2x', 'a b', 'a-b']) {
      write(name(), bad)
      expect(add().disabled, bad).toBe(true)
    }
    write(name(), 'days2')
    act(() => add().click())
    expect(now().norm).toEqual({ than: 5, days2: 0 })
    expect(name().value).toBe('')
    act(() => norm().querySelector<HTMLElement>('[aria-label="Quitar: than"]')?.click())
    expect(now().norm).toEqual({ days2: 0 })
  })
  it('a figure for the words is an expression; it may be used in the words', () => {
    const { now } = form()
    const figures = fold('Cifras para las palabras')
    write(field('Nombre nuevo', figures), 'n')
    press('Añadir línea', figures)
    expect(now().values).toEqual({ n: "''" })
    write(field('n', figures), 'orders.count()')
    expect(now().values).toEqual({ n: 'orders.count()' })
    expect(texts('Cuando sí').textContent).toContain('Puedes usar {n}')
    expect(figures.querySelector('summary')?.textContent).toContain('1')
  })
})

describe('a condition that is chosen', () => {
  const when = "orders.within(norm.days).sum('total') >= norm.euros"
  const chosen = () => document.querySelector('fieldset.chosen') as HTMLElement
  const select = (label: string) => field<HTMLSelectElement>(label, chosen())
  it('is shown as its choices, and each of them writes it anew under its own names', () => {
    const { now } = form({ when, norm: { euros: 500, days: 365, other: 1 } })
    expect(['De', 'Qué se mira', 'Dato', 'Es'].map((l) => select(l).value)).toEqual([
      'orders',
      'sum',
      'total',
      '>=',
    ])
    choose(select('Es'), '<')
    write(field('Cifra', chosen()), '250.5')
    write(field('En los últimos (días)', chosen()), '29.6')
    expect([now().when, now().norm]).toEqual([
      "orders.within(norm.days).sum('total') < norm.euros",
      { euros: 250.5, days: 30, other: 1 },
    ])
    write(field('Cifra', chosen()), '')
    expect(now().norm.euros).toBe(250.5)
    write(field('En los últimos (días)', chosen()), '')
    expect(now().when).toBe("orders.sum('total') < norm.euros")
    choose(select('Qué se mira'), 'count')
    expect(now().when).toBe('orders.count() < norm.euros')
    expect(chosen().textContent).not.toContain('Dato')
    choose(select('Qué se mira'), 'max')
    expect(now().when).toBe("orders.max('total') < norm.euros")
    choose(select('Dato'), 'items')
    expect(now().when).toBe("orders.max('items') < norm.euros")
  })
  it('of a question with one answer looks at its value or its age, and at no span of days; and back', () => {
    const { now } = form({ when, norm: { euros: 500, days: 365 } })
    expect(values(select('De'))).toEqual(['orders', 'requests', 'policies', 'loyalty'])
    choose(select('De'), 'loyalty')
    expect(now().when).toBe('loyalty.points >= norm.euros')
    expect(values(select('Qué se mira'))).toEqual(['value', 'days'])
    expect(chosen().textContent).not.toContain('En los últimos')
    choose(select('Qué se mira'), 'days')
    expect(now().when).toBe('days(loyalty.since) >= norm.euros')
    choose(select('De'), 'requests')
    expect(now().when).toBe('requests.count() >= norm.euros')
  })
  it('offers only what the facts of a question allow: what holds no figures is counted', () => {
    const { now } = form({ when, norm: { euros: 500, days: 365 } })
    choose(select('De'), 'policies')
    expect(now().when).toBe('policies.within(norm.days).count() >= norm.euros')
    expect(values(select('Qué se mira'))).toEqual(['count'])
    choose(select('De'), 'orders')
    expect(values(select('Qué se mira'))).toEqual(['count', 'sum', 'average', 'max', 'min'])
  })
  it('one written by hand stays so until choosing is asked for, which says that it replaces it', () => {
    const { now } = form({ when: 'orders.exists(o, o.late)' })
    expect(chosen()).toBeNull()
    press('Eligiendo')
    expect(chosen().textContent).toContain(t('editor.rule.choose.new'))
    expect(now().when).toBe('orders.exists(o, o.late)')
    choose(select('Es'), '==')
    expect([now().when, now().norm]).toEqual([
      'orders.within(norm.days).count() == norm.than',
      { than: 1, days: 365 },
    ])
    press('A mano')
    expect(chosen()).toBeNull()
    write(field<HTMLTextAreaElement>('Expresión (CEL)'), 'true')
    expect(now().when).toBe('true')
  })
})

describe('an advice', () => {
  it('says when it is given and what it opens; what is empty leaves the file', () => {
    const { now } = form({ kind: 'advice' })
    const part = fold('Cuándo aconsejar')
    choose(field('Clase', part), 'offer')
    expect(now().advice).toEqual({ rank: 'offer', restDays: 30 })
    write(field('Descanso tras «ahora no» (días)', part), '6.7')
    choose(field('Acción', part), 'gesture')
    write(field('Enlace', part), 'https://a.example')
    write(field('Permiso que hace falta', part), 'marketing')
    tick('compra', part)
    tick('considera', part)
    tick('Chat', part)
    expect(now().advice).toEqual({
      rank: 'offer',
      restDays: 7,
      action: 'gesture',
      link: 'https://a.example',
      consent: 'marketing',
      stages: ['considering', 'buying'],
      channels: ['chat'],
    })
    write(field('Descanso tras «ahora no» (días)', part), '-3')
    choose(field('Acción', part), '')
    write(field('Enlace', part), '')
    write(field('Permiso que hace falta', part), '')
    tick('compra', part)
    tick('considera', part)
    tick('Chat', part)
    expect(now().advice).toEqual({ rank: 'offer', restDays: 0 })
    expect(Object.keys(now().advice ?? {}).sort()).toEqual(['rank', 'restDays'])
  })
})

describe('the question of a rule', () => {
  const part = () => fold('Una pregunta al cliente')
  it('is about the first fact that the rule reads; else the first that is not a system’s own', () => {
    const { now, store } = form()
    press('Escribir una pregunta', part())
    expect(now().ask).toEqual({ fact: 'orders.orderNumber', words: { es: '' } })
    press('Quitar la pregunta', part())
    expect('ask' in now()).toBe(false)
    act(() => {
      store.preview.value = {
        cost: {
          rules: [
            { rule: 'other', reads: ['orders.note'], alone: [] },
            { rule: 'r', reads: ['loyalty.points', 'orders.total'], alone: [] },
          ],
        },
        faults: [],
      } as unknown as PreviewAnswer
    })
    press('Escribir una pregunta', part())
    expect(now().ask?.fact).toBe('loyalty.points')
    expect(values(field('Dato que responde', part()))).not.toContain('own.vip')
  })
  it('has words, an action, and answers, each changed and removed alone', () => {
    const { now } = form({ ask: { fact: 'orders.total', words: { es: '¿Cuánto?' } } as Rule['ask'] })
    choose(field('Dato que responde', part()), 'orders.shop')
    choose(field('Acción', part()), 'gesture')
    write(field('Permiso que hace falta', part()), 'surveys')
    write(field('Español', texts('Pregunta', part())), '¿Dónde?')
    press('Añadir respuesta', part())
    press('Añadir respuesta', part())
    const [one, two] = [...part().querySelectorAll<HTMLElement>('.named-line')] as [HTMLElement, HTMLElement]
    write(field('Valor', two), 'web')
    write(field('Español', texts('Respuesta 2', two)), 'En la web')
    write(field('Español', texts('Respuesta 1', one)), 'En tienda')
    expect(now().ask).toEqual({
      fact: 'orders.shop',
      words: { es: '¿Dónde?' },
      action: 'gesture',
      consent: 'surveys',
      options: [
        { value: '1', label: { es: 'En tienda' } },
        { value: 'web', label: { es: 'En la web' } },
      ],
    })
    const remove = (name: string) =>
      act(() =>
        part()
          .querySelector<HTMLElement>(`[aria-label="${t('editor.order.remove', { name })}"]`)
          ?.click(),
      )
    remove('1')
    expect(now().ask?.options).toEqual([{ value: 'web', label: { es: 'En la web' } }])
    remove('web')
    choose(field('Acción', part()), '')
    expect(now().ask).toEqual({ fact: 'orders.shop', words: { es: '¿Dónde?' }, consent: 'surveys' })
    expect(Object.keys(now().ask ?? {})).not.toContain('options')
  })
})
