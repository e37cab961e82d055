// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignalEvent } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Chips from './chips.tsx'
import { Glance, SignalText } from './glance.tsx'

configure({ asyncUtilTimeout: 30_000 })
const signalOf = (rule: string, more: Partial<SignalEvent> = {}): SignalEvent => ({
  event: 'signal',
  kind: 'signal',
  rule,
  title: `Título ${rule}`,
  answer: { shown: 'clear', value: { is: 'yes' } },
  text: { shown: 'clear', value: `texto ${rule}` },
  tone: 'bad',
  reasons: [],
  ...more,
})
const answered = (is: 'yes' | 'no'): Partial<SignalEvent> => ({ answer: { shown: 'clear', value: { is } } })
const unknown: Partial<SignalEvent> = {
  answer: {
    shown: 'clear',
    value: {
      is: 'unknown',
      because: [{ connector: 'survey', code: 'down', says: 'Encuestas no responde' }],
    },
  },
}
const gesture = { connector: 'desk', name: 'gesture', title: 'Gesto', confirm: '', input: [] }

function show(children: preact.ComponentChildren, signals: readonly SignalEvent[], line = 'ready') {
  const open = freshOpen()
  const view = {
    card: {},
    state: {
      systems: signal(new Map()),
      signals: signal(new Map(signals.map((s) => [s.rule, { value: s }]))),
      connection: signal({ line }),
      who: signal({
        ficha: { glance: [{ rule: 'best', title: 'Mejores' }], actions: [gesture], panels: [] },
      }),
      revealed: signal(new Map()),
    },
    now: signal(0),
    toast: signal(''),
    open,
  } as unknown as View
  return { open, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())
const chips = () => [...document.querySelectorAll('.chips li')].map((li) => li.textContent)

describe('signals beyond the first look', () => {
  it('are shown when they are true and ask for a look; a promise of the company, kept or broken', () => {
    show(<Chips />, [
      signalOf('risk'),
      signalOf('calm', { tone: 'calm' }),
      signalOf('false', answered('no')),
      signalOf('kept', { kind: 'promise', tone: 'calm' }),
      signalOf('broken', { kind: 'promise', ...answered('no') }),
      signalOf('hidden', { answer: { shown: 'withheld' } }),
      signalOf('best'),
    ])
    expect(chips()).toEqual([
      'Título risk: texto risk',
      '✓ Título kept: texto kept',
      '✗ Título broken: texto broken',
    ])
  })
  it('that could not be known stay one quiet line, which says because of whom', () => {
    show(<Chips />, [signalOf('risk', unknown), signalOf('kept', { kind: 'promise', ...unknown })])
    expect(chips()).toEqual([])
    expect(document.querySelector('.unsure')?.textContent).toContain('Título risk: Encuestas no responde')
  })
  it('what an agent may give is said only where there is something to give, and opens the form', () => {
    show(<Chips />, [signalOf('m', { kind: 'margin', ...answered('no') })])
    expect(document.querySelector('.margin')).toBeNull()
    document.body.replaceChildren()
    const { open } = show(<Chips />, [signalOf('m', { kind: 'margin' })])
    expect(document.querySelector('.margin')?.textContent).toContain('Tu margen: texto m')
    fireEvent.click(screen.getByText('Anotar un gesto'))
    expect(open.value).toEqual({ action: gesture })
  })
})

describe('an answer', () => {
  const words = (more: Partial<SignalEvent>) => {
    document.body.replaceChildren()
    return show(<SignalText signal={signalOf('x', more)} />, []).container.textContent
  }
  it('whose words this role may not see says so, though the answer itself is clear', () => {
    expect(words({ text: { shown: 'withheld' } })).toBe(words({ answer: { shown: 'withheld' } }))
    expect(words({ answer: { shown: 'masked', hint: 'sí •••', revealable: false } })).toBe('sí •••')
    expect(words({ text: { shown: 'clear', value: '' } })).toBe('sí')
  })
  it('that has not come is waited for while the systems are asked, and not known afterwards', () => {
    const cell = (line: string) => {
      document.body.replaceChildren()
      show(<Glance />, [], line)
      return document.querySelector('dd span')?.className
    }
    expect([cell('asking'), cell('ready')]).toEqual(['wait', 'unknown'])
  })
})
