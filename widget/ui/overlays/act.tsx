import { useSignal } from '@preact/signals'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import type { ActionView } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { OverlayHead } from '../overlay-head.tsx'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'
import { Field, type Input, parseInput } from './act-field.tsx'

const lost = new Set(['offline', 'lost', 'internal'])

/**
 * A form made from the fields that the action declares. The input is kept until the owning system has
 * confirmed the action.
 */
export default function ActForm({
  action,
  row,
  withdrawn = false,
}: {
  action: ActionView
  row?: string | undefined /** the card, asked again, does not offer it at present */
  withdrawn?: boolean
}) {
  const { card, open, toast } = useView()
  const id = useId()
  const values = useSignal<Readonly<Record<string, string>>>({})
  // Rejected inputs as they were typed; their error texts are made at each render, in the current language.
  const wrong = useSignal<Readonly<Record<string, string>>>({})
  const state = useSignal<'' | 'sending'>('')
  const says = useSignal<
    { key: 'form.failed' | 'form.refused' | 'act.unknown' | 'act.said'; says: string } | undefined
  >(undefined)
  const form = useRef<HTMLFormElement>(null)
  // One idempotency key for the life of this form: sent twice, it acts once.
  const key = useMemo(() => crypto.randomUUID(), [])
  const line = action.input.find((i) => i.type === 'text' && !i.options)
  const keeps = action.name === 'handoff' && line !== undefined
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
    if (keeps)
      void card.draft().then((text) => {
        if (text && !values.peek()[line.name]) values.value = { ...values.peek(), [line.name]: text }
      })
  }, [])
  const set = (name: string, text: string) => {
    values.value = { ...values.peek(), [name]: text }
    if (keeps && name === line.name) card.keepDraft(text)
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (state.value || withdrawn) return
    const bad: Record<string, string> = {}
    const input: Record<string, unknown> = {}
    for (const field of action.input) {
      const text = values.value[field.name] ?? ''
      const parsed = parseInput(field, text)
      if ('wrong' in parsed) bad[field.name] = text
      else if (parsed.value !== undefined) input[field.name] = parsed.value
    }
    wrong.value = bad
    const first = Object.keys(bad)[0]
    if (first) {
      form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus()
      return
    }
    state.value = 'sending'
    says.value = undefined
    // The amount of a gesture: a plain number, or money.
    const amount = [
      input.amount,
      ...Object.values(input).map((v) =>
        typeof v === 'object' && v !== null && 'amount' in v ? v.amount : undefined,
      ),
    ]
      .map(Number)
      .find(Number.isFinite)
    const done = await card.act({
      connector: action.connector,
      action: action.name,
      input,
      row,
      key,
      ...(action.name === 'gesture' ? { amount: amount ?? 0 } : {}),
    })
    state.value = ''
    if (done.is === 'gone') return
    // After a lost connection nobody knows the outcome; a refusal by the gateway says it; with any other
    // error nothing was sent.
    if (done.is === 'failed') {
      says.value = {
        key: lost.has(done.code) ? 'act.unknown' : done.code === 'conflict' ? 'act.said' : 'form.failed',
        says: done.says,
      }
      return
    }
    if (!done.value.done) {
      says.value = { key: 'form.refused', says: done.value.says }
      return
    }
    toast.value = done.value.says || t('form.done')
    open.value = undefined
  }
  const confirm = action.confirm.replace(/\{(\w+)\}/g, (_, name: string) => values.value[name] || '…')
  return (
    <section class="over" aria-labelledby={`${id}h`}>
      <OverlayHead id={`${id}h`} title={action.title} focused={false} />
      <form ref={form} noValidate onSubmit={(e) => void submit(e)}>
        {action.input.map((field: Input) => (
          <Field
            key={field.name}
            id={`${id}${field.name}`}
            field={field}
            value={values.value[field.name] ?? ''}
            wrong={wrongWords(field, wrong.value[field.name])}
            set={(text) => set(field.name, text)}
          />
        ))}
        <p class="confirm">
          <Words>{confirm}</Words>
        </p>
        <footer>
          <button type="submit" class="do" disabled={withdrawn || state.value === 'sending'}>
            {t(state.value === 'sending' ? 'form.sending' : 'form.send')}
          </button>
          <button
            type="button"
            onClick={() => {
              open.value = undefined
            }}
          >
            {t('cancel')}
          </button>
        </footer>
        <p class="bad" aria-live="assertive">
          {withdrawn ? t('form.withdrawn') : says.value && t(says.value.key, { says: says.value.says })}
        </p>
      </form>
    </section>
  )
}

function wrongWords(field: Input, text: string | undefined): string {
  const parsed = text === undefined ? undefined : parseInput(field, text)
  return parsed && 'wrong' in parsed ? parsed.wrong : ''
}
