// @vitest-environment happy-dom
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  Candidate,
  FichaFault,
  FichaSet,
  PreviewAnswer,
  ProposalsAnswer,
} from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { Cost } from './cost.tsx'
import type { EditorStore } from './editor-store.ts'
import { Look } from './look.tsx'
import { brokenAt, Files, History, lineOf, Proposals } from './pages.tsx'
import { Publish } from './publish.tsx'
import { Screen } from './screen.tsx'
import { Side } from './side.tsx'
import { choose, editing, field, panel, press, setOf, template, write } from './testing/editing.ts'
import { rule } from './testing/rule.ts'

// The card in its frame is tested beside it.
vi.mock('./preview.tsx', () => ({ Preview: () => null }))
configure({ asyncUtilTimeout: 30_000 })
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(editor)
})
beforeEach(() => document.body.replaceChildren())
afterEach(() => vi.restoreAllMocks())

const published = setOf({
  templates: [template('a', { glance: ['best'] }), template('b', { signals: ['best'], advice: ['best'] })],
  rules: [
    rule('best', { title: { es: 'Mejores' } }),
    rule('late', { kind: 'advice', title: { es: 'Tarde' } }),
  ],
})
const opened = (Part: (props: { store: EditorStore }) => preact.JSX.Element | null, drafted = published) => {
  const made = editing(drafted, published)
  render(<Part store={made.store} />)
  return made
}
const nav = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('button.nav')].find(
    (b) => b.firstElementChild?.textContent === name,
  )

describe('the list of pieces', () => {
  it('shows the state of each: published, changed, new, or to be corrected; and leads to it', () => {
    const { store } = opened(Side, {
      ...published,
      templates: [...published.templates, template('c')],
      rules: [rule('best', { title: { es: 'Mejores' }, when: 'false' }), ...published.rules.slice(1)],
    })
    const states = () =>
      [...document.querySelectorAll('button.nav .tag')].map((tag) => [tag.textContent, tag.className.trim()])
    const [fine, changed, fresh, bad] = [
      ['publicada', 'tag'],
      ['cambiada', 'tag warn'],
      ['nueva', 'tag warn'],
      ['por corregir', 'tag'],
    ]
    expect(states()).toEqual([fine, fine, fresh, changed, fine])
    act(() => {
      store.faults.value = [
        { place: 'rules.late.when', says: '' },
        { place: 'templates.ab', says: '' },
      ]
    })
    expect(states()).toEqual([fine, fine, fresh, changed, bad])
    act(() => nav('Tarde')?.click())
    expect(store.place.value).toEqual({ at: 'rule', id: 'late' })
    const here = () =>
      [...document.querySelectorAll('[aria-current=page]')].map((b) => b.firstElementChild?.textContent)
    expect(here()).toEqual(['Tarde'])
    act(() => nav('Historial')?.click())
    expect([store.place.value, here()]).toEqual([{ at: 'history' }, ['Historial']])
  })
  it('finds a rule by its title or its id, whatever the case; those of one kind stand together', () => {
    opened(Side)
    const search = screen.getByRole('searchbox')
    const rules = () => ['Mejores', 'Tarde'].filter((name) => nav(name))
    write(search, ' MEJOR ')
    expect(rules()).toEqual(['Mejores'])
    expect([...document.querySelectorAll('h3')].map((h) => h.textContent)).toEqual(['Señales'])
    write(search, 'LATE')
    expect(rules()).toEqual(['Tarde'])
  })
  it('a new ficha and a new rule have ids of their own, and are opened', () => {
    const { store } = opened(Side)
    press('Nueva ficha')
    press('Nueva ficha')
    expect(store.set.value.templates.map((x) => x.id)).toEqual(['a', 'b', 'ficha', 'ficha-2'])
    expect(store.set.value.templates[2]?.for).toEqual({ roles: ['adviser'] })
    expect(store.place.value).toEqual({ at: 'template', id: 'ficha-2' })
    press('Nueva regla')
    press('Nueva regla')
    expect(store.set.value.rules.map((x) => x.id)).toEqual(['best', 'late', 'rule', 'rule-2'])
    expect(store.place.value).toEqual({ at: 'rule', id: 'rule-2' })
  })
  it('a ficha is copied whole under another id, its title told apart in each language', () => {
    const { store } = opened(Side, {
      ...published,
      templates: [
        template('a', { title: { es: 'Caja', en: 'Till' } as never, glance: ['best'] }),
        template('b', { title: 'Mesa' }),
      ],
    })
    press('Duplicar')
    const copy = store.set.value.templates[2]
    expect(copy).toEqual(
      template('a-copy', { title: { es: 'Caja (2)', en: 'Till (2)' } as never, glance: ['best'] }),
    )
    expect(store.place.value).toEqual({ at: 'template', id: 'a-copy' })
    act(() => nav('Mesa')?.click())
    press('Duplicar')
    expect(store.set.value.templates[3]).toMatchObject({ id: 'b-copy', title: 'Mesa (2)' })
  })
  it('a piece is removed only after a second press; a rule leaves every list it was in', () => {
    const { store } = opened(Side)
    act(() => nav('Mejores')?.click())
    press('Quitar')
    expect(store.set.value).toBe(published)
    press('¿Seguro? Quitar del borrador')
    expect(store.set.value.rules.map((r) => r.id)).toEqual(['late'])
    expect(store.set.value.templates.map((x) => [x.glance, x.signals, x.advice])).toEqual([
      [[], [], []],
      [[], [], []],
    ])
    expect([store.place.value, store.status.value.says]).toEqual([
      { at: 'template', id: 'a' },
      'Quitado: best',
    ])
  })
  it('the confirmation is for one piece; the last ficha is not removed', () => {
    const { store } = opened(Side)
    press('Quitar')
    act(() => nav('Ficha b')?.click())
    expect(document.body.textContent).not.toContain('¿Seguro?')
    press('Quitar')
    press('¿Seguro? Quitar del borrador')
    expect(store.set.value.templates.map((x) => x.id)).toEqual(['a'])
    expect([...document.querySelectorAll('.side-do button')].map((b) => b.textContent)).not.toContain(
      'Quitar',
    )
    act(() => document.querySelector<HTMLElement>('.order [aria-label^=Quitar]')?.click())
    expect(store.set.value.templates).toHaveLength(1)
  })
  it('fichas are put in order, and it is said', () => {
    const { store } = opened(Side)
    act(() => document.querySelector<HTMLElement>('[data-key=b] .up')?.click())
    expect(store.set.value.templates.map((x) => x.id)).toEqual(['b', 'a'])
    expect(store.status.value.says).toBe('Ficha b: puesto 1 de 2')
  })
  it('counts the proposals, and nothing where there are none', () => {
    const { store } = opened(Side)
    const count = () => nav('Propuestas')?.querySelector('.tag')?.textContent
    expect(count()).toBeUndefined()
    const items = (n: number) =>
      act(() => {
        store.proposals.value = { items: Array.from({ length: n }), days: 30, minGroupSize: 5 } as never
      })
    items(3)
    expect(count()).toBe('3')
    items(0)
    expect(count()).toBeUndefined()
  })
})

describe('an item of a list', () => {
  const list = () => [...document.querySelectorAll('.order > li')] as HTMLElement[]
  const order = (store: EditorStore) => store.set.value.templates.map((x) => x.id)
  const three = { ...published, templates: ['a', 'b', 'c'].map((id) => template(id)) }
  it('is dragged to where it is dropped; dropped nowhere, it stays', () => {
    const { store } = opened(Side, three)
    const grip = () => list()[0]?.querySelector('.grip') as HTMLElement
    const drag = (on: HTMLElement | undefined, name: 'dragstart' | 'dragover' | 'dragend' | 'drop') => {
      const event = new Event(name, { bubbles: true, cancelable: true })
      act(() => void on?.dispatchEvent(event))
      return event.defaultPrevented
    }
    drag(list()[1], 'drop')
    expect(order(store)).toEqual(['a', 'b', 'c'])
    drag(grip(), 'dragstart')
    expect(drag(list()[2], 'dragover')).toBe(true)
    drag(list()[2], 'drop')
    expect(order(store)).toEqual(['b', 'c', 'a'])
    drag(grip(), 'dragstart')
    drag(grip(), 'dragend')
    drag(list()[2], 'drop')
    expect(order(store)).toEqual(['b', 'c', 'a'])
    expect(drag(list()[1], 'dragover')).toBe(false)
  })
  it('is moved by Alt and an arrow, within its list; an arrow alone moves nothing', () => {
    const { store } = opened(Side, three)
    const key = (at: number, name: string, altKey = true) =>
      act(() => void fireEvent.keyDown(list()[at] as HTMLElement, { key: name, altKey }))
    key(0, 'ArrowDown')
    expect(order(store)).toEqual(['b', 'a', 'c'])
    key(2, 'ArrowUp')
    expect(order(store)).toEqual(['b', 'c', 'a'])
    key(0, 'ArrowUp')
    key(2, 'ArrowDown')
    key(0, 'ArrowDown', false)
    expect(order(store)).toEqual(['b', 'c', 'a'])
  })
})

describe('the page', () => {
  const changedSet = { ...published, templates: [template('a'), published.templates[1]] } as FichaSet
  const button = (words: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('.head-do button')].find((b) => b.textContent === words)
  const status = () => document.querySelector('p.status')
  it('says whether all is published, something is kept, or something is not saved; and what may be done then', () => {
    const { store, calls } = opened(Screen)
    expect(status()?.textContent).toBe('Todo publicado')
    expect([button('Guardar borrador')?.disabled, button('Publicar…')?.disabled]).toEqual([true, true])
    expect(button('Descartar borrador')).toBeUndefined()
    act(() => {
      store.set.value = changedSet
    })
    expect(status()?.textContent).toBe('Cambios sin guardar')
    expect([button('Guardar borrador')?.disabled, button('Publicar…')?.disabled]).toEqual([false, false])
    act(() => {
      store.saved.value = changedSet
    })
    expect(status()?.textContent).toBe('Borrador guardado, 1 cambios sin publicar')
    expect([button('Guardar borrador')?.disabled, button('Publicar…')?.disabled]).toEqual([true, false])
    act(() => {
      store.status.value = { says: 'No', bad: true }
    })
    expect([status()?.textContent, status()?.className]).toEqual(['No', 'status bad'])
    act(() => button('Descartar borrador')?.click())
    act(() => button('Publicar…')?.click())
    expect([calls, store.publishing.value]).toEqual([[['discard']], true])
  })
  it('does nothing twice: while it works, nothing may be pressed', () => {
    const { store, calls } = opened(Screen, changedSet)
    act(() => button('Guardar borrador')?.click())
    expect(calls).toEqual([['save']])
    act(() => {
      store.busy.value = true
    })
    expect(
      ['Descartar borrador', 'Guardar borrador', 'Publicar…'].map((words) => button(words)?.disabled),
    ).toEqual([true, true, true])
  })
  it('shows the piece or the page that was chosen', () => {
    const { store } = opened(Screen)
    const title = () => document.getElementById('page-h')?.textContent
    const at = (place: EditorStore['place']['value']) =>
      act(() => {
        store.place.value = place
      })
    expect(title()).toBe('Ficha a ficha tipo · a')
    at({ at: 'rule', id: 'late' })
    expect(title()).toBe('Tarde regla · late')
    at({ at: 'history' })
    expect(title()).toBe('Historial')
    at({ at: 'files' })
    expect(title()).toBe('Archivos')
    at({ at: 'proposals' })
    expect(title()).toBe('Propuestas')
    at({ at: 'rule', id: 'gone' })
    expect(title()).toBeUndefined()
  })
  it('is read in another language when it is chosen', () => {
    const { store } = opened(Screen)
    choose(field('Idioma'), 'pt')
    expect(store.language.value).toBe('pt')
  })
})

describe('publishing', () => {
  const drafted = {
    ...published,
    templates: [...published.templates].reverse(),
    rules: [rule('best', { title: { es: 'Los mejores' } }), rule('n', { title: { es: 'Nueva' } })],
  }
  const dialog = (answer: boolean, set: FichaSet = drafted) => {
    const made = editing(set, published)
    const asked: unknown[][] = []
    made.store.publish = async (...all) => {
      asked.push(all)
      return answer
    }
    made.store.publishing.value = true
    render(<Publish store={made.store} />)
    return { ...made, asked }
  }
  const submit = () =>
    act(async () => void fireEvent.submit(document.querySelector('dialog form') as HTMLElement))
  it('lists what changes by name, with what came, went, changed and moved', () => {
    dialog(true)
    expect([...document.querySelectorAll('.changes li')].map((li) => li.textContent)).toEqual([
      'Orden de las fichas',
      'Los mejores cambiada',
      'Nueva nueva',
      'Tarde quitada',
    ])
  })
  it('sends the reason without the spaces around it; refused, it stays open with its reason', async () => {
    const { asked, store } = dialog(false)
    write(field('Qué cambia y por qué'), ' menos ')
    await submit()
    expect([asked, store.publishing.value]).toEqual([[['menos', []]], true])
    expect(field('Qué cambia y por qué').value).toBe(' menos ')
  })
  it('is not possible with nothing to publish, nor while something is on its way', () => {
    const go = () => document.querySelector<HTMLButtonElement>('button[type=submit]')
    const { store } = dialog(true)
    expect(go()?.disabled).toBe(false)
    act(() => {
      store.busy.value = true
    })
    expect(go()?.disabled).toBe(true)
    press('Cancelar')
    expect([store.publishing.value, document.querySelector('dialog')]).toEqual([false, null])
    document.body.replaceChildren()
    dialog(true, published)
    expect(go()?.disabled).toBe(true)
    expect(document.body.textContent).toContain('No hay nada que publicar.')
  })
})

describe('the history', () => {
  const history = [
    { revision: '3', at: '2026-03-01T10:00:00Z', note: '= 1', by: 'Eva' },
    { revision: '2', at: '2026-02-01T10:00:00Z', note: 'Menos euros', by: 'Ana' },
    { revision: '1', at: '2026-01-15T10:00:00Z', note: '= 0' },
    { revision: '0', at: '', note: 'de fábrica' },
  ]
  const shown = () => {
    const made = editing(published)
    made.store.answer.value = { revision: '2', published, history }
    render(<History store={made.store} />)
    return { ...made, items: [...document.querySelectorAll<HTMLElement>('.history li')] }
  }
  const undo = (li: HTMLElement | undefined) =>
    li?.querySelector<HTMLButtonElement>('button:not(.link)') ?? undefined
  it('says who published what, when, and what was gone back to; the one agents see is marked and cannot be gone back to', () => {
    const { items } = shown()
    const texts = items.map((li) => li.querySelector('div')?.textContent)
    expect(texts[0]).toMatch(/^1 mar 2026, 11:00 Eva Vuelta a: 15 ene 2026, 11:00$/)
    expect(texts[1]).toMatch(/^1 feb 2026, 11:00 Ana publicada ahoraMenos euros$/)
    expect(texts[2]).toContain('Vuelta a: Lo que venía de fábrica')
    expect(texts[3]).toMatch(/^Lo que venía de fábrica/)
    expect(items.map((li) => li.className)).toEqual(['', 'now', '', ''])
    expect(items.map((li) => undo(li) !== undefined)).toEqual([true, false, true, true])
  })
  it('goes back to what was pressed; not while something is unsaved or on its way', () => {
    const { items, store, calls } = shown()
    act(() => undo(items[2])?.click())
    expect(calls).toEqual([['undo', '1']])
    act(() => {
      store.busy.value = true
    })
    expect(undo(items[2])?.disabled).toBe(true)
    act(() => {
      store.busy.value = false
      store.set.value = { ...published, rules: [] }
    })
    expect([undo(items[2])?.disabled, undo(items[2])?.title]).toEqual([true, t('editor.history.unsaved')])
  })
  it('gives a revision, what is published and the draft as files of their own names', async () => {
    const files: Blob[] = []
    const given: string[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
      files.push(file as Blob)
      return 'blob:x'
    })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      given.push(this.download)
    })
    const { items, calls } = shown()
    act(() => items[2]?.querySelector<HTMLElement>('button.link')?.click())
    await waitFor(() => expect(given).toEqual(['fichas-1.json']))
    expect(calls).toEqual([['exported', '1']])
    document.body.replaceChildren()
    const draft = { ...published, rules: [] }
    const { calls: more } = opened(Files, draft)
    press('Exportar lo publicado')
    await waitFor(() => expect(given).toHaveLength(2))
    press('Exportar el borrador')
    await waitFor(() => expect(given).toHaveLength(3))
    expect([given.slice(1), more]).toEqual([
      ['fichas-published.json', 'fichas-draft.json'],
      [['exported', undefined]],
    ])
    expect(await Promise.all(files.slice(1).map((file) => file.text()))).toEqual(
      [published, draft].map((set) => `${JSON.stringify(set, null, 2)}\n`),
    )
  })
})

describe('a file that is taken in', () => {
  const take = async (text: string, faults: readonly FichaFault[] = []) => {
    const made = editing(published)
    const taken: unknown[] = []
    made.store.importFile = async (file) => {
      taken.push(file)
      return faults
    }
    render(<Files store={made.store} />)
    const input = document.querySelector('input[type=file]') as HTMLInputElement
    Object.defineProperty(input, 'files', { value: [new File([text], 'mías.json')] })
    await act(async () => void fireEvent.change(input))
    return { ...made, taken }
  }
  const said = () => [...document.querySelectorAll('.faults-list li')].map((li) => li.textContent?.trim())
  it('is given whole to be checked', async () => {
    const { taken, store } = await take('{"version":1}')
    await waitFor(() => expect(taken).toEqual([{ version: 1 }]))
    expect([said(), store.status.value]).toEqual([[], { says: '' }])
  })
  it('that is no JSON changes nothing and says where it breaks', async () => {
    const { taken, store } = await take('{\n  "a": 1,\n  b\n}')
    await waitFor(() => expect(said()).toEqual(['«mías.json» falla en la línea 3, columna 3: no es JSON.']))
    expect([taken, store.status.value]).toEqual([[], { says: t('editor.files.untouched'), bad: true }])
  })
  it('with faults lists each with its place and its line in the file', async () => {
    const { store } = await take('{\n "rules": [\n  {"id": "best"}]}', [
      { place: 'rules.best.when', says: 'no vale' },
      { place: 'rules.gone.when', says: 'tampoco' },
      { place: '', says: 'nada' },
    ])
    await waitFor(() => expect(said()).toHaveLength(3))
    expect(said()).toEqual([
      'rules.best.when no vale (línea 3 del archivo)',
      'rules.gone.when tampoco',
      'nada',
    ])
    expect(document.querySelector('section > p.bad')?.textContent).toBe('«mías.json»: 3 por corregir.')
    expect(store.status.value).toEqual({ says: t('editor.files.untouched'), bad: true })
  })
  it('breaks at a line and a column that are counted from 1, as any browser says it', () => {
    const text = 'ab\ncd\n'
    expect([0, 2, 3, 4, 6].map((at) => lineOf(text, at))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
    ])
    expect(brokenAt(text, new Error('JSON.parse: unexpected at line 2 column 1 of the JSON data'))).toEqual({
      line: 2,
      column: 1,
    })
    expect(brokenAt(text, new Error('Unexpected token d in JSON at position 4'))).toEqual({
      line: 2,
      column: 2,
    })
    expect(brokenAt('{"a"', new Error('Unexpected end of JSON input'))).toEqual({ line: 1, column: 5 })
    expect(brokenAt(text, new Error('who knows'))).toBeUndefined()
  })
})

describe('the proposals', () => {
  const answer = (...items: unknown[]) => ({ days: 30, minGroupSize: 5, items }) as unknown as ProposalsAnswer
  const shown = (proposals: ProposalsAnswer | undefined, set = published) => {
    const made = editing(set)
    made.store.proposals.value = proposals
    render(<Proposals store={made.store} />)
    return made
  }
  const orders = { kind: 'asked-more', template: 'b', question: 'orders', label: 'Pedidos', times: 9 }
  it('are what agents asked for and missed, by the titles of their fichas', () => {
    shown(answer(orders, { kind: 'missed', template: 'gone', says: 'las tallas' }))
    expect([...document.querySelectorAll('.proposals li > p')].map((p) => p.textContent)).toEqual([
      'Con «Ficha b» piden «Pedidos»: 9 veces.',
      'Con «gone» echan de menos: las tallas',
    ])
    expect(document.querySelector('p.soft')?.textContent).toBe(
      t('editor.proposals.hint', { days: 30, least: 5 }),
    )
  })
  it('are taken with one press: the panel is asked on opening, with six facts, and its ficha is opened', () => {
    const { store } = shown(answer(orders))
    press('Añadirlo como apartado')
    expect(store.set.value.templates.map((x) => x.panels)).toEqual([
      [],
      [
        panel('orders', {
          ask: 'on-opening',
          fields: ['orderNumber', 'total', 'orderDate', 'state', 'shop', 'items'],
        }),
      ],
    ])
    expect(store.place.value).toEqual({ at: 'template', id: 'b' })
    expect(store.status.value.says).toBe('Añadido: Pedidos')
  })
  it('of a question without known facts are taken with all it has', () => {
    const { store } = shown(answer({ ...orders, question: 'requests', label: 'Casos' }))
    press('Añadirlo como apartado')
    expect(store.set.value.templates[1]?.panels).toMatchObject([{ id: 'requests', fields: ['*'] }])
  })
  it('that are in the ficha already, or whose ficha is gone, are not offered', () => {
    shown(answer(orders, { ...orders, template: 'gone' }), {
      ...published,
      templates: [template('a'), template('b', { panels: [panel('more')] })],
    })
    expect([...document.querySelectorAll('.proposals .tag')].map((x) => x.textContent)).toEqual([
      'ya está en la ficha',
      'ya está en la ficha',
    ])
  })
  it('none is said, also before they have come', () => {
    for (const none of [undefined, answer()]) {
      document.body.replaceChildren()
      shown(none)
      expect(document.body.textContent).toContain('Nada por ahora: las fichas bastan.')
    }
  })
})

describe('whom the preview shows', () => {
  it('is one of the made-up customers, for one role, at one width', () => {
    const { store } = opened(Look)
    expect(document.querySelector('.look > p.soft')?.textContent).toBe('Compra mucho')
    choose(field('Cliente'), 'ana')
    expect([store.on.value, document.querySelector('.look > p.soft')?.textContent]).toEqual([
      { sample: 'ana' },
      'Nueva',
    ])
    choose(field('Con los ojos de'), 'store')
    expect(store.role.value).toBe('store')
    act(() => void fireEvent.click(screen.getByLabelText('táctil')))
    expect(store.width.value).toBe('touch')
    expect(screen.getByLabelText<HTMLInputElement>('táctil').checked).toBe(true)
  })
  it('says that the last good version stands while the draft has faults', () => {
    const { store } = opened(Look)
    const stale = () => document.body.textContent?.includes(t('editor.look.stale'))
    const sight = (faults: FichaFault[]) =>
      act(() => {
        store.preview.value = { faults, firstSight: 1, mostAtFirstSight: 8 }
      })
    sight([])
    expect(stale()).toBe(false)
    sight([{ place: 'rules.a', says: '' }])
    expect(stale()).toBe(true)
  })
  const person = (ref: string, name: Candidate['name'], systems: string[] = []) =>
    ({ ref, name, systems }) as unknown as Candidate
  const find = async (text: string) => {
    write(screen.getByRole('searchbox'), text)
    await act(async () => void fireEvent.submit(document.querySelector('form.inline-form') as HTMLElement))
  }
  it('may be a real one, found by three letters or more, under the name this role may see', async () => {
    const { store } = opened(Look)
    const asked: string[] = []
    store.api.search = async (text) => {
      asked.push(text)
      return [
        person('c1', { shown: 'clear', value: { full: 'Ana Real' } } as Candidate['name'], ['shop', 'till']),
        person('c2', { shown: 'masked', hint: 'A. R.', revealable: false } as Candidate['name']),
        person('c3', { shown: 'withheld' } as Candidate['name']),
      ]
    }
    const go = () => document.querySelector<HTMLButtonElement>('form.inline-form button')
    await find(' an ')
    expect([asked, go()?.disabled]).toEqual([[], true])
    await find(' ana ')
    expect([asked, go()?.disabled]).toEqual([['ana'], false])
    expect([...document.querySelectorAll('.look details li')].map((li) => li.textContent?.trim())).toEqual([
      'Ana Real shop, till',
      'A. R.',
      'nombre reservado',
    ])
    press('A. R.')
    expect(store.on.value).toEqual({ candidate: 'c2', name: 'A. R.' })
    expect(field<HTMLSelectElement>('Cliente').selectedOptions[0]?.textContent).toBe('A. R.')
    expect(document.querySelector('.look > p.soft')?.textContent).toBe(t('editor.look.real.hint'))
  })
  it('nobody found is said; so is why nobody could be looked for, and then no former list stands', async () => {
    const { store } = opened(Look)
    await find('ana')
    expect(document.body.textContent).toContain('Nadie con esas letras.')
    store.api.search = async () => {
      throw new Error('Sin permiso')
    }
    await find('anab')
    expect(document.querySelector('.look details .bad')?.textContent).toBe('Sin permiso')
    expect(document.body.textContent).not.toContain('Nadie con esas letras.')
    store.api.search = async () => []
    await find('anabel')
    expect(document.querySelector('.look details .bad')).toBeNull()
  })
})

describe('what a ficha costs', () => {
  const cost = {
    systems: [
      {
        connector: 'shop',
        title: 'La tienda',
        questions: ['orders', 'x'],
        fields: 3,
        seconds: 0.456,
        measured: 12,
      },
      { connector: 'till', title: 'La caja', questions: ['loyalty'], fields: 1, seconds: 2.34, measured: 3 },
      { connector: 'desk', title: 'Soporte', questions: [], fields: 1 },
    ],
    slowest: 'till',
    atOnce: 7,
    onOpening: 2,
    personal: ['orders.total', 'x.y'],
    steps: 1,
    rules: [
      { rule: 'best', reads: ['orders.total'], alone: ['orders.total'] },
      { rule: 'late', reads: ['orders.total'], alone: [] },
    ],
  }
  const shown = (more: object = {}) => {
    const made = editing(published)
    made.store.preview.value = { cost: { ...cost, ...more }, faults: [] } as unknown as PreviewAnswer
    render(<Cost store={made.store} />)
    const figures = [...document.querySelectorAll('dl.figures dd')]
    return { figures: figures.map((dd) => dd.textContent), personal: figures[2]?.className }
  }
  it('is how many systems, facts and personal facts, and which system is the slowest', () => {
    expect(shown()).toEqual({ figures: ['3', '7', '2', 'La caja · 2,3 s'], personal: '' })
    document.body.replaceChildren()
    const many = Array.from({ length: 13 }, (_, n) => `orders.f${n}`)
    expect(shown({ personal: many.slice(1) }).personal).toBe('')
    document.body.replaceChildren()
    expect(shown({ slowest: 'desk', personal: many })).toEqual({
      figures: ['3', '7', '13', 'sin medir aún'],
      personal: 'warn',
    })
  })
  it('in detail is what each system is asked and takes, and what is asked for one rule alone', () => {
    shown()
    expect(
      [...document.querySelectorAll('tbody tr')].map((tr) => [...tr.children].map((c) => c.textContent)),
    ).toEqual([
      ['La tienda', 'Pedidos, x', '0,46 s de media (12)'],
      ['La caja', 'Puntos', '2,3 s de media (3)'],
      ['Soporte', '', '—'],
    ])
    expect(document.querySelector('details p')?.textContent).toBe('Pedidos · Total,  · x.y')
    expect([...document.querySelectorAll('details li')].map((li) => li.textContent)).toEqual([
      'Mejores: Total',
    ])
  })
})
