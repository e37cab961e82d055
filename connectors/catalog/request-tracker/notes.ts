import {
  type Action,
  type ConnectorContext,
  encoded,
  type SystemRecord,
  toText,
} from '../../contract/index.ts'
import type { RequestTrackerOptions } from './options.ts'
import { condition, isJson, isOpen, type Json, requestorsOf, rt } from './read.ts'

/**
 * Notes on a ticket as comments, which are never mailed to the customer. RT has no idempotency keys. So a
 * mark derived from our key is put in the comment, and a comment of the same kind that already has it means
 * "done". The mark reveals neither who nor what.
 */
const words = { handoff: 'Para el siguiente', gesture: 'Gesto' } as const
const mark = async (key: string) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)))]
    .slice(0, 6)
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('')
const noteOf = (what: keyof typeof words, text: string): string | undefined =>
  new RegExp(`^${words[what]} \\[[0-9a-f]{12}\\]: (.*)$`, 's').exec(text)?.[1]

export const historyFields = 'Type,Created,Creator,Data,Content,TimeTaken'
/** The text of a transaction where RT gives it, else its subject. */
export const saidIn = (t: Json): string => {
  const text = toText(t.Content)?.trim() || toText(t.Data)?.trim() || ''
  return text === 'No Subject' ? '' : text
}
/** The newest hand-off line of a history. */
export const handoffIn = (history: readonly Json[]): string | undefined =>
  history.flatMap((t) => (t.Type === 'Comment' ? (noteOf('handoff', saidIn(t)) ?? []) : [])).at(-1)

/** The first 100 entries of a ticket's history, oldest first; a long history gives its newest page too. */
export async function historyOf(
  o: RequestTrackerOptions,
  ticket: string,
  context: ConnectorContext,
): Promise<{ items: readonly Json[]; whole: boolean }> {
  const { collection } = rt(o, context)
  const page = (n: number) =>
    collection('history', `/ticket/${encoded(ticket)}/history`, {
      fields: historyFields,
      per_page: '100',
      page: String(n),
    })
  const first = await page(1)
  if (!first.more || first.total === undefined) return { items: first.items, whole: !first.more }
  const last = Math.ceil(first.total / first.size)
  return { items: [...first.items, ...(await page(last)).items], whole: last === 2 }
}

/**
 * The ticket to write on: the row the agent acts on, if it belongs to this customer, else their newest open
 * one.
 */
async function target(
  o: RequestTrackerOptions,
  record: SystemRecord,
  row: string | undefined,
  context: ConnectorContext,
): Promise<string | undefined> {
  const { collection, one } = rt(o, context)
  if (row !== undefined) {
    const ticket = /^\d{1,12}$/.test(row) ? await one('action', `/ticket/${row}`) : undefined
    return ticket && requestorsOf(ticket).includes(record.id) ? row : undefined
  }
  const mine = await collection('action', '/tickets', {
    query: requestor(record),
    fields: 'Requestor,Status,Resolved',
    orderby: 'Created',
    order: 'DESC',
    per_page: '50',
  })
  return toText(mine.items.find((t) => isOpen(t) && requestorsOf(t).includes(record.id))?.id)
}
export const requestor = (record: SystemRecord): string => {
  const mail = record.identifiers.find((one) => one.kind === 'mail')?.value
  return mail ? condition('Requestor.EmailAddress', mail) : condition('Requestor.Name', record.id)
}

async function leave(
  o: RequestTrackerOptions,
  what: keyof typeof words,
  text: string,
  on: { record: SystemRecord; row?: string | undefined; key: string },
  context: ConnectorContext,
): Promise<boolean> {
  const { post } = rt(o, context)
  const label = await mark(on.key)
  const line = text.replace(/\s+/g, ' ').trim()
  const ticket = line ? await target(o, on.record, on.row, context) : undefined
  if (line && ticket === undefined && on.row === undefined && o.handoffQueue) {
    const made = await post('action', '/ticket', {
      Queue: o.handoffQueue,
      Subject: words[what],
      Requestor: [on.record.identifiers.find((one) => one.kind === 'mail')?.value ?? on.record.id],
      Status: 'open',
    })
    const id = isJson(made) ? toText(made.id) : undefined
    return id !== undefined && write(o, id, what, label, line, context)
  }
  return ticket !== undefined && write(o, ticket, what, label, line, context)
}

async function write(
  o: RequestTrackerOptions,
  ticket: string,
  what: keyof typeof words,
  label: string,
  line: string,
  context: ConnectorContext,
): Promise<boolean> {
  const { items } = await historyOf(o, ticket, context)
  const begins = `${words[what]} [${label}]`
  if (items.some((t) => saidIn(t).includes(begins) || toText(t.Data)?.includes(begins))) return true
  const text = `${begins}: ${line}`
  // RT stores the subject with the transaction, so a history shows it without a second call.
  await rt(o, context).post('action', `/ticket/${encoded(ticket)}/comment`, {
    Subject: text.slice(0, 250),
    Content: text,
    ContentType: 'text/plain',
  })
  return true
}

const nothingOpen = {
  es: 'No hay ninguna solicitud abierta de este cliente donde dejarlo.',
  en: 'This customer has no open request to leave it on.',
  pt: 'Este cliente não tem nenhum pedido aberto onde o deixar.',
}
const kept = {
  es: 'Queda anotado en la solicitud.',
  en: 'Noted on the request.',
  pt: 'Fica anotado no pedido.',
}

export const actionsOf = (o: RequestTrackerOptions): Record<string, Action> => ({
  handoff: {
    title: { es: 'Para el siguiente', en: 'For whoever comes next', pt: 'Para o próximo' },
    confirm: {
      es: 'Dejar esta nota a quien atienda después: «{note}»',
      en: 'Leave this note to whoever helps next: “{note}”',
      pt: 'Deixar esta nota a quem atender depois: «{note}»',
    },
    input: {
      note: {
        type: 'text',
        sensitivity: 'personal',
        label: { es: 'Nota', en: 'Note', pt: 'Nota' },
        required: true,
        maxLength: 180,
      },
    },
    run: async (input, on, context) =>
      (await leave(o, 'handoff', (toText(input.note) ?? '').slice(0, 180), on, context))
        ? { done: true, message: kept, refresh: ['requests', 'interactions'] }
        : { done: false, message: nothingOpen },
  },
  gesture: {
    title: { es: 'Anotar un gesto', en: 'Record a gesture', pt: 'Registar um gesto' },
    confirm: {
      es: 'Anotar que se dio: {what}',
      en: 'Record that this was given: {what}',
      pt: 'Registar que se deu: {what}',
    },
    input: {
      what: {
        type: 'text',
        sensitivity: 'personal',
        label: { es: 'Qué se dio', en: 'What was given', pt: 'O que se deu' },
        required: true,
        maxLength: 140,
      },
      amount: {
        type: 'number',
        sensitivity: 'financial',
        label: { es: 'Importe', en: 'Amount', pt: 'Valor' },
      },
    },
    run: async (input, on, context) => {
      const amount =
        typeof input.amount === 'number' && Number.isFinite(input.amount)
          ? ` (${input.amount.toFixed(2)} ${o.currency ?? 'EUR'})`
          : ''
      const what = (toText(input.what) ?? '').slice(0, 140)
      return (await leave(o, 'gesture', what && what + amount, on, context))
        ? { done: true, message: kept, refresh: ['requests', 'interactions'] }
        : { done: false, message: nothingOpen }
    },
  },
})
