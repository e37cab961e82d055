import type { CellType, Language, QualityFigure } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { localeOf } from '../../i18n/locale.ts'

export const percent = (value: number, lang: Language): string =>
  new Intl.NumberFormat(localeOf(lang), { style: 'percent', maximumFractionDigits: 0 }).format(value)
/** A calendar day; it has no time zone. */
export const day = (iso: string, lang: Language, short?: 'short'): string =>
  new Intl.DateTimeFormat(localeOf(lang), {
    day: 'numeric',
    month: 'short',
    ...(short ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${iso}T00:00:00Z`))

export const figureWords = (figure: QualityFigure, lang: Language): string =>
  figure.is === 'value'
    ? percent(figure.value, lang)
    : figure.is === 'fewer'
      ? t('quality.fewer')
      : t('quality.none')

export function cellWords(cell: number | null, type: CellType, lang: Language): string {
  if (cell === null) return '·'
  const number = (max: number) =>
    new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: max }).format(cell)
  switch (type) {
    case 'share':
      return percent(cell, lang)
    case 'milliseconds':
      return cell < 1_000
        ? `${number(0)} ms`
        : `${new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: 1 }).format(cell / 1_000)} s`
    case 'seconds':
      return `${number(0)} s`
    case 'amount':
      return new Intl.NumberFormat(localeOf(lang), { style: 'currency', currency: 'EUR' }).format(cell)
    case 'count':
      return number(0)
  }
}
/** Percentage points between two shares, rounded; positive when it is better for the customer. */
export function difference(
  now: QualityFigure,
  before: QualityFigure,
  better: 'up' | 'down',
): { points: number; is: 'better' | 'worse' | 'same' } | undefined {
  if (now.is !== 'value' || before.is !== 'value') return undefined
  const points = Math.round(now.value * 100) - Math.round(before.value * 100)
  return { points, is: points === 0 ? 'same' : points > 0 === (better === 'up') ? 'better' : 'worse' }
}
