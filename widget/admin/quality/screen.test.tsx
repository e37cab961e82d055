// @vitest-environment happy-dom
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CardEvent, Measure, QualityAnswer, QualityFigure } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { quality } from '../../i18n/quality.ts'
import { settled, stamp, whoOf } from '../../state/testing/world.ts'
import { Trend } from './chart.tsx'
import { difference, figureWords } from './figures.ts'
import { OwnCard } from './lead.tsx'
import { Screen } from './screen.tsx'

configure({ asyncUtilTimeout: 30_000 })
beforeAll(async () => {
  await setLanguage('es')
  await Promise.all([loadTexts(quality), loadTexts(later), loadTexts(history)])
})
beforeEach(() => document.body.replaceChildren())
const value = (share: number, n = 20): QualityFigure => ({ is: 'value', value: share, n })
const fewer: QualityFigure = { is: 'fewer' }

describe('figures', () => {
  it('a rise is better or worse as the measure says; what is not shown is compared with nothing', () => {
    expect(difference(value(0.6), value(0.5), 'up')).toEqual({ points: 10, is: 'better' })
    expect(difference(value(0.6), value(0.5), 'down')).toEqual({ points: 10, is: 'worse' })
    expect(difference(value(0.4), value(0.5), 'down')).toEqual({ points: -10, is: 'better' })
    expect(difference(value(0.501), value(0.499), 'up')).toEqual({ points: 0, is: 'same' })
    expect(difference(fewer, value(0.5), 'up')).toBeUndefined()
  })
  it('a difference is of the percentages as they are shown: from 79 % to 81 % are 2 points', () => {
    expect([figureWords(value(0.806), 'en'), figureWords(value(0.794), 'en')]).toEqual(['81%', '79%'])
    expect(difference(value(0.806), value(0.794), 'up')).toEqual({ points: 2, is: 'better' })
  })
  it('too few to be shown and none at all are not alike', () => {
    expect([figureWords(fewer, 'es'), figureWords({ is: 'none' }, 'es')]).toEqual([
      t('quality.fewer'),
      t('quality.none'),
    ])
    expect(t('quality.fewer')).not.toBe(t('quality.none'))
  })
  it('a part of the line that is not shown is a gap: no line crosses it', () => {
    const lines = (values: (number | undefined)[]) => {
      document.body.replaceChildren()
      render(<Trend values={values} label="x" />)
      return [...document.querySelectorAll('.line')].map((line) =>
        line.getAttribute('d')?.match(/[ML]/g)?.join(''),
      )
    }
    expect(lines([0.1, 0.2, 0.3])).toEqual(['MLL'])
    expect(lines([0.1, 0.2, undefined, 0.3, 0.4])).toEqual(['ML', 'ML'])
  })
})

it('a period ends with its last day, not with the day after', () => {
  const measure: Measure = {
    id: 'satisfied-after',
    better: 'up',
    now: value(0.6),
    before: fewer,
    trend: [],
  } as unknown as Measure
  const answer = {
    from: '2026-11-01',
    to: '2026-11-29',
    days: 28,
    minGroupSize: 5,
    before: { from: '2026-10-04', to: '2026-11-01' },
    customer: [measure],
    ours: [],
  } as unknown as QualityAnswer
  const { container } = render(<Screen answer={answer} proposals={undefined} lang="es" choose={() => {}} />)
  const lead = container.querySelector('.q-head p')?.textContent
  expect(lead).toContain('28 nov 2026')
  expect(lead).not.toContain('29 nov 2026')
})

it('one’s own card is a picture: nothing is asked before one says so, and what it would do is not done', async () => {
  const events = stamp([whoOf('Elena'), settled], 0) as CardEvent[]
  let asked = 0
  render(
    <OwnCard
      source={{
        previewAsRole: async () => {
          asked++
          return { views: [{ role: 'adviser', template: 'Asesor', events }], refused: [] } as never
        },
      }}
    />,
  )
  expect(asked).toBe(0)
  fireEvent.click(screen.getByRole('button'))
  await screen.findByRole('heading', { level: 1, name: 'Elena' })
  expect(asked).toBe(1)
})

it('what one would do on one’s own card is refused with the reason', async () => {
  const who = whoOf('Elena')
  const note = {
    connector: 'desk',
    name: 'handoff',
    title: 'Para el siguiente',
    confirm: 'Se anota en Soporte.',
    input: [{ name: 'text', label: 'Qué debe saber', type: 'text', required: true }],
  }
  const offering = who.event === 'who' ? { ...who, ficha: { ...who.ficha, actions: [note] } } : who
  const events = stamp([offering as typeof who, settled], 0) as CardEvent[]
  render(
    <OwnCard
      source={{
        previewAsRole: async () =>
          ({ views: [{ role: 'adviser', template: 'Asesor', events }], refused: [] }) as never,
      }}
    />,
  )
  fireEvent.click(screen.getByRole('button'))
  await screen.findByRole('heading', { level: 1, name: 'Elena' })
  fireEvent.click(await screen.findByRole('button', { name: 'Para el siguiente' }))
  fireEvent.input(await screen.findByLabelText('Qué debe saber'), { target: { value: 'llamarla' } })
  fireEvent.click(screen.getByRole('button', { name: 'Confirmar' }))
  await screen.findByText((text) => text.includes(t('lead.role-preview.only')))
})
