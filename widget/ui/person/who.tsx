import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Field, PersonName, Who } from '../../../connectors/contract/index.ts'
import { waited } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { lazily } from '../lazily.tsx'
import { marked, Words } from '../values/safe.tsx'
import { Value } from '../values/value.tsx'
import { guessType } from '../values/value-text.ts'
import { useView } from '../view.ts'

const Reasons = lazily(() => import('../values/reasons.tsx'))

/** A name as this role may read it. */
export const nameOf = (name: Field<PersonName> | undefined): string =>
  name?.shown === 'clear'
    ? marked(name.value.full) || t('nameless')
    : name?.shown === 'masked'
      ? name.hint
      : t('withheld.name')
const initials = (name: Field<PersonName> | undefined): string =>
  name?.shown === 'clear'
    ? (name.value.given && name.value.family
        ? [name.value.given, name.value.family]
        : name.value.full.split(/\s+/).slice(0, 2)
      )
        .map((w) => [...w][0] ?? '')
        .join('')
        .toUpperCase() || '·'
    : '·'

/** Shown in place of an unknown name: the first key, as this role may read it. */
const keyOf = ({ keys: [key] }: Who): string =>
  key?.value.shown === 'clear'
    ? ` · ${marked(key.value.value)}`
    : key?.value.shown === 'masked'
      ? ` · ${key.value.hint}`
      : ''

/** The identified customer: shown first and alone; nothing here waits for another system. */
export function WhoHead({ who }: { who: Who }) {
  const why = useSignal(false)
  const id = useId()
  const { person, sure } = who
  const candidate = who.candidates?.find((c) => c.preselected)
  const name = person?.name ?? candidate?.name
  const maybe = who.outcome !== 'identified' || sure?.level !== 'sure'
  const kind = person?.kind ?? candidate?.kind ?? 'person'
  return (
    <header class="top">
      <div class="who">
        <div class="avatar" aria-hidden="true">
          {initials(name)}
        </div>
        <div class="id">
          <h1 tabIndex={-1} class={nameOf(name).length > 45 ? 'long' : ''}>
            <Words>{nameOf(name)}</Words>
            {name?.shown === 'clear' && !name.value.full && <Words>{keyOf(who)}</Words>}
          </h1>
          <p class="marks">
            {kind !== 'person' && <span class="tag">{t(`kind.${kind}`)}</span>}
            {person?.formOfAddress && person.formOfAddress.shown === 'clear' && (
              <span>{t('address.as', { how: person.formOfAddress.value })}</span>
            )}
            {person?.marks.map(({ fact, label, field }) => (
              <span key={fact} title={label}>
                {fact === 'person.since' && field.shown === 'clear' ? (
                  t('mark.since', { year: String(field.value).slice(0, 4) })
                ) : (
                  // A tier or a shop says what it is; a figure, a date, a yes, or what is hidden does not.
                  <>
                    <span
                      class={
                        field.shown === 'clear' && ['status', 'text'].includes(guessType(field.value))
                          ? 'quiet'
                          : ''
                      }
                    >
                      {label}:{' '}
                    </span>
                    <Value field={field} copy={false} />
                  </>
                )}
              </span>
            ))}
          </p>
        </div>
        {sure && (
          <button
            type="button"
            class={`sure ${maybe ? 'maybe' : ''}`}
            aria-expanded={why.value}
            aria-controls={id}
            title={t('sure.why')}
            onClick={() => {
              why.value = !why.value
            }}
          >
            <span aria-hidden="true">{maybe ? '?' : '✓'}</span>{' '}
            {maybe ? `${t(sure.level === 'probable' ? 'level.probable' : 'level.possible')}\u00a0· ` : ''}
            {t(`by.${sure.by}`)}
            <span class="quiet">. {t('sure.why')}</span>
          </button>
        )}
      </div>
      <Keys who={who} />
      <div id={id}>{why.value && sure && <Reasons sure={sure} />}</div>
    </header>
  )
}

/** The keys and the context that the host gave: what the agent can read back to the customer. */
export function Keys({ who }: { who: Who }) {
  const { state: cardState } = useView()
  const context = cardState.subject?.context
  const parts = [
    context?.channel && !who.keys.some((k) => k.kind === context.channel)
      ? t(`channel.${context.channel}`)
      : '',
    context?.motive ?? '',
    context?.place ?? '',
    context?.waited ? t('context.waited', { time: waited(context.waited) }) : '',
  ].filter(Boolean)
  if (who.keys.length === 0 && parts.length === 0) return null
  // That no system has a key is known only when all systems asked have answered.
  const heard = [...cardState.systems.value.values()].every(
    (s) => s.state === 'answered' || s.state === 'not-asked',
  )
  return (
    <div class="keys" data-rove="">
      {who.keys.map((key, i) => (
        <span key={i}>
          {t(key.kind === 'phone' && context?.channel === 'phone' ? 'key.calls' : `key.${key.kind}`)}{' '}
          <b>
            <Value field={key.value} type={key.kind === 'phone' ? 'phone' : 'id'} brief />
          </b>
          {!key.found && heard && <i> {t('key.unfound')}</i>}
        </span>
      ))}
      {parts.length > 0 && (
        <span>
          <Words>{parts.join(' · ')}</Words>
        </span>
      )}
    </div>
  )
}
