import { useSignal } from '@preact/signals'
import type { Field } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { revealKey } from '../../state/index.ts'
import { lazily } from '../lazily.tsx'
import { useView } from '../view.ts'
import { Clear, clearly } from './clear.tsx'
import { Words } from './safe.tsx'
import { guessType } from './value-text.ts'

const RevealForm = lazily(() => import('./reveal.tsx'))
const Losers = lazily(() => import('./losers.tsx'))

export interface Shown {
  field: Field
  type?: string | undefined
  label?:
    | string
    | undefined /** what a reveal asks for: the row's or the field's handle, and the field's name */
  row?: string | undefined
  name?: string | undefined
  copy?: boolean | undefined /** where there is no room for a sentence */
  brief?: boolean | undefined
}

/**
 * One field after release: clear, masked (it may be revealed, which is audited) or withheld. Each looks
 * different.
 */
export function Value({ field, type, label, row, name = '', copy, brief }: Shown) {
  const view = useView()
  if (field.shown === 'withheld') return <Hatch brief={brief} />
  if (field.shown === 'masked') {
    const ref = field.ref ?? row
    const seen = ref === undefined ? undefined : view.state.revealed.value.get(revealKey(ref, name))
    if (seen)
      return (
        <span class="seen">
          <Clear value={seen.value} type={type} copy />{' '}
          <small class="soft">
            <Countdown until={seen.until} words="reveal.hide" />
          </small>
        </span>
      )
    return (
      <Masked
        hint={field.hint}
        ask={field.revealable && ref !== undefined ? { ref, field: name } : undefined}
        label={label}
      />
    )
  }
  const kind = type ?? guessType(field.value)
  return (
    <>
      {clearly(view, field.value, kind, copy)}
      {field.losers && field.losers.length > 0 && <Losers losers={field.losers} type={kind} />}
    </>
  )
}

export function Countdown({ until, words }: { until: number; words: 'reveal.hide' | 'again.in' }) {
  const { now } = useView()
  return <>{t(words, { n: Math.max(0, Math.ceil((until - now.value) / 1_000)) })}</>
}

export const Hatch = ({ brief }: { brief?: boolean | undefined }) =>
  brief ? (
    <span class="hatch" title={t('withheld')}>
      {t('withheld.short')}
    </span>
  ) : (
    <span class="hatch">{t('withheld')}</span>
  )

function Masked({
  hint,
  ask,
  label,
}: {
  hint: string
  ask: { ref: string; field: string } | undefined
  label: string | undefined
}) {
  const asking = useSignal(false)
  return (
    <span class="masked">
      <span class="mask">
        <Words>{hint}</Words>
      </span>{' '}
      {ask && !asking.value && (
        <button
          type="button"
          class="link"
          data-v=""
          aria-label={label ? `${label}: ${t('reveal')}` : undefined}
          onClick={() => {
            asking.value = true
          }}
        >
          {t('reveal')}
        </button>
      )}
      {ask && asking.value && (
        <RevealForm
          handle={ask.ref}
          field={ask.field}
          close={() => {
            asking.value = false
          }}
        />
      )}
    </span>
  )
}
