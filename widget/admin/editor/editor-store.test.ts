import { signal } from '@preact/signals'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  CardEvent,
  FichaSet,
  FichasAnswer,
  Language,
  MaterialAnswer,
  PreviewAnswer,
  PreviewRequest,
  Rule,
  Template,
} from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage } from '../../i18n/index.ts'
import { type Api, Refused } from './api.ts'
import { createEditorStore, faultsOf } from './editor-store.ts'
import { rule } from './testing/rule.ts'

// The gateway answers all previews here: the page's own are tested beside it.
vi.mock('./local-preview.ts', () => ({
  previews: (api: Api) => (request: PreviewRequest, stop?: AbortSignal) => api.preview(request, stop),
}))

const template = (id: string, more: Partial<Template> = {}): Template => ({
  version: 1,
  id,
  title: id,
  for: { roles: ['adviser'] },
  layout: 'compact',
  mayOverride: false,
  marks: [],
  glance: [],
  signals: [],
  advice: [],
  panels: [{ id: 'orders', question: 'orders', ask: 'on-opening', fields: ['total'], limit: 5, priority: 0 }],
  mayAsk: [],
  timeline: [],
  ...more,
})
const setOf = (...rules: Rule[]): FichaSet => ({
  version: 1,
  templates: [template('a')],
  rules,
  policy: { version: 1, roles: {}, purposes: {} },
})
const published = setOf(rule('r'))
const sight = (more: Partial<PreviewAnswer> = {}): PreviewAnswer => ({
  faults: [],
  firstSight: 1,
  mostAtFirstSight: 8,
  events: [],
  ...more,
})
const reading = (question: string) => ({ event: 'reading', reading: { question } }) as unknown as CardEvent

function opened(more: Partial<Api> = {}, first: Partial<FichasAnswer> = {}) {
  const calls: [string, ...unknown[]][] = []
  const state = { answer: { revision: '1', published, history: [], ...first } as FichasAnswer }
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args])
      return { revision: '1', draft: true }
    }
  const api = {
    fichas: async () => state.answer,
    preview: async () => sight(),
    save: note('save'),
    publish: note('publish'),
    undo: note('undo'),
    importSet: note('importSet'),
    ...more,
  } as unknown as Api
  const material = {
    questions: [],
    facts: [],
    systems: [],
    roles: ['adviser', 'store'],
    hosts: [],
    samples: [{ id: 'lucia' }, { id: 'ana' }],
  } as unknown as MaterialAnswer
  const store = createEditorStore(api, signal<Language>('es'), { answer: state.answer, material })
  return { store, calls, state }
}
const panelsOf = (request: PreviewRequest | undefined) =>
  (request?.template as Template | undefined)?.panels.map((p) => [p.id, p.ask])
const turn = () => new Promise<void>((done) => setImmediate(done))
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(editor)
})
beforeEach(() => vi.restoreAllMocks())

describe('the draft', () => {
  it('goes on from what was saved on this revision; on another, from what agents see', () => {
    const draft = setOf(rule('r', { when: 'false' }))
    expect(opened({}, { draft: { set: draft, base: '1', at: '' } }).store.set.value).toBe(draft)
    expect(opened({}, { draft: { set: draft, base: '0', at: '' } }).store.set.value).toBe(published)
  })
  it('is kept before it is published, and what agents see then is what was drafted', async () => {
    const { store, calls, state } = opened()
    store.rule('r', (now) => ({ ...now, when: 'false' }))
    const drafted = store.set.value
    expect(store.unsaved.value).toBe(true)
    state.answer = { revision: '2', published: drafted, history: [] }
    expect(await store.publish('por qué', ['r'])).toBe(true)
    expect(calls).toEqual([
      ['save', drafted, '1'],
      ['publish', '1', 'por qué', ['r']],
    ])
    expect([store.answer.value.revision, store.unsaved.value, store.status.value.bad]).toEqual([
      '2',
      false,
      undefined,
    ])
  })
  it('stands on top of what somebody else published meanwhile, and nothing of it is lost', async () => {
    const theirs = setOf(rule('r'), rule('theirs'))
    const { store, state } = opened({
      save: async () => {
        throw new Refused('conflict', '')
      },
    })
    store.rule('r', (now) => ({ ...now, when: 'false' }))
    state.answer = { revision: '2', published: theirs, history: [] }
    expect(await store.save()).toBe(false)
    expect(store.set.value.rules.map((r) => [r.id, r.when])).toEqual([
      ['r', 'false'],
      ['theirs', 'true'],
    ])
    expect([store.answer.value.revision, store.unsaved.value]).toEqual(['2', true])
  })
  it('that could not be saved is still there, and it is said why', async () => {
    const { store } = opened({
      save: async () => {
        throw new Refused('offline', '')
      },
    })
    store.rule('r', (now) => ({ ...now, when: 'false' }))
    expect(await store.save()).toBe(false)
    expect([store.unsaved.value, store.busy.value]).toEqual([true, false])
    expect(store.status.value).toEqual({
      says: 'La pasarela no contesta. Lo que has escrito sigue aquí.',
      bad: true,
    })
  })
})

describe('the preview', () => {
  /** A preview that is answered when the test says. */
  const slow = () => {
    const waiting: { request: PreviewRequest; stop: AbortSignal; give(answer: PreviewAnswer): void }[] = []
    const preview = (request: PreviewRequest, stop: AbortSignal) =>
      new Promise<PreviewAnswer>((give) => waiting.push({ request, stop, give }))
    return { waiting, preview: preview as Api['preview'] }
  }
  it('is of what was last written: one on its way, the newest next, none between', async () => {
    const { waiting, preview } = slow()
    const { store } = opened({ preview })
    for (const when of ['1 == 1', '2 == 2', '3 == 3']) store.rule('r', (now) => ({ ...now, when }))
    expect(waiting).toHaveLength(1)
    waiting[0]?.give(sight())
    await turn()
    expect(waiting.map((one) => (one.request.rules as Rule[]).map((r) => r.when))).toEqual([[], ['3 == 3']])
  })
  it('of another customer or for other eyes is called off, and its answer is nobody’s', async () => {
    const { waiting, preview } = slow()
    const { store } = opened({ preview })
    store.on.value = { sample: 'ana' }
    expect(waiting[0]?.stop.aborted).toBe(true)
    waiting[0]?.give(sight({ events: [reading('orders')] }))
    await turn()
    expect(store.events.value).toEqual([])
    waiting[1]?.give(sight({ events: [reading('returns')] }))
    await turn()
    expect(store.events.value).toEqual([reading('returns')])
  })
  it('a panel opened in it is asked at once; one the draft does not have is added for that one look', async () => {
    const asked: PreviewRequest[] = []
    const { store } = opened({
      preview: async (request) => {
        asked.push(request)
        return sight({ events: [reading('orders'), reading('returns')] })
      },
    })
    expect(await store.previewPanel('orders')).toEqual([reading('orders')])
    expect(panelsOf(asked.at(-1))).toEqual([['orders', 'at-once']])
    await store.previewPanel('returns')
    expect(panelsOf(asked.at(-1))).toEqual([
      ['orders', 'on-opening'],
      ['more-returns', 'at-once'],
    ])
    expect(store.set.value).toBe(published)
  })
})

it('the faults of one piece are its own, and not those of a piece whose name begins alike', () => {
  const faults = ['rules.a', 'rules.a.when', 'rules.ab.when', 'templates.a.title'].map((place) => ({
    place,
    says: place,
  }))
  expect(faultsOf(faults, 'rules', 'a').map((f) => [f.place, f.says])).toEqual([
    ['', 'rules.a'],
    ['when', 'rules.a.when'],
  ])
})
