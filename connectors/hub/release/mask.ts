import type { Address, FieldDef, Money, PersonName, Status } from '../../contract/index.ts'

/**
 * A hint in place of a value: enough to recognise it when the customer says it, too little to read it out.
 * Never the value itself. A phone shows its last two digits, a mail address its first letter, money its
 * range, a date its year, a name its initials, a number its last two to four digits, a text nothing.
 */
export function mask(def: Pick<FieldDef, 'type' | 'list' | 'of'>, value: unknown, locale: string): string {
  if (def.of) return dots
  if (Array.isArray(value))
    return def.list && value.length > 0 && def.type !== 'text'
      ? value
          .slice(0, 3)
          .map((v) => one(def.type, v, locale))
          .join(' · ')
      : dots
  return one(def.type, value, locale)
}
const dots = '•••'

function one(type: FieldDef['type'], value: unknown, locale: string): string {
  switch (type) {
    case 'phone':
      return `${dots} ${tail(String(value), 2, 7)}`
    case 'mail':
      return `${String(value).slice(0, 1)}${dots}@${dots}`
    case 'id':
      return `${dots} ${tail(String(value), 3, 8)}`
    case 'money':
      return range(value as Money, locale)
    case 'date':
    case 'datetime':
      return `${String(value).slice(0, 4)}-••-••`
    case 'personName':
      return initials((value as PersonName).full)
    case 'address':
      return (value as Address).country ?? dots
    case 'text':
      return iban(String(value)) ?? dots
    case 'status':
      return (value as Status).code ? dots : dots
    default:
      return dots
  }
}

/** The last digits, only where enough stays hidden. */
const tail = (text: string, digits: number, atLeast: number): string =>
  text.length >= atLeast ? text.slice(-digits) : '••'
const iban = (text: string): string | undefined =>
  /^[A-Z]{2}\d{2}[A-Z0-9 ]{10,32}$/.test(text) || /^\d[\d ]{11,22}\d$/.test(text)
    ? `${dots} ${text.replace(/ /g, '').slice(-4)}`
    : undefined
const initials = (full: string): string =>
  full
    .split(/\s+/u)
    .filter(Boolean)
    .map((w) => `${[...w][0]?.toUpperCase() ?? ''}.`)
    .join(' ') || dots

const steps = [0, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000]
function range(money: Money, locale: string): string {
  const amount = Math.abs(Number(money.amount))
  const above = steps.findIndex((s) => amount < s)
  const print = (n: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      maximumFractionDigits: 0,
    }).format(n)
  if (above === -1) return `> ${print(steps.at(-1) as number)}`
  return `${print(steps[Math.max(0, above - 1)] as number)}–${print(steps[Math.max(1, above)] as number)}`
}
