// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  Measure,
  ProposalsAnswer,
  QualityAnswer,
  QualityFigure,
  QualityTable,
} from '../../../connectors/contract/index.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { quality } from '../../i18n/quality.ts'
import { Bar, Trend } from './chart.tsx'
import { cellWords, day, percent } from './figures.ts'
import { Screen } from './screen.tsx'

beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(quality)
})
beforeEach(() => document.body.replaceChildren())
afterEach(() => vi.restoreAllMocks())
const plain = (text: string | null | undefined) => (text ?? '').replace(/\s+/gu, ' ').trim()
const value = (share: number, n = 20): QualityFigure => ({ is: 'value', value: share, n })

function shown(more: Partial<QualityAnswer> = {}, proposals?: ProposalsAnswer) {
  const chosen: number[] = []
  const answer = {
    from: '2026-11-01',
    to: '2026-11-29',
    days: 28,
    minGroupSize: 5,
    before: { from: '2026-10-04', to: '2026-11-01' },
    customer: [],
    ours: [],
    ...more,
  } as unknown as QualityAnswer
  render(<Screen answer={answer} proposals={proposals} lang="es" choose={(n) => chosen.push(n)} />)
  return { chosen }
}
/** The files that are taken away, by their names. */
function taken() {
  const files: [string, string][] = []
  let last: Blob | undefined
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    last = file as Blob
    return 'blob:x'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const name = this.download
    void last?.arrayBuffer().then((bytes) => {
      files.push([name, Buffer.from(bytes).toString('utf8')])
    })
  })
  return files
}

describe('a cell', () => {
  it('is written as what it counts; one that may not be shown is a dot, never a zero', () => {
    const said = (cell: number | null, type: Parameters<typeof cellWords>[1]) =>
      plain(cellWords(cell, type, 'es'))
    expect([said(null, 'count'), said(0, 'count'), said(1_234.6, 'count')]).toEqual(['·', '0', '1235'])
    expect([said(0.806, 'share'), said(950.4, 'milliseconds'), said(1_250, 'milliseconds')]).toEqual([
      '81 %',
      '950 ms',
      '1,3 s',
    ])
    expect([said(90.4, 'seconds'), said(12.5, 'amount')]).toEqual(['90 s', '12,50 €'])
    expect([plain(percent(0.5049, 'es')), day('2026-11-01', 'es'), day('2026-11-01', 'es', 'short')]).toEqual(
      ['50 %', '1 nov 2026', '1 nov'],
    )
  })
  it('has a bar as long as its share, and none for nothing', () => {
    const width = (share: number | null) => {
      document.body.replaceChildren()
      render(<Bar share={share} />)
      return document.querySelector('.bar-fill')?.getAttribute('width')
    }
    expect([0.5, 1, 0.001, 0, null].map(width)).toEqual(['50', '100', '1.5', undefined, undefined])
  })
  it('a point stands as high as its value; one that is not shown is marked at the bottom', () => {
    render(<Trend values={[0, 1, undefined]} label="x" />)
    expect(
      [...document.querySelectorAll('circle')].map((c) => [c.getAttribute('class'), c.getAttribute('cy')]),
    ).toEqual([
      ['dot', '54'],
      ['dot', '6'],
      ['gap', '54'],
    ])
  })
})

describe('a period', () => {
  it('is the one of the answer, and another is asked for by its days', () => {
    const { chosen } = shown({ days: 7 })
    const radios = [...document.querySelectorAll<HTMLInputElement>('input[name=days]')]
    expect(radios.filter((r) => r.checked).map((r) => r.value)).toEqual(['7'])
    expect(plain(radios[1]?.parentElement?.textContent)).toBe(
      t('quality.weeks', { n: Number(radios[1]?.value) / 7 }),
    )
    fireEvent.click(radios[1] as HTMLElement)
    expect(chosen).toEqual([Number(radios[1]?.value)])
    expect(document.querySelector('.q-sample')).toBeNull()
    document.body.replaceChildren()
    shown({ sample: true } as Partial<QualityAnswer>)
    expect(document.querySelector('.q-sample')).not.toBeNull()
  })
})

describe('a measure', () => {
  const measure = (now: QualityFigure, before: QualityFigure): Measure =>
    ({
      id: 'satisfied-after',
      better: 'up',
      now,
      before,
      trend: [
        { from: '2026-11-01', figure: value(0.61234, 9) },
        { from: '2026-11-08', figure: { is: 'fewer' } },
      ],
    }) as unknown as Measure
  const before = (m: Measure) => {
    document.body.replaceChildren()
    shown({ customer: [m] })
    return plain(document.querySelector('[data-figure=before]')?.textContent)
  }
  it('says how it was before, and by how much it is better or worse', () => {
    const was = (n: number) =>
      `${t('quality.before')}: ${plain(percent(n, 'es'))} ${t('quality.of', { n: 20 })}`
    expect(before(measure(value(0.6), value(0.5)))).toBe(
      `${was(0.5)} · +${t('quality.points', { n: 10 })}, ${t('quality.better')}`,
    )
    expect(before(measure(value(0.4), value(0.5)))).toBe(
      `${was(0.5)} · −${t('quality.points', { n: 10 })}, ${t('quality.worse')}`,
    )
    expect(before(measure(value(0.5), value(0.5)))).toBe(`${was(0.5)} · ${t('quality.same')}`)
    expect(before(measure(value(0.5), { is: 'fewer' }))).toBe(`${t('quality.before')}: ${t('quality.fewer')}`)
  })
  it('is taken away with its figures rounded, and what is not shown left empty', async () => {
    const files = taken()
    shown({ customer: [measure(value(0.6), value(0.5, 30))] })
    fireEvent.click(document.querySelector('.measure button') as HTMLElement)
    await waitFor(() => expect(files).toHaveLength(1), { timeout: 20_000 })
    const [name, text] = files[0] ?? ['', '']
    expect(name).toBe('satisfied-after-2026-11-01.csv')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text.trim().split('\r\n').slice(1)).toEqual([
      '2026-11-01,0.612,9',
      '2026-11-08,,',
      `2026-10-04 (${t('quality.before')}),0.5,30`,
    ])
  })
})

describe('a table', () => {
  const table = (id: string, rows: object[]): QualityTable =>
    ({
      id,
      columns: [
        { id: 'times', type: 'count' },
        { id: 'share', type: 'share' },
      ],
      rows,
    }) as unknown as QualityTable
  it('has a line and a bar for each row, against the greatest, and is taken away by the names it shows', async () => {
    const files = taken()
    shown({
      ours: [
        table('advice', [
          { key: 'k1', label: 'Uno', cells: [10, 0.5] },
          { key: 'k2', cells: [5, null], remove: true },
          { key: 'k3', cells: [null, null] },
        ]),
      ],
    })
    const rows = [...document.querySelectorAll('tbody tr')]
    expect(
      rows.map((tr) => [
        plain(tr.querySelector('th')?.textContent),
        ...[...tr.querySelectorAll('[data-cell]')].map((c) => plain(c.textContent)),
        tr.querySelector('.bar-fill')?.getAttribute('width'),
      ]),
    ).toEqual([
      ['Uno', '10', '50 %', '100'],
      [`k2${t('quality.remove')}`, '5', '·', '50'],
      ['k3', '·', '·', undefined],
    ])
    fireEvent.click(document.querySelector('.q-table button') as HTMLElement)
    await waitFor(() => expect(files).toHaveLength(1), { timeout: 20_000 })
    expect(files[0]?.[0]).toBe('advice-2026-11-01.csv')
    expect(files[0]?.[1].trim().split('\r\n').slice(1)).toEqual(['Uno,10,0.5', 'k2,5,', 'k3,,'])
  })
  it('of nothing but zeros says so; a long one of facts is folded, and names what may be removed', () => {
    shown({ ours: [table('advice', [{ key: 'k1', cells: [0, 0] }])] })
    expect(document.querySelector('.q-table')?.textContent).toContain(t('quality.empty'))
    document.body.replaceChildren()
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => ({
        key: `f${i}`,
        cells: [20, i + 1],
        ...(i === 3 ? { remove: true } : {}),
      }))
    shown({ ours: [table('facts', many(13))] })
    expect(plain(document.querySelector('.q-table > ul')?.textContent)).toBe(`f3 ${t('quality.remove')}`)
    expect(document.querySelector('.q-table details table')).not.toBeNull()
    expect(document.querySelector('tbody .bar-fill')?.getAttribute('width')).toBe('5')
    document.body.replaceChildren()
    shown({ ours: [table('facts', many(12))] })
    expect(document.querySelector('.q-table details')).toBeNull()
  })
})

it('what agents asked for and missed stands with its ficha', () => {
  const items = [
    { kind: 'asked-more', template: 'a', title: 'Asesor', question: 'orders', label: 'Pedidos', times: 9 },
    { kind: 'missed', template: 'b', says: 'las tallas' },
  ]
  shown({}, { days: 30, minGroupSize: 5, items } as unknown as ProposalsAnswer)
  const section = screen.getByText(t('quality.proposals')).closest('section')
  expect([...(section?.querySelectorAll('li') ?? [])].map((li) => plain(li.textContent))).toEqual([
    `Pedidos ${t('quality.asked', { n: 9, template: 'Asesor' })}`,
    `las tallas ${t('quality.missed', { template: 'b' })}`,
  ])
  document.body.replaceChildren()
  shown({}, { days: 30, minGroupSize: 5, items: [] })
  expect(document.body.textContent).toContain(t('quality.no-proposals'))
})
