import type { Language } from '../../../connectors/contract/index.ts'
import { language } from '../../i18n/index.ts'

/** Words of the sum of a household or a company, loaded with the tree on use. */
const es = {
  ask: 'Sumar {what} de sus miembros, preguntando ahora',
  lead: 'Sumar lo de sus miembros, preguntando ahora:',
  asking: 'Preguntando a cada miembro…',
  list: 'Suma de {what} por miembro',
  failed: 'No se pudo preguntar.',
  sum: 'En total: {total}',
  least: 'Al menos {total}; la suma está incompleta',
  nothing: 'nada',
  self: 'Este cliente',
  hidden: 'Tu puesto no ve los importes',
  beyond: '{n} más sin preguntar',
  waiting: 'preguntando',
  none: 'no tiene',
  incomplete: 'al menos {total}',
  unknown: 'no se sabe',
  somebody: 'Otra persona',
} as const
const en: { [K in keyof typeof es]: string } = {
  ask: 'Add up {what} of its members, asking now',
  lead: 'Add up its members, asking now:',
  asking: 'Asking each member…',
  list: 'Sum of {what} by member',
  failed: 'It could not be asked.',
  sum: 'In all: {total}',
  least: 'At least {total}; the sum is incomplete',
  nothing: 'nothing',
  self: 'This customer',
  hidden: 'Your role does not see the amounts',
  beyond: '{n} more not asked',
  waiting: 'asking',
  none: 'has none',
  incomplete: 'at least {total}',
  unknown: 'not known',
  somebody: 'Somebody else',
}
const pt: typeof en = {
  ask: 'Somar {what} dos seus membros, perguntando agora',
  lead: 'Somar o dos seus membros, perguntando agora:',
  asking: 'A perguntar a cada membro…',
  list: 'Soma de {what} por membro',
  failed: 'Não se pôde perguntar.',
  sum: 'No total: {total}',
  least: 'Pelo menos {total}; a soma está incompleta',
  nothing: 'nada',
  self: 'Este cliente',
  hidden: 'O teu posto não vê os valores',
  beyond: 'mais {n} por perguntar',
  waiting: 'a perguntar',
  none: 'não tem',
  incomplete: 'pelo menos {total}',
  unknown: 'não se sabe',
  somebody: 'Outra pessoa',
}
const books: Readonly<Record<Language, typeof en>> = { es, en, pt }

export const w = (key: keyof typeof es, values: Readonly<Record<string, string | number>> = {}): string =>
  books[language() as Language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
