import type { Grade } from '../../../contract/index.ts'
import { readPhone } from '../../../contract/phone.ts'
import type { IdentifierSettings } from '../settings.ts'
import { fold } from './fold.ts'
import { commonNumberPlans } from './number-plans.ts'

const withheld =
  /^(anonymous|anonimo|unknown|withheld|private|privado|oculto|number withheld|numero oculto|desconocido|restricted|unavailable|no disponible|blocked|sin numero|n\/?a|null|\+?266696687)$/
const sequences = /^0?1234567(89?0?)?$|^9876543(210?)?$/

/**
 * A telephone graded: strong where one person carries it, weak where several may answer or no numbering plan
 * explains it (then its bare digits), blocked where nobody is meant by it. Null: no telephone at all.
 */
export function parsePhone(
  raw: string,
  settings: IdentifierSettings,
  country?: string,
): { value: string; grade: Grade } | null {
  const text = fold(raw.normalize('NFKC').trim())
  if (withheld.test(text)) return { value: text, grade: 'blocked' }
  const read = readPhone(raw, {
    countries: [...new Set([country, settings.country].flatMap((c) => c?.toUpperCase() ?? []))],
    plans: settings.numberPlans ?? commonNumberPlans,
  })
  if (!read) return null
  const { value, plan, digits, doubtful } = read
  if (invented(plan?.national ?? digits) || isOwn(value, settings.ownValues))
    return { value, grade: 'blocked' }
  const sure = plan ? plan.personal : value.startsWith('+') && digits.length >= 9
  return { value, grade: sure && !doubtful ? 'strong' : 'weak' }
}

const isOwn = (value: string, ownValues: readonly string[]): boolean =>
  ownValues.some((own) => {
    const digits = own.replace(/\D/g, '').replace(/^00/, '')
    return digits !== '' && value.endsWith(digits)
  })

/** 600000000, 666666666, 123456789: typed to get past a form. */
const invented = (national: string): boolean =>
  /^\d{0,3}(\d)\1{5,}$/.test(national) || sequences.test(national) || /^(\d\d?)\1{3,}\1?$/.test(national)
