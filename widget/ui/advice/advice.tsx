import { useSignal } from '@preact/signals'
import type { AdviceItem } from '../../../connectors/contract/index.ts'
import { safeLink } from '../../../connectors/contract/safe-link.ts'
import { t } from '../../i18n/index.ts'
import { FactList } from '../glance/glance.tsx'
import { lazily } from '../lazily.tsx'
import { policyNotes } from '../panels/panel.tsx'
import { Out, Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

const AdviceForm = lazily(() => import('./advice-form.tsx'))
const QuestionBox = lazily(() => import('./question.tsx'))
const noted = { taken: 'advice.taken', 'not-now': 'advice.later', other: 'advice.own' } as const

/** One piece of advice at a time; the others are one click away. The agent may decline any. */
export function Advices() {
  const { state: cardState } = useView()
  const all = useSignal(false)
  const advice = cardState.advice.value?.value
  if (!advice) return null
  const done = cardState.answered.value
  const waiting = advice.items.filter((i) => !done.has(i.id))
  const last = [...done.keys()]
    .map((id) => advice.items.find((i) => i.id === id))
    .findLast((i) => i !== undefined)
  const word = last && done.get(last.id)
  const question = advice.ask && !done.has(advice.ask.id) ? advice.ask : undefined
  return (
    <>
      {(waiting.length > 0 || word) && (
        <div class="advices" role="group" aria-label={t('advice')} tabIndex={-1}>
          {(all.value ? waiting : waiting.slice(0, 1)).map((item) => (
            <Item key={item.id} item={item} />
          ))}
          {!all.value && waiting.length > 1 && (
            <button
              type="button"
              class="link more"
              onClick={() => {
                all.value = true
              }}
            >
              {t('advice.next', { n: waiting.length - 1 })}
            </button>
          )}
          {waiting.length === 0 && word && <p class="soft pad">{t(noted[word as keyof typeof noted])}</p>}
        </div>
      )}
      {question && <QuestionBox question={question} />}
    </>
  )
}

function Item({ item }: { item: AdviceItem }) {
  const { card, state: cardState, open } = useView()
  const why = useSignal(false)
  const asks = useSignal<'' | 'not-now' | 'other'>('')
  const action =
    item.action &&
    cardState.who.value?.ficha.actions.find(
      (a) => a.connector === item.action?.connector && a.name === item.action.name,
    )
  const say = (answer: 'taken' | 'not-now' | 'other', reason?: string) => {
    const box = document.activeElement?.closest<HTMLElement>('.advices')
    card.advise(item, answer, reason)
    box?.focus()
  }
  return (
    <div class={`advice ${item.rank}`}>
      <p>
        <span class="quiet">{t(`rank.${item.rank}`)}: </span>
        <Words>{item.text}</Words>
      </p>
      {asks.value ? (
        <AdviceForm
          kind={asks.value}
          say={(reason) => say(asks.value === 'other' ? 'other' : 'not-now', reason)}
          close={() => {
            asks.value = ''
          }}
        />
      ) : (
        <footer>
          {action && (
            <button
              type="button"
              class="do"
              onClick={() => {
                open.value = { action }
              }}
            >
              {action.title}
            </button>
          )}
          <button type="button" onClick={() => say('taken')}>
            {t('advice.done')}
          </button>
          <button
            type="button"
            onClick={() => {
              asks.value = 'not-now'
            }}
          >
            {t('advice.not-now')}
          </button>
          <button
            type="button"
            onClick={() => {
              asks.value = 'other'
            }}
          >
            {t('advice.other')}
          </button>
          {safeLink(item.link) && <Out url={item.link}>{t('advice.open')}</Out>}
          <button
            type="button"
            class="link end"
            aria-expanded={why.value}
            onClick={() => {
              why.value = !why.value
            }}
          >
            {t('advice.why')}
          </button>
        </footer>
      )}
      {policyNotes.value?.(item.policies)}
      {why.value && <FactList reasons={item.reasons} />}
    </div>
  )
}
