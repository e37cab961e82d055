// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JourneyAnswer, JourneyScore } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import { Journey } from './journey.tsx'
import JourneyOverlay from './journey-overlay.tsx'
import { ago, span } from './relative-time.ts'
import { Satisfaction } from './satisfaction.tsx'

configure({ asyncUtilTimeout: 30_000 })
const known = <T,>(value: T, partial?: true) => ({
  is: 'known' as const,
  value,
  ...(partial && { partial }),
})
const journey = (more: Partial<JourneyAnswer> = {}): JourneyAnswer => ({
  days: 30,
  pseudonym: false,
  steps: [],
  cut: 0,
  waits: known({ seconds: 600, times: 2, longest: 400 }),
  answers: known({ times: 0, longestSeconds: 0 }),
  matters: known([]),
  hops: known(0),
  promises: known([]),
  scores: known([]),
  missing: [],
  ...more,
})
beforeAll(async () => {
  await setLanguage('es')
  await Promise.all([loadTexts(later), loadTexts(history)])
})
beforeEach(() => document.body.replaceChildren())

describe('as a person says it', () => {
  it('days that are past and days that come, in days, months and years', () => {
    expect([ago(0), ago(1), ago(8), ago(100), ago(-3), ago(-200), ago(200), ago(700), ago(730)]).toEqual([
      'hoy',
      'ayer',
      'hace 8 días',
      'hace 100 días',
      'dentro de 3 días',
      'dentro de 7 meses',
      'hace 7 meses',
      'hace 23 meses',
      'hace 2 años',
    ])
  })
  it('a time in at most two units', () => {
    expect([span(0.4), span(45), span(1_800), span(5_400), span(172_740), span(172_800)]).toEqual([
      '1 s',
      '45 s',
      '30 min',
      '1 h 30 min',
      '47 h 59 min',
      '2 d',
    ])
  })
})

describe('a journey', () => {
  const fact = (name: string, more: Partial<JourneyAnswer>) => {
    document.body.replaceChildren()
    const { container } = render(<Journey journey={journey(more)} />)
    return [...container.querySelectorAll('.figures > div')].find(
      (one) => one.querySelector('dt')?.textContent === name,
    )?.lastElementChild?.textContent
  }
  it('a figure that lacks something is "at least"; one not known and one not for this role are not alike', () => {
    const waits = { seconds: 600, times: 2, longest: 400 }
    expect(fact('Esperó', { waits: known(waits, true) })).toMatch(/^al menos 10 min en 2/)
    expect(fact('Esperó', { waits: known(waits) })).toMatch(/^10 min en 2/)
    expect(fact('Esperó', { waits: { is: 'withheld' } })).toBe('tu puesto no lo ve')
    expect(fact('Esperó', { waits: { is: 'unknown' } })).toBe('no se sabe')
  })
  it('its headings follow those of the page that it is in', () => {
    const headings = (level?: 2 | 3) => {
      document.body.replaceChildren()
      const { container } = render(<Journey journey={journey()} {...(level && { level })} />)
      return [...new Set([...container.querySelectorAll('section > *')].map((one) => one.tagName))].filter(
        (tag) => tag.startsWith('H'),
      )
    }
    expect([headings(), headings(3), headings(2)]).toEqual([['H3'], ['H3'], ['H2']])
  })
  it('says whose part is missing, once for each system, instead of that nothing happened', () => {
    const missing = (['orders', 'returns'] as const).map((question) => ({
      connector: 'shop',
      title: 'Tienda',
      question,
      is: 'failed' as const,
    }))
    const { container } = render(<Journey journey={journey({ missing })} />)
    expect(container.textContent).toContain('Falta lo de: Tienda.')
    expect(container.textContent).not.toContain('no ha vivido nada')
  })
})

describe('what a person has lived', () => {
  type Step = JourneyAnswer['steps'][number]
  const step = (is: Step['is'], more: Partial<Step> = {}): Step =>
    ({ is, at: '2026-03-01', daysAgo: 9, ...more }) as Step
  const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()
  const told = (more: Partial<JourneyAnswer>) => {
    document.body.replaceChildren()
    return render(<Journey journey={journey(more)} />).container
  }
  it.each([
    ['call', 'journey.step.call'],
    ['phone', 'journey.step.call'],
    ['chat', 'journey.step.chat'],
    ['visit', 'journey.step.visit'],
    ['store', 'journey.step.visit'],
    ['mail', 'journey.step.mail'],
    [undefined, 'journey.step.contact'],
  ] as const)('a contact by %s is told in their words', (channel, key) => {
    const steps = [step('contact', channel ? { channel: channel as never } : {})]
    expect(words(told({ steps }).querySelector('.steps b'))).toBe(t(key))
  })
  it('each day is named once; a step says how long they waited, how often again, and what it was worth', () => {
    const steps = [
      step('ordered', { words: 'Lámpara', amount: { amount: '12.50', currency: 'EUR' }, tone: 'good' }),
      step('delivered'),
      step('delivered', { late: true, daysAgo: 8 }),
      step('contact', { channel: 'chat' as never, daysAgo: 8, again: 3, waited: 120, tone: 'bad' }),
      step('said', { daysAgo: 7, score: 4, outOf: 5, waited: 0 }),
    ]
    const container = told({ steps, cut: 1 })
    const li = [...container.querySelectorAll('.steps > li')]
    expect(li.map((one) => [words(one.querySelector('time')), one.className])).toEqual([
      [ago(9), 'good'],
      [undefined, 'calm'],
      [ago(8), 'calm'],
      [undefined, 'bad'],
      [ago(7), 'calm'],
    ])
    expect(li.map((one) => words(one.querySelector('span'))?.replaceAll('\u00a0', ' '))).toEqual([
      `${t('journey.step.ordered')} · Lámpara · 12,50 €`,
      t('journey.step.delivered'),
      t('journey.step.delivered.late'),
      `${t('journey.step.chat')}${t('journey.step.again', { n: 3 })} · ${t('journey.step.waited', { time: '2 min' })}`,
      t('journey.step.said', { score: 4, outOf: 5 }),
    ])
    expect(container.textContent).toContain(t('journey.cut', { n: 1 }))
    expect(container.textContent).not.toContain(t('journey.none'))
    expect(told({ steps, cut: 0 }).textContent).not.toContain(t('journey.cut', { n: 0 }))
  })
  it('nothing at all is said where nothing is missing', () => {
    const container = told({})
    expect(container.textContent).toContain(t('journey.none'))
    expect(container.querySelector('.steps')).toBeNull()
  })
  it('every figure has words for none, for some, and for what it hides', () => {
    const figures = (more: Partial<JourneyAnswer>) =>
      [...told(more).querySelectorAll('.figures dd')].map((dd) => words(dd))
    const matter = { contacts: 4, transfers: 2 }
    expect(
      figures({
        waits: known({ seconds: 600, times: 1, longest: 400 }),
        matters: known([{ ...matter, name: 'la lámpara' }, matter] as never),
        hops: known(2),
        answers: known({ times: 1, longestSeconds: 7_200 }),
      }),
    ).toEqual([
      t('journey.waits.value', { n: 1, total: span(600), longest: span(400) }),
      t('journey.again.value', { n: 4, what: 'la lámpara' }),
      `${t('journey.hops.value', { n: 2 })}, ${t('journey.transfers', { n: 4 })}`,
      t('journey.answers.value', { longest: span(7_200) }),
    ])
    expect(
      figures({
        waits: known({ seconds: 0, times: 0, longest: 0 }),
        matters: known([{ contacts: 2, transfers: 1 }] as never),
        hops: known(0),
      }),
    ).toEqual([
      t('journey.waits.none'),
      t('journey.again.bare', { n: 2 }),
      `${t('journey.hops.none')}, ${t('journey.transfers', { n: 1 })}`,
      t('journey.answers.none'),
    ])
    expect(figures({ matters: { is: 'unknown' }, hops: known(1) })).toEqual([
      expect.anything(),
      t('journey.unknown'),
      t('journey.hops.value', { n: 1 }),
      expect.anything(),
    ])
    expect(figures({})[1]).toBe(t('journey.again.none'))
    for (const [is, key] of [
      ['withheld', 'journey.hidden'],
      ['unknown', 'journey.unknown'],
    ] as const) {
      expect(
        [
          ...told({ promises: { is }, waits: known({ seconds: 1, times: 1, longest: 1 }) }).querySelectorAll(
            'section p',
          ),
        ].map(words)[0],
      ).toBe(t(key))
      expect([...told({ scores: { is } }).querySelectorAll('section p')].map(words).at(-1)).toBe(t(key))
    }
    expect(told({}).textContent).toContain(t('journey.promises.none'))
  })
  it('a good mark after many contacts for one thing stands out; a bad one, or one contact, does not', () => {
    const said = (more: object) => {
      const p = told({ saidAndDone: { score: 9, outOf: 10, contacts: 4, ...more } as never }).querySelector(
        '.says',
      )
      return [words(p), p?.className.trim()]
    }
    expect(said({})).toEqual([t('journey.said', { score: 9, outOf: 10, n: 4 }), 'says split'])
    expect(said({ name: 'la lámpara', score: 7 })).toEqual([
      t('journey.said.matter', { score: 7, outOf: 10, n: 4, what: 'la lámpara' }),
      'says split',
    ])
    expect(said({ score: 6 })).toEqual([t('journey.said', { score: 6, outOf: 10, n: 4 }), 'says'])
    expect(said({ contacts: 1 })).toEqual([t('journey.said.once', { score: 9, outOf: 10 }), 'says'])
    expect(told({}).querySelector('.says')).toBeNull()
  })
  it('every promise bears its own mark, when it was due and how late it was', () => {
    const promise = (is: string, more: object = {}) => ({ kind: 'delivery', is, dueDaysAgo: 5, ...more })
    const container = told({
      promises: known(
        ['kept', 'late', 'broken', 'open', 'unknown'].map((is) =>
          promise(is, is === 'late' ? { lateDays: 2, what: 'Lámpara' } : {}),
        ) as never,
      ),
    })
    expect([...container.querySelectorAll('.kept li')].map((li) => [li.className, words(li)])).toEqual(
      (
        [
          ['good', '✓', '', 'kept', 0],
          ['bad', '✗', ' · Lámpara', 'late', 2],
          ['bad', '✗', '', 'broken', 0],
          ['calm', '…', '', 'open', 0],
          ['unknown', '?', '', 'unknown', 0],
        ] as const
      ).map(([look, mark, what, is, n]) => [
        look,
        `${mark}${t('journey.promise.delivery')}${what} ${t('journey.promise.due', { when: ago(5) })}: ${t(`journey.promise.${is}`, { n })}`,
      ]),
    )
  })
})

describe('what they said over time', () => {
  const score = (n: number, outOf: number, daysAgo: number, more: Partial<JourneyScore> = {}) => ({
    daysAgo,
    kind: 'nps',
    score: n,
    outOf,
    ...more,
  })
  const drawn = (...scores: JourneyScore[]) => {
    document.body.replaceChildren()
    const { container } = render(<Satisfaction scores={scores} />)
    return [...container.querySelectorAll('.dot')].map((dot) => ({
      y: Number(/ ([\d.]+)h/.exec(dot.getAttribute('d') ?? '')?.[1]),
      tone: dot.getAttribute('class')?.replace('dot ', ''),
    }))
  }
  it('each score is drawn against its own scale: the best of five is as high as the best of ten', () => {
    const [five, ten, none] = drawn(score(5, 5, 30), score(10, 10, 20), score(0, 10, 1))
    expect(five).toEqual(ten)
    expect(none?.y).toBeGreaterThan(ten?.y ?? 0)
    expect([five?.tone, none?.tone]).toEqual(['good', 'bad'])
  })
  it('seven of ten is good, five is not bad; nothing is drawn outside, and time runs to the right', () => {
    expect(
      drawn(score(7, 10, 9), score(5, 10, 8), score(4.9, 10, 7), score(6.9, 10, 6)).map((d) => d.tone),
    ).toEqual(['good', 'calm', 'bad', 'calm'])
    const [over, best, under, worst] = drawn(
      score(12, 10, 9),
      score(10, 10, 8),
      score(-2, 10, 7),
      score(0, 10, 6),
    )
    expect([over?.y, under?.y]).toEqual([best?.y, worst?.y])
    const xs = () =>
      [...document.querySelectorAll('.dot')].map((dot) =>
        Number(/^M([\d.-]+)/.exec(dot.getAttribute('d') ?? '')?.[1]),
      )
    drawn(score(1, 10, 30), score(2, 10, 15), score(3, 10, 0))
    expect(xs()).toEqual([8, 150, 292])
    expect(document.querySelectorAll('.line')).toHaveLength(1)
    drawn(score(1, 10, 3), score(2, 10, 3))
    expect(xs()).toEqual([8, 8])
    drawn(score(1, 10, 3))
    expect([xs(), document.querySelectorAll('.line').length]).toEqual([[150], 0])
  })
  it('the first and the last are said in words, and all of them in a table, the newest first', () => {
    drawn(score(3, 5, 9), score(8, 10, 4, { comment: 'Bien.' }), score(9, 10, 1))
    const says = t('journey.scores.line', {
      to: '9',
      toOf: 10,
      toWhen: ago(1),
      n: 3,
      from: '3',
      fromOf: 5,
      fromWhen: ago(9),
    })
    expect(document.querySelector('figcaption span')?.textContent).toBe(says)
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(says)
    expect(
      [...document.querySelectorAll('tbody tr')].map((tr) => [...tr.children].map((td) => td.textContent)),
    ).toEqual([
      [ago(1), '9/10', 'NPS', ''],
      [ago(4), '8/10', 'NPS', 'Bien.'],
      [ago(9), '3/5', 'NPS', ''],
    ])
    drawn(score(4, 5, 2))
    expect(document.querySelector('figcaption span')?.textContent).toBe(
      t('journey.scores.one', { to: '4', toOf: 5, toWhen: ago(2) }),
    )
    drawn(score(1, 5, 9, { comment: 'Mal.' }), score(5, 5, 1, { comment: 'Mejor.' }))
    expect(document.querySelector('blockquote bdi')?.textContent).toBe('Mejor.')
    document.body.replaceChildren()
    expect(render(<Satisfaction scores={[]} />).container.textContent).toBe(t('journey.scores.none'))
  })
  it('the last comment is quoted with its own score', () => {
    render(<Satisfaction scores={[score(3, 10, 9, { comment: 'Tarde.' }), score(9, 10, 1)]} />)
    expect(document.querySelector('blockquote')?.textContent).toBe('«Tarde.» 3/10, hace 9 días')
  })
})

describe('the other side of the card', () => {
  const turn = (
    ask: (signal: AbortSignal, request: unknown) => Promise<JourneyAnswer>,
    signals: readonly object[] = [],
  ) => {
    const view = {
      card: { source: { journey: (request: unknown, stop: AbortSignal) => ask(stop, request) } },
      state: {
        who: signal({ card: 'handle', ficha: { panels: [] } }),
        signals: signal(new Map(signals.map((value, i) => [String(i), { value }]))),
        systems: signal(new Map()),
      },
      open: freshOpen(),
    } as unknown as View
    return render(
      <ViewProvider value={view}>
        <JourneyOverlay />
      </ViewProvider>,
    )
  }
  it('that could not be told says why, and is asked again on demand', async () => {
    let tries = 0
    turn(async () => {
      if (tries++ === 0)
        throw new SourceError('refused', '', {
          type: '',
          title: '',
          status: 403,
          code: 'forbidden',
          detail: 'Sin permiso.',
        })
      return journey()
    })
    expect((await screen.findByRole('alert')).textContent).toContain('No se pudo reunir. Sin permiso.')
    act(() => void fireEvent.click(screen.getByText('Reintentar')))
    // What went wrong before is not said of what is on its way.
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByRole('button').textContent).toBe(t('journey.back'))
    await screen.findByText('Sus últimos 30 días, como los ha vivido.')
  })
  it('shows the promises of the house that this role may see: kept, broken, or not known and why', async () => {
    const promise = (title: string, answer: object, more: object = {}) => ({
      kind: 'promise',
      rule: title,
      title,
      answer,
      text: { shown: 'clear', value: `texto ${title}` },
      tone: 'calm',
      reasons: [],
      ...more,
    })
    const is = (value: object) => ({ shown: 'clear', value })
    turn(
      async () => journey(),
      [
        promise('a', is({ is: 'yes' })),
        promise('b', is({ is: 'no' })),
        promise('c', is({ is: 'unknown', because: [] })),
        promise('d', { shown: 'withheld' }),
        promise('e', is({ is: 'yes' }), { kind: 'signal' }),
      ],
    )
    await screen.findByText(t('journey.promise.brand'))
    expect([...document.querySelectorAll('.kept li')].map((li) => [li.className, li.textContent])).toEqual([
      ['good', `✓a ${t('journey.brand.yes')}: texto a`],
      ['bad', `✗b ${t('journey.brand.no')}: texto b`],
      ['unknown', `?c ${t('unknown')}`],
    ])
  })
  it('is asked of the card in the language on screen; left, it is called off and says nothing more', async () => {
    const asked: [AbortSignal, unknown][] = []
    let fail: (error: Error) => void = () => {}
    const { unmount, container } = turn((stop, request) => {
      asked.push([stop, request])
      return new Promise((_, no) => {
        fail = no
      })
    })
    await expect.poll(() => asked.length).toBe(1)
    expect(asked[0]?.[1]).toEqual({ card: 'handle', locale: 'es' })
    expect(container.querySelector('section')?.getAttribute('aria-busy')).toBe('true')
    await act(() => setLanguage('pt'))
    await Promise.all([loadTexts(later), loadTexts(history)])
    await expect.poll(() => asked.at(-1)?.[1]).toEqual({ card: 'handle', locale: 'pt' })
    expect(asked.map(([stop]) => stop.aborted)).toEqual([...asked.slice(1).map(() => true), false])
    act(() => void unmount())
    expect(asked.every(([stop]) => stop.aborted)).toBe(true)
    await act(async () => fail(new Error('late')))
    expect(screen.queryByRole('alert')).toBeNull()
    await act(() => setLanguage('es'))
  })
  it('an answer in the language of before does not take the place of the one on screen', async () => {
    const answers: ((answer: JourneyAnswer) => void)[] = []
    turn(() => new Promise((done) => answers.push(done)))
    await expect.poll(() => answers.length).toBe(1)
    await act(() => setLanguage('en'))
    await Promise.all([loadTexts(later), loadTexts(history)])
    await expect.poll(() => answers.length).toBe(2)
    await act(async () => answers[1]?.(journey({ days: 30 })))
    await screen.findByText(/30 days/)
    await act(async () => answers[0]?.(journey({ days: 99 })))
    expect(screen.queryByText(/99/)).toBeNull()
    await act(() => setLanguage('es'))
  })
})
