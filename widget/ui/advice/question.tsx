import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { QuestionToAsk } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

/** Error codes after which nobody knows whether the answer was written. */
const lost = new Set(['offline', 'lost', 'internal'])
const kinds: Readonly<Record<string, 'date' | 'number' | 'email' | 'tel'>> = {
  date: 'date',
  number: 'number',
  mail: 'email',
  phone: 'tel',
}

/** The one question to ask the customer now; one touch writes the answer to the system that owns it. */
export default function QuestionBox({ question }: { question: QuestionToAsk }) {
  const { card, toast } = useView()
  const says = useSignal('')
  const busy = useSignal(false)
  const typed = useSignal('')
  const id = useId()
  const answer = async (value: string) => {
    if (busy.value) return
    busy.value = true
    const done = await card.answer(question, value)
    busy.value = false
    if (done.is === 'failed')
      says.value = t(
        lost.has(done.code) ? 'act.unknown' : done.code === 'conflict' ? 'act.said' : 'act.failed',
        { says: done.says },
      )
    else if (done.is === 'done' && !done.value.done) says.value = t('act.failed', { says: done.value.says })
    else if (done.is === 'done' && value !== '') toast.value = t('question.answered')
  }
  return (
    <div class="ask" role="group" aria-label={t('question')}>
      <p>
        <span class="soft">{t('question')}</span> <Words>{question.words}</Words>
      </p>
      <p class="soft">
        <Words>{question.why}</Words>
      </p>
      {question.options.length === 0 && (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            if (typed.value.trim()) void answer(typed.value.trim())
          }}
        >
          <p class="field">
            <label class="quiet" for={id}>
              {question.words}
            </label>
            <input
              id={id}
              type={(kinds[question.type ?? ''] ?? 'text') as 'text'}
              value={typed.value}
              onInput={(e) => {
                typed.value = e.currentTarget.value
              }}
            />{' '}
            <button type="submit" disabled={busy.value || !typed.value.trim()}>
              {t('question.write')}
            </button>
          </p>
        </form>
      )}
      <footer>
        {question.options.map((o) => (
          <button type="button" key={o.value} disabled={busy.value} onClick={() => void answer(o.value)}>
            <Words>{o.label}</Words>
          </button>
        ))}
        <button type="button" class="link end" onClick={() => void answer('')}>
          {t('question.skip')}
        </button>
      </footer>
      {says.value && (
        <p class="bad" aria-live="polite">
          {says.value}
        </p>
      )}
    </div>
  )
}
