// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignalEvent } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
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
describe('the first look', () => {
  const cell = (more: Partial<SignalEvent> = {}) => {
    document.body.replaceChildren()
    show(<Glance />, [signalOf('best', more)])
    return document.querySelector('dd button') as HTMLElement
  }
  it('an answer opens its reasons, and folds them again', async () => {
    const button = cell(unknown)
    expect([button.getAttribute('aria-expanded'), document.querySelector('.why')]).toEqual(['false', null])
    fireEvent.click(button)
    expect(button.getAttribute('aria-expanded')).toBe('true')
    await screen.findByText(t('unknown.because', { why: 'Encuestas no responde' }), { selector: '.why *' })
    fireEvent.click(button)
    expect(document.querySelector('.why')).toBeNull()
  })
  it('bears its tone, and unknown its own; what is hidden bears none', () => {
    expect(
      [cell(), cell(unknown), cell({ answer: { shown: 'withheld' } })].map((b) => b.className.trim()),
    ).toEqual(['v bad', 'v unknown', 'v'])
  })
  it('unknown names the system it has a title for, in whatever place it is told; else what it says', () => {
    const because = (...all: object[]): Partial<SignalEvent> => ({
      answer: { shown: 'clear', value: { is: 'unknown', because: all as never } },
    })
    const survey = { code: 'down', says: 'Encuestas no responde', connector: 'survey' }
    expect(cell(because({ code: 'x', says: 'sin sistema' }, survey)).textContent).toBe(
      t('unknown.because', { why: 'Encuestas no responde' }),
    )
    expect(cell(because({ code: 'x', says: 'sin sistema' })).textContent).toBe(t('unknown'))
    expect(cell(because({ code: 'no-norm', says: 'falta fijar la norma' })).textContent).toBe(
      t('unknown.because', { why: 'falta fijar la norma' }),
    )
  })
  it('a line is drawn of two points or more, from the lowest at its foot to the highest', () => {
    const d = (spark: number[]) => cell({ spark }).querySelector('path')?.getAttribute('d')
    expect(d([0, 5, 10])).toBe('M1.0 12.0 L23.0 7.0 L45.0 2.0')
    expect(d([3, 3])).toBe('M1.0 12.0 L45.0 12.0')
    expect(d([3])).toBeUndefined()
  })
})

it('what could not be known is counted apart from what is; a reason without words is none', () => {
  const silent: Partial<SignalEvent> = {
    answer: {
      shown: 'clear',
      value: {
        is: 'unknown',
        because: [
          { code: 'x', says: '' },
          { code: 'y', says: 'Falta el pedido' },
        ] as never,
      },
    },
  }
  const bare: Partial<SignalEvent> = { answer: { shown: 'clear', value: { is: 'unknown', because: [] } } }
  show(<Chips />, [
    signalOf('risk'),
    signalOf('a', silent),
    signalOf('b', bare),
    signalOf('m', { kind: 'margin', ...unknown }),
  ])
  expect(document.querySelector('.unsure summary')?.textContent).toBe(t('unknown.because', { why: 2 }))
  expect([...document.querySelectorAll('.unsure li')].map((li) => li.textContent)).toEqual([
    'Título a: Falta el pedido',
    `Título b: ${t('unknown')}`,
  ])
})
