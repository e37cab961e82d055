// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { Tools } from '../toolbar.tsx'
import { freshOpen, titleOf, type View, ViewProvider } from '../view.ts'
import { Banner } from './banner.tsx'
import { keyboardOnUse } from './keyboard-on-use.ts'
import Later from './later.tsx'
import { PriorStatements } from './prior-statements.tsx'
import { Systems } from './systems.tsx'

configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
const action = { connector: 'desk', name: 'handoff', title: 'Dejar una nota', confirm: '', input: [] }
const ficha = {
  id: 'a',
  title: 'Asesor',
  glance: [],
  actions: [action],
  panels: [],
  mayAsk: [{ question: 'returns', title: 'x' }],
  timeline: true,
  others: [
    { id: 'a', title: 'Asesor' },
    { id: 'b', title: 'Mostrador' },
  ],
}
function show(children: preact.ComponentChildren, card: object = {}, state: object = {}) {
  const open = freshOpen()
  const view = {
    card: { shouldSurveyAgent: async () => false, ...card },
    state: {
      systems: signal(new Map()),
      signals: signal(new Map()),
      readings: signal(new Map()),
      faults: signal([]),
      connection: signal({ line: 'ready' }),
      notice: signal(undefined),
      who: signal({ outcome: 'identified', ficha }),
      ...state,
    },
    now: signal(now),
    toast: signal(''),
    open,
  } as unknown as View
  return { open, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('the banner', () => {
  const banner = (line: object, state: object = {}, card: object = {}) => {
    document.body.replaceChildren()
    const retry = vi.fn()
    const { container } = show(<Banner />, { retry, ...card }, { connection: signal(line), ...state })
    return { retry, banner: container.querySelector('.banner'), container }
  }
  const at = { since: now, attempt: 0, retryAt: now + 3_200 }
  it('says that the line is cut and when it is tried again, and tries at once when asked', () => {
    for (const line of ['lost', 'offline'] as const) {
      const { banner: b, retry } = banner({ line, ...at })
      expect(words(b)).toBe(`${t(line)} ${t('again.in', { n: 4 })} ${t('again.now')}`)
      expect(words(b)).not.toContain(t('offline.empty'))
      fireEvent.click(screen.getByText(t('again.now')))
      expect(retry.mock.calls).toEqual([[]])
    }
    expect(words(banner({ line: 'offline', ...at }, { who: signal(undefined) }).banner)).toContain(
      t('offline.empty'),
    )
  })
  it('says what refused, and when it is tried again only where it is', () => {
    const problem = { detail: 'Pide el permiso.' }
    expect(words(banner({ line: 'refused', since: now, problem }).banner)).toBe(
      `${t('refused')} Pide el permiso. ${t('retry')}`,
    )
    const { banner: b, retry } = banner({ line: 'refused', since: now, problem, retryAt: now + 2_000 })
    expect(words(b)).toContain(t('again.in', { n: 2 }))
    fireEvent.click(screen.getByText(t('retry')))
    expect(retry).toHaveBeenCalledTimes(1)
  })
  it('is not there while all is well; a notice without words or a way back is none', async () => {
    for (const line of ['ready', 'asking', 'blank']) expect(banner({ line }).banner).toBeNull()
    expect(banner({ line: 'ready' }, { notice: signal({ says: '', card: 'c' }) }).container.textContent).toBe(
      '',
    )
    banner({ line: 'ready' }, { notice: signal({ says: '', link: 'l', card: 'c' }) })
    await screen.findByText(t('undo'))
  })
})

describe('the systems', () => {
  const system = (connector: string, state: string, more: object = {}) =>
    [connector, { connector, title: connector.toUpperCase(), state, ...more }] as const
  it('each stand with what it did; those not asked in one line', () => {
    const retry = vi.fn()
    const systems = signal(
      new Map([
        system('a', 'answered'),
        system('b', 'asking'),
        system('c', 'late'),
        system('d', 'down', { code: 'unavailable', since: '2026-03-10T08:30:00Z' }),
        system('e', 'not-asked'),
        system('f', 'not-asked'),
        system('g', 'down'),
      ]),
    )
    const { container } = show(<Systems />, { retry }, { systems, connection: signal({ line: 'asking' }) })
    expect([...container.querySelectorAll('li')].map((li) => [words(li), li.className.trim()])).toEqual([
      [`A ${t('system.answered')}`, 'from'],
      [`B: ${t('system.asking')}`, 'from wait'],
      [`C: ${t('system.late')} · ${t('retry.one')}`, 'from wait'],
      [
        `D: ${t('code.unavailable')} ${t('system.since', { when: t('at.time', { time: '09:30' }) })} · ${t('retry.one')}`,
        'from down',
      ],
      [`G: ${t('code.unavailable')} · ${t('retry.one')}`, 'from down'],
      [`${t('system.not-asked')}: E, F`, 'from off'],
    ])
    fireEvent.click(screen.getByRole('button', { name: t('retry.of', { title: 'D' }) }))
    expect(retry.mock.calls).toEqual([[{ connector: 'd' }]])
  })
  it('are called by their own title, else the ficha’s, else their name', () => {
    const state = {
      systems: signal(new Map([system('a', 'answered')])),
      who: signal({ ficha: { panels: [{ systems: [{ connector: 'b', title: 'Be' }] }] } }),
    } as unknown as View['state']
    expect(['a', 'b', 'c'].map((c) => titleOf(state, c))).toEqual(['A', 'Be', 'c'])
  })
})

describe('the tools', () => {
  const names = () => screen.getAllByRole('button').map((b) => b.textContent)
  it('open what they are for, and close it', () => {
    const { open } = show(<Tools />)
    const press = (name: string) => act(() => void fireEvent.click(screen.getByText(name)))
    press(t('tool.search'))
    expect(open.value).toBe('search')
    press('?')
    expect(open.value).toBe('help')
    press('?')
    expect(open.value).toBeUndefined()
  })
  it('are a named group, and only the search says that it is open while it is', () => {
    const { open } = show(<Tools />)
    expect(screen.getByRole('group').getAttribute('aria-label')).toBe(t('tools'))
    const expanded = () => screen.getByText(t('tool.search')).getAttribute('aria-expanded')
    expect(expanded()).toBe('false')
    act(() => void (open.value = 'search'))
    expect(expanded()).toBe('true')
    act(() => void (open.value = 'help'))
    expect(expanded()).toBe('false')
  })
  it('take somebody off the card where somebody is on it', () => {
    const decide = vi.fn()
    show(<Tools />, { decide })
    fireEvent.click(screen.getByText(t('tool.wrong')))
    expect(decide.mock.calls).toEqual([['not-them']])
    for (const outcome of ['nobody', 'several']) {
      document.body.replaceChildren()
      show(<Tools />, {}, { who: signal({ outcome, ficha }) })
      expect(names()).not.toContain(t('tool.wrong'))
    }
    document.body.replaceChildren()
    show(<Tools />, {}, { who: signal(undefined) })
    expect(names()).toEqual([t('tool.search'), '?'])
  })
  it('offer the agent’s other fichas, each once', () => {
    const chooseFicha = vi.fn()
    show(<Tools />, { chooseFicha })
    const select = screen.getByLabelText<HTMLSelectElement>(t('tool.ficha'))
    expect([...select.options].map((o) => [o.value, o.textContent])).toEqual([
      ['a', 'Asesor'],
      ['b', 'Mostrador'],
    ])
    fireEvent.change(select, { target: { value: 'b' } })
    expect(chooseFicha.mock.calls).toEqual([['b']])
    document.body.replaceChildren()
    const one = { ...ficha, others: [{ id: 'b', title: 'Mostrador' }] }
    show(<Tools />, {}, { who: signal({ outcome: 'identified', ficha: one }) })
    expect(
      [...screen.getByLabelText<HTMLSelectElement>(t('tool.ficha')).options].map((o) => o.value),
    ).toEqual(['a', 'b'])
    document.body.replaceChildren()
    show(<Tools />, {}, { who: signal({ outcome: 'identified', ficha: { ...ficha, others: [] } }) })
    expect(screen.queryByLabelText(t('tool.ficha'))).toBeNull()
  })
})

describe('what comes after the first look', () => {
  it('leads to the actions, the timeline, the journey and to more, where the ficha has them', () => {
    const { open, container } = show(<Later />)
    const press = (name: string) => {
      fireEvent.click(screen.getByText(name))
      return open.value
    }
    expect([
      press('Dejar una nota'),
      press(t('tool.timeline')),
      press(t('tool.journey')),
      press(t('tool.more')),
    ]).toEqual([{ action }, 'timeline', 'journey', 'more'])
    expect(container.querySelector('[data-turn]')?.textContent).toBe(t('tool.journey'))
    document.body.replaceChildren()
    const bare = show(
      <Later />,
      {},
      { who: signal({ ficha: { ...ficha, actions: [], mayAsk: [], timeline: false } }) },
    )
    expect(bare.container.querySelector('.further')).toBeNull()
  })
  it('leads to more where that is all the ficha has, and not where there is no more', () => {
    const leads = (of: object) => {
      document.body.replaceChildren()
      const bare = { ...ficha, actions: [], timeline: false, mayAsk: [], ...of }
      const { container } = show(<Later />, {}, { who: signal({ ficha: bare }) })
      return [...container.querySelectorAll('.further button')].map(words)
    }
    expect(leads({ mayAsk: ficha.mayAsk })).toEqual([t('tool.more')])
    expect(leads({ actions: [action] })).toEqual(['Dejar una nota'])
    expect(leads({ timeline: true })).toEqual([t('tool.timeline'), t('tool.journey')])
  })
  it('says what went wrong, folded', () => {
    const { container } = show(<Later />, {}, { faults: signal([{ says: 'uno' }, { says: 'dos' }]) })
    expect(words(container.querySelector('.faults summary'))).toBe(`${t('faults')} (2)`)
    expect([...container.querySelectorAll('.faults li')].map(words)).toEqual(['uno', 'dos'])
    const of = (...says: string[]) => {
      document.body.replaceChildren()
      const { container: one } = show(<Later />, {}, { faults: signal(says.map((text) => ({ says: text }))) })
      return words(one.querySelector('.faults summary'))
    }
    expect([of('uno'), of()]).toEqual([`${t('faults')} (1)`, undefined])
  })
  it('what the customer told stands with when, by which way and in which system, and links there', () => {
    const field = (value: unknown) => ({ shown: 'clear', value })
    const reading = {
      question: 'interactions',
      connector: 'desk',
      asking: { asking: 'idle' },
      state: {
        known: 'value',
        freshUntil: '',
        from: {},
        value: [
          {
            ref: 'r',
            from: { connector: 'desk', url: 'https://desk.example/1' },
            fields: {
              startDate: field('2026-03-01'),
              told: field(['es celíaca']),
              channel: field({ code: 'phone' }),
            },
          },
        ],
      },
    }
    const { container } = show(
      <PriorStatements />,
      {},
      {
        readings: signal(new Map([['x', { value: reading }]])),
        systems: signal(new Map([['desk', { title: 'Soporte' }]])),
      },
    )
    expect([
      words(container.querySelector('b.h bdi')),
      words(container.querySelector('small')),
      words(container.querySelector('.from')),
    ]).toEqual([
      'es celíaca',
      [t('prior-statements.told'), '1 mar', t('channel.phone'), 'Soporte'].join(' · '),
      'Soporte',
    ])
    expect(container.querySelector('a')?.getAttribute('href')).toBe('https://desk.example/1')
    document.body.replaceChildren()
    expect(show(<PriorStatements />).container.textContent).toBe('')
  })
})

it('the first key brings the keyboard and is done then, unless the card has gone; a slash is not the browser’s', async () => {
  const root = document.body.appendChild(document.createElement('main'))
  const open = freshOpen()
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    return event.defaultPrevented
  }
  const stop = keyboardOnUse(root, () => open)
  expect([press('/'), press('a')]).toEqual([true, false])
  await waitFor(() => expect(open.value).toBe('search'))
  stop()
  open.value = undefined
  press('?')
  expect(open.value).toBeUndefined()
})
it('a card that has gone before its keyboard came has none', async () => {
  const root = document.body.appendChild(document.createElement('main'))
  const open = freshOpen()
  const press = () =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }))
  const stop = keyboardOnUse(root, () => open)
  press()
  stop()
  await import('../keyboard/keyboard.ts')
  await act(async () => {})
  press()
  expect(open.value).toBeUndefined()
})
