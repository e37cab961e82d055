/** @jsxImportSource react */
import { useEffect, useId, useState } from 'react'
import { t } from '../../../widget/i18n/index.ts'
import { guessType } from '../../../widget/ui/values/value-text.ts'
import { announce, initials, keyType, markLabel, markWords, maybe, nameOf } from '../shown.ts'
import { useCard } from './card.ts'
import { Value } from './value.tsx'

export function Live() {
  const who = useCard((s) => s.who)
  const words = who ? announce(who) : ''
  const title = who ? `${nameOf(who.person?.name)} · ${t('title')}` : t('title')
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <p role="status" className="quiet">
      {words}
    </p>
  )
}

export function Top() {
  const who = useCard((s) => s.who)
  const [why, setWhy] = useState(false)
  const id = useId()
  if (!who)
    return (
      <header className="top">
        <div className="who">
          <div className="avatar none" aria-hidden="true">
            …
          </div>
          <div className="id">
            <h1 tabIndex={-1} className="calm">
              {t('looking')}
            </h1>
            <div className="bar s" />
          </div>
        </div>
      </header>
    )
  const { person, sure } = who
  return (
    <header className="top">
      <div className="who">
        <div className="avatar" aria-hidden="true">
          {initials(person?.name)}
        </div>
        <div className="id">
          <h1 tabIndex={-1}>
            <bdi>{nameOf(person?.name)}</bdi>
          </h1>
          <p className="marks">
            {person?.formOfAddress?.shown === 'clear' && (
              <span>{t('address.as', { how: person.formOfAddress.value })}</span>
            )}
            {person?.marks.map((m) => (
              <span key={m.fact} title={m.label}>
                {markWords(m.fact, m.field) ?? (
                  <>
                    <span className={markLabel(m.field)}>{`${m.label}: `}</span>
                    <Value
                      field={m.field}
                      type={m.field.shown === 'clear' ? guessType(m.field.value) : 'text'}
                      copy={false}
                    />
                  </>
                )}
              </span>
            ))}
          </p>
        </div>
        {sure && (
          <button
            type="button"
            className={`sure ${maybe(who) ? 'maybe' : ''}`}
            aria-expanded={why}
            aria-controls={id}
            title={t('sure.why')}
            onClick={() => setWhy(!why)}
          >
            <span aria-hidden="true">{maybe(who) ? '?' : '✓'}</span>
            {` ${maybe(who) ? `${t(sure.level === 'probable' ? 'level.probable' : 'level.possible')} · ` : ''}${t(`by.${sure.by}`)}`}
            <span className="quiet">{`. ${t('sure.why')}`}</span>
          </button>
        )}
      </div>
      <div className="keys">
        {who.keys.map((k, i) => (
          <span key={i}>
            {`${t(`key.${k.kind}`)} `}
            <b>
              <Value field={k.value} type={keyType(k.kind)} />
            </b>
            {!k.found && <i>{` ${t('key.unfound')}`}</i>}
          </span>
        ))}
      </div>
      <div id={id}>
        {why && (
          <p>
            <bdi>{sure?.says}</bdi>
          </p>
        )}
      </div>
    </header>
  )
}

export function Tools() {
  const [open, setOpen] = useState(false)
  return (
    <div className="tools" role="group" aria-label={t('tools')}>
      <button
        type="button"
        className="link"
        aria-keyshortcuts="/"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('tool.search')}
      </button>
      <button type="button" className="link">
        {t('tool.wrong')}
      </button>
      <button type="button" className="link end" aria-keyshortcuts="?" aria-label={t('tool.help')}>
        ?
      </button>
    </div>
  )
}
