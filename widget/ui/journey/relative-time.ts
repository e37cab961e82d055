import { duration } from '../../i18n/format.ts'
import { list } from '../../i18n/format-more.ts'
import { language } from '../../i18n/index.ts'

/**
 * "hoy", "ayer", "hace 8 días", "hace 2 años"; what is ahead has negative days. Nobody counts in days beyond
 * the season the journey tells.
 */
export function ago(days: number): string {
  const far = Math.abs(days)
  const [n, unit] =
    far > 700
      ? ([days / 365, 'year'] as const)
      : far > 100
        ? ([days / 30.4, 'month'] as const)
        : ([days, 'day'] as const)
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-Math.round(n), unit)
}
/** Seconds as a person says them: never more than two units, days from two on. */
export const span = (seconds: number): string =>
  duration(
    seconds < 60
      ? `PT${Math.max(1, Math.round(seconds))}S`
      : seconds < 3_600
        ? `PT${Math.round(seconds / 60)}M`
        : seconds < 172_800
          ? `PT${Math.floor(seconds / 3_600)}H${Math.round((seconds % 3_600) / 60)}M`
          : `P${Math.round(seconds / 86_400)}D`,
  )
export { list }
