import type { Asked, ReleasedRow, vocabulary } from '../../connectors/contract/index.ts'
import type { PanelState } from '../card/index.ts'
import { columns } from './rows.tsx'
import { said } from './said.ts'

/** One dated thing. `at` in milliseconds; `search` holds its words in lower case. */
export interface Entry { key: string; question: Asked; coming: boolean; at: number; timed: boolean; title: string; weight: string; rest: readonly string[]; url: string | undefined; system: string; search: string }

type Vocabulary = typeof vocabulary
type Dates = { readonly [Q in keyof Vocabulary as Vocabulary[Q] extends { dated: string } | { coming: string } ? Q : never]: { dated?: Vocabulary[Q] extends { dated: infer D } ? D : never; coming?: Vocabulary[Q] extends { coming: infer C } ? C : never } }
const dates: Dates = {
  orders: { dated: 'orderDate', coming: 'expectedArrival' }, requests: { dated: 'dateCreated', coming: 'due' }, interactions: { dated: 'startDate' }, payments: { dated: 'paymentDate', coming: 'due' }, returns: { dated: 'returnDate' },
  feedback: { dated: 'dateCreated' }, subscriptions: { dated: 'startDate', coming: 'renewal' }, referrals: { dated: 'dateCreated' }, consents: { dated: 'dateModified' }, campaigns: { dated: 'sent' }, behaviour: { dated: 'startDate' },
  things: { dated: 'purchaseDate', coming: 'warrantyEnds' }, scores: { dated: 'since' }, promises: { dated: 'made', coming: 'due' },
}
/** What a question's rows are dated by; undefined for what has no date. */
export const clearOf = (question: Asked): { dated?: string; coming?: string } | undefined => (question === 'loyalty' ? { coming: 'pointsExpire' } : Object.hasOwn(dates, question) ? dates[question as keyof Dates] : undefined)

export function entries(panels: readonly PanelState[], now: number, title: (connector: string) => string): readonly Entry[] {
  const coming: Entry[] = [], past: Entry[] = []
  for (const panel of panels) {
    const by = clearOf(panel.view.question)
    if (!by) continue
    const cols = columns(panel.view, panel.rows)
    panel.rows.forEach((row, i) => {
      for (const [name, ahead] of [[by.dated, false], [by.coming, true]] as const) {
        if (!name) continue
        const value = clear(row, name)
        const at = typeof value === 'string' ? Date.parse(value) : NaN
        if (Number.isNaN(at) || (ahead ? at < now : false)) continue
        const words = cols.filter((c) => c.name !== by.dated && c.name !== by.coming).flatMap((c) => { const v = clear(row, c.name); const w = v === undefined || (typeof v === 'object' && Array.isArray(v)) ? '' : said(c.type, v, now); return w ? [{ type: c.type, w }] : [] })
        const money = words.find((w) => w.type === 'money')
        const head = words.find((w) => w !== money && (w.type === 'text' || w.type === 'id')) ?? words.find((w) => w !== money)
        const system = title(row.from.connector)
        const rest = words.filter((w) => w !== money && w !== head && (w.type === 'status' || w.type === 'text' || w.type === 'id')).map((w) => w.w).slice(0, 4)
        const entry: Entry = { key: `${panel.view.id} ${row.from.connector} ${i} ${name}`, question: panel.view.question, coming: ahead || at > now, at, timed: String(value).length > 10, title: head?.w ?? '', weight: money?.w ?? '', rest, url: row.from.url, system, search: [head?.w, money?.w, ...rest, system].join(' ').toLocaleLowerCase() }
        ;(entry.coming ? coming : past).push(entry)
      }
    })
  }
  return [...coming.sort((a, b) => a.at - b.at), ...past.sort((a, b) => b.at - a.at)]
}
const clear = (row: ReleasedRow, name: string): unknown => { const f = row.fields[name]; return f?.shown === 'clear' ? f.value : undefined }
