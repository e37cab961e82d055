// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JourneyAnswer, JourneyScore } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
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
    expect([ago(0), ago(1), ago(8), ago(-3), ago(200), ago(730)]).toEqual([
      'hoy',
      'ayer',
      'hace 8 días',
      'dentro de 3 días',
      'hace 7 meses',
      'hace 2 años',
    ])
  })
  it('a time in at most two units', () => {
    expect([span(0.4), span(45), span(1_800), span(5_400), span(172_800)]).toEqual([
      '1 s',
      '45 s',
      '30 min',
      '1 h 30 min',
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
  it('the last comment is quoted with its own score', () => {
    render(<Satisfaction scores={[score(3, 10, 9, { comment: 'Tarde.' }), score(9, 10, 1)]} />)
    expect(document.querySelector('blockquote')?.textContent).toBe('«Tarde.» 3/10, hace 9 días')
  })
})

describe('the other side of the card', () => {
  const turn = (ask: (signal: AbortSignal) => Promise<JourneyAnswer>) => {
    const view = {
      card: { source: { journey: (_: unknown, stop: AbortSignal) => ask(stop) } },
      state: { who: signal({ card: 'handle' }), signals: signal(new Map()) },
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
    fireEvent.click(screen.getByText('Reintentar'))
    await screen.findByText('Sus últimos 30 días, como los ha vivido.')
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
