import { computed, signal } from '@preact/signals'
import { fireEvent } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import type {
  FichaRevision,
  FichaSet,
  Language,
  MaterialAnswer,
  Panel,
  PreviewAnswer,
  ProposalsAnswer,
  Template,
} from '../../../../connectors/contract/index.ts'
import { sameSet } from '../changes.ts'
import type { EditorPlace, EditorStore, On, Width } from '../editor-store.ts'

export const panel = (id: string, more: Partial<Panel> = {}): Panel => ({
  id,
  question: 'orders',
  ask: 'at-once',
  fields: ['total'],
  limit: 5,
  priority: 0,
  ...more,
})
export const template = (id: string, more: Partial<Template> = {}): Template => ({
  version: 1,
  id,
  title: { es: `Ficha ${id}` },
  for: { roles: ['adviser'] },
  layout: 'compact',
  mayOverride: false,
  marks: [],
  glance: [],
  signals: [],
  advice: [],
  panels: [],
  mayAsk: [],
  timeline: [],
  ...more,
})
export const setOf = (more: Partial<FichaSet> = {}): FichaSet => ({
  version: 1,
  templates: [template('a')],
  rules: [],
  policy: { version: 1, roles: {}, purposes: {} } as unknown as FichaSet['policy'],
  ...more,
})
const fact = (path: string, label: string, type: string) => ({ path, label, type, sensitivity: 'none' })
export const material = {
  questions: [
    { question: 'orders', label: 'Pedidos', many: true, dated: 'orderDate', systems: ['shop', 'till'] },
    { question: 'requests', label: 'Casos', many: true, dated: 'dateCreated', systems: ['desk'] },
    { question: 'policies', label: 'Normas', many: true, systems: ['house'] },
    { question: 'loyalty', label: 'Puntos', many: false, systems: ['till'] },
    { question: 'scores', label: 'Notas', many: true, dated: 'since', systems: [] },
    { question: 'own', label: 'Lo suyo', many: true, systems: ['shop', 'till'] },
  ],
  facts: [
    fact('orders.orderNumber', 'Número', 'id'),
    fact('orders.total', 'Total', 'money'),
    fact('orders.orderDate', 'Fecha', 'date'),
    fact('orders.state', 'Estado', 'status'),
    fact('orders.shop', 'Tienda', 'text'),
    fact('orders.items', 'Artículos', 'number'),
    fact('orders.note', 'Nota', 'text'),
    fact('loyalty.points', 'Puntos que tiene', 'number'),
    fact('loyalty.since', 'Desde', 'date'),
    fact('own.vip', 'Es VIP', 'boolean'),
  ],
  systems: [
    { connector: 'shop', title: 'La tienda' },
    { connector: 'till', title: 'La caja' },
    { connector: 'desk', title: 'Soporte' },
  ],
  actions: [{ action: 'gesture', title: 'Un gesto' }],
  roles: ['adviser', 'store'],
  hosts: ['chatwoot'],
  samples: [
    { id: 'lucia', name: 'Lucía', says: 'Compra mucho' },
    { id: 'ana', name: 'Ana', says: 'Nueva' },
  ],
} as unknown as MaterialAnswer

/** Tests only: what the forms of the editor work on, without a gateway. `calls`: what they asked of it. */
export function editing(drafted: FichaSet, published: FichaSet = drafted) {
  const calls: unknown[][] = []
  const note =
    (name: string, answer?: unknown) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args])
      return answer
    }
  const set = signal(drafted)
  const saved = signal(published)
  const place = signal<EditorPlace>({ at: 'template', id: drafted.templates[0]?.id ?? '' })
  const change = (make: (now: FichaSet) => FichaSet) => {
    set.value = make(set.peek())
  }
  const store: EditorStore = {
    api: {
      search: note('search', []),
      exported: note('exported', published),
    } as unknown as EditorStore['api'],
    language: signal<Language>('es'),
    answer: signal({ revision: '2', published, history: [] as readonly FichaRevision[] }),
    set,
    saved,
    material: signal(material),
    proposals: signal<ProposalsAnswer | undefined>(undefined),
    place,
    role: signal('adviser'),
    width: signal<Width>('340'),
    on: signal<On>({ sample: 'lucia' }),
    shown: computed(() => set.value.templates[0]),
    faults: signal([]),
    preview: signal<PreviewAnswer | undefined>(undefined),
    events: signal([]),
    status: signal({ says: '' }),
    busy: signal(false),
    unsaved: computed(() => !sameSet(set.value, saved.value)),
    publishing: signal(false),
    change,
    template: (id, make) =>
      change((now) => ({ ...now, templates: now.templates.map((x) => (x.id === id ? make(x) : x)) })),
    rule: (id, make) =>
      change((now) => ({ ...now, rules: now.rules.map((x) => (x.id === id ? make(x) : x)) })),
    previewPanel: async () => [],
    save: note('save', true) as EditorStore['save'],
    publish: note('publish', true) as EditorStore['publish'],
    undo: note('undo') as EditorStore['undo'],
    importFile: note('importFile', []) as unknown as EditorStore['importFile'],
    discard: note('discard') as EditorStore['discard'],
  }
  return { store, calls }
}

const named = (words: string, among: Iterable<Element>): Element => {
  const found = [...among].filter((one) => one.textContent?.trim() === words)
  if (found.length !== 1) throw new Error(`«${words}» is there ${found.length} times, not once`)
  return found[0] as Element
}
/** The part of the page under this title. */
export const fold = (title: string, within: ParentNode = document): HTMLElement =>
  named(title, within.querySelectorAll('details.fold > summary > h3')).closest('details') as HTMLElement
/** The input with this label, within this part. */
export const field = <T extends Element = HTMLInputElement>(
  label: string,
  within: ParentNode = document,
): T => {
  const found = named(label, within.querySelectorAll('label')) as HTMLLabelElement
  const id = found.getAttribute('for')
  return (id ? document.getElementById(id) : found.querySelector('input, select, textarea')) as unknown as T
}
/** The `add` list under this label. */
export const adding = (label: string, within: ParentNode = document): HTMLSelectElement =>
  named(label, within.querySelectorAll('p.add label > span'))
    .closest('label')
    ?.querySelector('select') as HTMLSelectElement
export const values = (select: HTMLSelectElement): string[] => [...select.options].map((o) => o.value)
export const choose = (select: Element, value: string): void =>
  void act(() => void fireEvent.change(select, { target: { value } }))
export const write = (input: Element, value: string): void =>
  void act(() => void fireEvent.input(input, { target: { value } }))
export const press = (words: string, within: ParentNode = document): void =>
  void act(() => void fireEvent.click(named(words, within.querySelectorAll('button'))))
export const tick = (words: string, within: ParentNode = document): void =>
  void act(() => void fireEvent.click(named(words, within.querySelectorAll('label.tick'))))
