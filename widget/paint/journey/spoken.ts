import { duration, list } from '../../i18n/format.ts'
import { language } from '../../i18n/index.ts'

/** "hoy", "ayer", "hace 8 días"; what is ahead has negative days. */
export const ago = (days: number): string => new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-days, 'day')
/** Seconds as a person says them: never more than two units, days from two on. */
export const span = (seconds: number): string => duration(seconds < 60 ? `PT${Math.max(1, Math.round(seconds))}S` : seconds < 3_600 ? `PT${Math.round(seconds / 60)}M` : seconds < 172_800 ? `PT${Math.floor(seconds / 3_600)}H${Math.round((seconds % 3_600) / 60)}M` : `P${Math.round(seconds / 86_400)}D`)
export { list }
