// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CardEvent, EventBody, Who } from '../../../connectors/contract/index.ts'
import { candidates, sayIn, signal as signalOf, who } from '../../gallery/people.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import type { Source } from '../../source/port.ts'
import { type CardParts, createCard } from '../../state/index.ts'
import { stamp, subjectOf, testHost } from '../../state/testing/world.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import { mount } from './index.tsx'
import { Systems } from './systems.tsx'
import Undo from './undo.tsx'

configure({ asyncUtilTimeout: 30_000 })
const es = sayIn('es')
const settled: EventBody = { event: 'settled', answered: 1, failed: 0, changes: 'c' }
const stops: (() => void)[] = []
beforeAll(async () => {
  await setLanguage('es')
  await Promise.all([loadTexts(later), loadTexts(history)])
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  document.body.replaceChildren()
})

/** A mounted card that tells these events of whoever is on screen. */
const cardOf = (...events: EventBody[]) => cardWith({}, ...events)
function cardWith(parts: Partial<CardParts>, ...events: EventBody[]) {
  const source = {
    place: 'gateway',
    open: async function* (request: { epoch?: number }): AsyncGenerator<CardEvent> {
      yield* stamp(events, request.epoch ?? 0)
    },
    ask: async function* () {},
    search: async () => [],
    changes: () => new Promise(() => {}),
    outcome: () => {},
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
  } as unknown as Source
  const root = document.body.appendChild(document.createElement('div'))
  const host = testHost()
  const card = createCard({ source, host, ...parts })
  const unmount = mount(root, card)
  stops.push(unmount, () => card.dispose())
  act(() => host.bind(subjectOf('A')))
  return { root, host, card, unmount }
}
const possibles = (root: HTMLElement) =>
  [...root.querySelectorAll('.possible')].map((one) => one.querySelectorAll('b')[1]?.textContent)
const whoIs = (more: Partial<Who>) => who(es, more)

describe('one customer after another', () => {
  it('what was opened over the first is closed for the next, and the focus is on who it is', async () => {
    const { root, host } = cardOf(whoIs({}), settled)
    await screen.findByRole('heading', { level: 1, name: 'Lucía Martín Ortega' })
    fireEvent.click(root.querySelector('.tools [aria-keyshortcuts="?"]') as HTMLElement)
    const close = await screen.findByText('Cerrar')
    await waitFor(() => expect(document.activeElement).toBe(close))
    act(() => host.bind(subjectOf('B')))
    expect(root.querySelector('.over')).toBeNull()
    await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'))
  })
})

describe('doubt', () => {
  it('each who may be the same person is asked about once, the likeliest first', async () => {
    const all = candidates(es)
    const { root } = cardOf(
      whoIs({ outcome: 'possible', candidates: [all[1]!, all[0]!] }),
      signalOf('best', '', 'Sí', 'good'),
      settled,
    )
    await waitFor(() => expect(possibles(root)).toEqual(['Lucía Martín Ortega', 'Lucía Martínez Soto']))
  })
  it('a locked account stays locked when every system has answered', async () => {
    const { root } = cardOf(whoIs({ locked: { words: 'Pregunta por la población.' } }), settled)
    await screen.findByText('Confirmado')
    await waitFor(() => expect(root.querySelector('.locked')).not.toBeNull())
    expect(root.querySelector('.glance, section.panel, .further')).toBeNull()
  })
})

function show(children: preact.ComponentChildren, card: object, state: object) {
  const view = { card, state, now: signal(0), toast: signal(''), open: freshOpen() } as unknown as View
  return render(<ViewProvider value={view}>{children}</ViewProvider>)
}
it('a decision is taken back for the card it was taken on, and a refusal is said', async () => {
  const decide = vi.fn(async () => ({ is: 'failed', says: 'Ya no.' }))
  show(<Undo notice={{ says: 'Anotado.', link: 'link-1', card: 'card-1' } as never} />, { decide }, {})
  await act(async () => void fireEvent.click(screen.getByText('Deshacer')))
  expect(decide.mock.calls).toEqual([['undo', { link: 'link-1', card: 'card-1' }]])
  expect(document.querySelector('.notice')?.textContent).toContain('No se pudo. Ya no.')
})
it('a system that was still asked when the line was cut has not answered, and can be asked again alone', () => {
  const retry = vi.fn()
  const list = (line: string) => {
    document.body.replaceChildren()
    const systems = signal(
      new Map(
        (['asking', 'answered', 'not-asked'] as const).map((state) => [
          state,
          { connector: state, title: `Sistema ${state}`, state },
        ]),
      ),
    )
    return show(<Systems />, { retry }, { systems, connection: signal({ line }) }).container
  }
  expect(list('asking').querySelector('.down, button')).toBeNull()
  expect(list('lost').querySelectorAll('.down')).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: /Sistema asking/ }))
  expect(retry.mock.calls).toEqual([[{ connector: 'asking' }]])
})
it('a word of confirmation goes by itself after some seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { root } = cardOf(whoIs({}), settled)
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async () => {} },
    })
    await vi.waitFor(() => expect(root.querySelector('.keys button.v')).not.toBeNull())
    fireEvent.click(root.querySelector('.keys button.v') as HTMLElement)
    await vi.waitFor(() => expect(root.querySelector('.toast')?.textContent).toMatch(/\S/))
    await act(async () => void (await vi.advanceTimersByTimeAsync(4_000)))
    expect(root.querySelector('.toast')?.textContent).toBe('')
  } finally {
    vi.useRealTimers()
  }
})
it('a second word of confirmation has its own time, whatever was left of the first', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const key = (kind: 'mail' | 'phone', value: string) =>
      ({ kind, value: { shown: 'clear', value }, found: true }) as const
    const { root } = cardOf(whoIs({ keys: [key('mail', 'a@b.es'), key('phone', '+34600111222')] }), settled)
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async () => {} },
    })
    await vi.waitFor(() => expect(root.querySelectorAll('.keys button.v')).toHaveLength(2))
    const toast = () => root.querySelector('.toast')?.textContent
    const [first, second] = root.querySelectorAll('.keys button.v')
    fireEvent.click(first as Element)
    await vi.waitFor(() => expect(toast()).toContain('a@b.es'))
    await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)))
    fireEvent.click(second as Element)
    await vi.waitFor(() => expect(toast()).toContain('600'))
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)))
    expect(toast()).toContain('600')
    expect(root.querySelector('.toast')?.getAttribute('aria-live')).toBe('polite')
  } finally {
    vi.useRealTimers()
  }
})

describe('what stands on the card', () => {
  const risk = signalOf('risk', 'Riesgo', 'Se va', 'bad', { kind: 'signal' })
  it('while systems still answer, is nothing that may yet be otherwise; once they have, all of it', async () => {
    // The parts are here already: what is not shown is not shown on purpose.
    await Promise.all([import('./later.tsx'), import('../glance/chips.tsx')])
    const early = cardOf(whoIs({}), risk)
    await waitFor(() => expect(early.root.querySelector('.glance')).not.toBeNull())
    await act(async () => {})
    expect(early.root.querySelector('.further, ul.chips')).toBeNull()
    const late = cardOf(whoIs({}), risk, settled)
    await waitFor(() => expect(late.root.querySelector('.further')).not.toBeNull())
    await waitFor(() => expect(late.root.querySelector('ul.chips')?.textContent).toContain('Riesgo'))
  })
  it('of who was identified is their account even where no system has answered, and no question who it is', async () => {
    const { root } = cardOf(whoIs({ outcome: 'identified', candidates: candidates(es).slice(1, 2) }), settled)
    await waitFor(() => expect(root.querySelector('.glance, section.panel')).not.toBeNull())
    expect(root.querySelector('h1')?.textContent).toBe('Lucía Martín Ortega')
  })
  it('while the journey is open, is the journey alone, and what was there before when it is closed', async () => {
    const { root } = cardOf(whoIs({}), settled)
    fireEvent.click(await screen.findByText(t('tool.journey')))
    await screen.findByRole('heading', { name: t('journey.title') })
    expect(root.querySelector('.glance, section.panel, .further')).toBeNull()
    fireEvent.click(screen.getByText(t('journey.back')))
    await waitFor(() => expect(root.querySelector('.further')).not.toBeNull())
  })
})

describe('the card in its page', () => {
  const page = document.documentElement
  const layout = (root: HTMLElement) => root.querySelector('main')?.className
  it('wears the theme that the host wants, and the page’s own where it wants none', () => {
    const { host } = cardOf(whoIs({}))
    for (const theme of ['dark', 'light'] as const) {
      act(() => host.set({ theme }))
      expect(page.dataset.theme).toBe(theme)
    }
    act(() => host.set({ theme: 'auto' }))
    expect(page.dataset.theme).toBeUndefined()
  })
  it('speaks the language of the host, and the page says which', async () => {
    const { host } = cardOf(whoIs({}))
    act(() => host.set({ language: 'en' }))
    await waitFor(() => expect(page.lang).toBe('en'))
    act(() => host.set({ language: 'es' }))
    await waitFor(() => expect(page.lang).toBe('es'))
  })
  it('is laid out as the host wants, else as the ficha does', async () => {
    const touch = { ...whoIs({}), ficha: { ...(whoIs({}) as unknown as Who).ficha, layout: 'touch' } }
    const { root, host } = cardOf(touch as EventBody)
    await waitFor(() => expect(layout(root)).toBe('card touch'))
    act(() => host.set({ layout: 'compact' }))
    expect(layout(root)).toBe('card compact')
  })
  it('takes the focus from nobody outside it when the customer changes', async () => {
    const { root, host } = cardOf(whoIs({}))
    const reply = document.body.appendChild(document.createElement('textarea'))
    reply.focus()
    act(() => host.bind(subjectOf('B')))
    await waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Lucía Martín Ortega'))
    expect(document.activeElement).toBe(reply)
  })
  it('counts the seconds while somebody looks at it, and none once it is taken away', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
    try {
      let now = 1_000_000
      const { root, unmount } = cardWith({ now: () => now, schedule: () => () => {}, random: () => 1 })
      await waitFor(() => expect(root.querySelector('.banner')).not.toBeNull())
      const left = () => root.querySelector('.banner span')?.textContent
      const second = (is: DocumentVisibilityState) => {
        visibility.mockReturnValue(is)
        now += 1_000
        act(() => void vi.advanceTimersByTime(1_000))
        return left()
      }
      const at = left()
      expect(second('hidden')).toBe(at)
      expect(second('visible')).not.toBe(at)
      unmount()
      expect([vi.getTimerCount(), root.innerHTML]).toEqual([0, ''])
    } finally {
      visibility.mockRestore()
      vi.useRealTimers()
    }
  })
  it('tells its host how high it is, each height once, and nothing once it is taken away', () => {
    let measure = () => {}
    const disconnect = vi.fn()
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(run: () => void) {
          measure = run
        }
        observe() {}
        disconnect = disconnect
      },
    )
    try {
      const { root, card, unmount } = cardOf(whoIs({}))
      const told = vi.spyOn(card, 'resize')
      for (const height of [80.2, 80.9, 120]) {
        root.getBoundingClientRect = () => ({ height }) as DOMRect
        measure()
      }
      expect(told.mock.calls).toEqual([[81], [120]])
      expect(disconnect).not.toHaveBeenCalled()
      unmount()
      expect(disconnect).toHaveBeenCalledTimes(1)
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
