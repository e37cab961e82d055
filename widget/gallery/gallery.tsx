import type { CardEvent, Language, TimelineEntry } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { createCard } from '../state/index.ts'
import { mount } from '../ui/shell/index.tsx'
import { type Case, scripted } from './cases.ts'
import { candidates, sayIn } from './people.ts'

/** Development only: one scripted card in the state, layout, theme and language the address asks for. */
const query = new URLSearchParams(location.search)
const language = (query.get('lang') ?? 'es') as Language
const layout = query.get('layout') === 'touch' ? 'touch' : 'compact'
const script = scripted(query.get('state') ?? 'full', language, layout)

async function* play({ events, end }: Case, epoch: number): AsyncGenerator<CardEvent> {
  if (end === 'offline') throw new SourceError('offline', 'no gateway')
  if (end === 'refused')
    throw new SourceError('refused', 'no', {
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      code: 'forbidden',
      detail: 'Tu puesto no abre fichas para este fin: pide el permiso «care» a quien administra.',
    })
  let seq = 0
  for (const event of events) yield { v: 1, epoch, seq: seq++, revision: 0, ...event } as CardEvent
  if (end === 'hangs') await new Promise(() => {})
  if (end === 'settled')
    yield { v: 1, epoch, seq: seq++, revision: 0, event: 'settled', answered: 4, failed: 1, changes: 'c0' }
}
const day = (ago: number, coming = false): TimelineEntry => ({
  key: `${ago}`,
  question: 'orders',
  at: new Date(Date.now() - ago * 86_400_000).toISOString(),
  coming,
  from: {
    connector: 'shop',
    record: 'r',
    fetchedAt: new Date().toISOString(),
    confirmed: true,
    url: 'https://shop.example/10432',
  },
  fields: {
    orderNumber: { shown: 'clear', value: '10432' },
    total: { shown: 'clear', value: { amount: '129.90', currency: 'EUR' } },
  },
  title: 'orderNumber',
  amount: 'total',
})
const source: Source = {
  place: script.inPage ? 'in-page' : 'gateway',
  open: (request) => play(script, request.epoch ?? 0),
  ask: async function* (request) {
    yield {
      v: 1,
      epoch: request.epoch ?? 0,
      seq: 0,
      revision: 0,
      event: 'settled',
      answered: 0,
      failed: 0,
      changes: 'c0',
    }
  },
  search: async () => candidates(sayIn(language)),
  decide: async () => ({ link: 'l1', says: 'Anotado.' }),
  reveal: async () => ({ value: 'ES91 2100 0418 4502 0005 1332', forSeconds: 60 }),
  act: async () => ({ done: true, says: 'Anotado en Soporte.', refresh: [] }),
  timeline: async () => ({
    coming: [day(-2, true)],
    comingPartial: [],
    entries: [day(1), day(1.1), day(4)],
    more: false,
    withheld: [],
    gaps: [],
    kinds: [
      {
        question: 'orders',
        label: sayIn(language)('Pedidos', 'Orders', 'Encomendas'),
        types: { orderNumber: 'id', total: 'money' },
      },
    ],
  }),
  changes: () => new Promise(() => {}),
  outcome: () => {},
  agent: async () => ({ roles: ['adviser'], languages: [language], cacheKey: '' }),
}
const card = createCard({
  source,
  host: {
    name: 'gallery',
    token: async () => '',
    resize: () => {},
    open: () => {},
    dispose: () => {},
    onSettings: (run) => {
      run({ language, theme: query.get('theme') === 'dark' ? 'dark' : 'light', layout })
      return () => {}
    },
    onSubject: (run) => {
      run(
        script.blank
          ? null
          : {
              hints: [{ kind: 'phone', value: '600 12 34 56' }],
              context: {
                channel: 'phone',
                motive: sayIn(language)('retraso', 'delay', 'atraso'),
                waited: 190,
              },
              interaction: 'i1',
            },
      )
      return () => {}
    },
  },
})
mount(document.getElementById('root') as HTMLElement, card)
const buttons: Record<string, number> = { act: 0, timeline: 1, more: 3 }
if (script.open)
  setTimeout(() => {
    if (script.open === 'search' || script.open === 'help')
      document.dispatchEvent(
        new KeyboardEvent('keydown', { key: script.open === 'search' ? '/' : '?', bubbles: true }),
      )
    else
      document.querySelectorAll<HTMLElement>('.further button')[buttons[script.open as string] ?? 0]?.click()
  }, 300)
