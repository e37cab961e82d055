import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type {
  Asked,
  Field,
  Money,
  RollUp,
  RollUpKind,
  RollUpMember,
} from '../../../connectors/contract/index.ts'
import { moment, money } from '../../i18n/format.ts'
import { language, t } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { Words } from '../values/safe.tsx'
import { titleOf, useView } from '../view.ts'

const summable: readonly Asked[] = ['orders', 'payments', 'subscriptions']
const total = (sums: Field<readonly Money[]>): string =>
  sums.shown === 'clear' && sums.value.length > 0 ? sums.value.map(money).join(' + ') : t('sum.nothing')

/**
 * Asks about each member of the household or company, on request only, and shows the sum and what it lacks.
 * The members are never merged.
 */
export default function RollUpOf({ kind }: { kind: RollUpKind }) {
  const { card, state: cardState } = useView()
  const answer = useSignal<
    { question: Asked; up?: RollUp; is: 'asking' | 'asked' | 'failed'; says?: string } | undefined
  >(undefined)
  const shown = answer.value
  const stop = useRef<AbortController | undefined>(undefined)
  // After a change of customer, or when the panel is closed, nothing more of this one is announced.
  useLayoutEffect(() => () => stop.current?.abort(), [cardState])
  const ficha = cardState.who.value?.ficha
  const may = summable.filter(
    (q) =>
      ficha?.panels.some((p) => p.question === q && p.state === 'open') ||
      ficha?.mayAsk.some((m) => m.question === q),
  )
  const ask = async (question: Asked): Promise<void> => {
    const handle = cardState.who.peek()?.card
    if (handle === undefined) return
    stop.current?.abort()
    const { signal } = (stop.current = new AbortController())
    answer.value = { question, is: 'asking' }
    let up: RollUp | undefined
    try {
      for await (const batch of card.source.ask(
        { card: handle, question, rollUp: kind, epoch: cardState.epoch, locale: language() },
        signal,
      )) {
        for (const event of [batch].flat())
          if (event.event === 'reading' && event.reading.rollUp) up = event.reading.rollUp
        if (signal.aborted) return
        answer.value = { question, is: 'asking', ...(up ? { up } : {}) }
      }
      if (!signal.aborted) answer.value = { question, is: 'asked', ...(up ? { up } : {}) }
    } catch (error) {
      // What came before the failure is only a part, and would look like the whole.
      if (!signal.aborted)
        answer.value = {
          question,
          is: 'failed',
          says: error instanceof SourceError ? (error.problem?.detail ?? '') : '',
        }
    }
  }
  const what = (q: Asked) => t(`${q}.what`)
  return (
    <div class="roll-up">
      {may.length > 0 && (
        <p class="soft">
          {t('sum.lead')}{' '}
          {may.map((q, i) => (
            <span key={q}>
              {i > 0 && ' · '}
              <button
                type="button"
                class="link"
                aria-label={t('sum.ask', { what: what(q) })}
                disabled={shown?.is === 'asking'}
                onClick={() => void ask(q)}
              >
                {what(q)}
              </button>
            </span>
          ))}
        </p>
      )}
      {shown && (
        <div role="status" aria-live="polite">
          {shown.is === 'failed' ? (
            <p class="partial">
              {t('sum.failed')} <Words>{shown.says ?? ''}</Words>
            </p>
          ) : shown.is === 'asking' ? (
            <p class="soft">{t('sum.asking')}</p>
          ) : (
            shown.up && <Sum up={shown.up} />
          )}
        </div>
      )}
      {shown?.up && (
        <ul class="rows" aria-label={t('sum.list', { what: what(shown.question) })}>
          {shown.up.members.map((m, i) => (
            <li key={i}>
              <One member={m} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Sum({ up }: { up: RollUp }) {
  if (up.sums.shown !== 'clear') return <p class="hatch">{t('sum.hidden')}</p>
  const lacking = [
    ...up.because.map((b) => b.says),
    ...(up.beyond > 0 ? [t('sum.beyond', { n: up.beyond })] : []),
  ]
  return (
    <>
      <p>
        <b>{t(up.complete ? 'sum.sum' : 'sum.least', { total: total(up.sums) })}</b>
      </p>
      {lacking.length > 0 && (
        <p class="partial">
          <Words>{lacking.join('; ')}</Words>
        </p>
      )}
    </>
  )
}

function One({ member }: { member: RollUpMember }) {
  const { now, state: cardState } = useView()
  const { is, name } = member
  const sum =
    is === 'withheld'
      ? t('withheld')
      : is === 'value'
        ? total(member.sums)
        : is === 'incomplete'
          ? t('sum.incomplete', { total: total(member.sums) })
          : t(`sum.${is}`)
  const small: [text: string, partial?: true][] = [
    ...(member.role?.shown === 'clear' ? [[member.role.value] as [string]] : []),
    ...member.from.map((f): [string] => [
      `${titleOf(cardState, f.connector)}, ${moment(f.fetchedAt, now.value)}`,
    ]),
    ...(is === 'waiting'
      ? []
      : [...new Set(member.because.map((b) => b.says))].map((says): [string, true] => [says, true])),
  ]
  return (
    <>
      <b class="h">
        <Words>
          {member.self
            ? t('sum.self')
            : name.shown === 'clear'
              ? name.value
              : name.shown === 'masked'
                ? name.hint
                : t('sum.somebody')}
        </Words>
      </b>
      <span class={is === 'value' ? 'n' : 'n partial'}>{sum}</span>
      {small.length > 0 && (
        <small>
          {small.map(([text, partial], k) => (
            <span key={k} class={partial ? 'partial' : undefined}>
              {k > 0 && '\u00a0· '}
              <Words>{text}</Words>
            </span>
          ))}
        </small>
      )}
    </>
  )
}
