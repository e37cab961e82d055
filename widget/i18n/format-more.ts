import { once } from './format.ts'

/** Formats of what opens later. */
export const longDay = (at: number): string =>
  once(
    'long',
    (l) => new Intl.DateTimeFormat(l, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  ).format(at)
export const list = (items: readonly string[]): string =>
  once('list', (l) => new Intl.ListFormat(l, { type: 'conjunction' })).format(items)
