/** @jsxImportSource react */
import { memo, useState } from 'react'
import type { SignalEvent } from '../../../connectors/contract/index.ts'
import { t } from '../../../widget/i18n/index.ts'
import { because, beyond, look, margins, saidBy, spark, tick, type Who } from '../shown.ts'
import { useCard } from './card.ts'
import { Beside } from './panel.tsx'

export const Glance = memo(function Glance({ ficha }: { ficha: Who['ficha'] }) {
  return (
    <dl className="glance" aria-label={t('glance')}>
      {ficha.glance.map(({ rule, title }) => (
        <div key={rule}>
          <dt>{title}</dt>
          <dd>
            <Answer rule={rule} />
          </dd>
        </div>
      ))}
    </dl>
  )
})
const Answer = memo(function Answer({ rule }: { rule: string }) {
  const signal = useCard((s) => s.signals.get(rule) ?? s.settled)
  const words = useCard((s) => {
    const signal = s.signals.get(rule)
    return signal ? saidBy(signal, (c) => s.systems.get(c)?.title ?? c) : ''
  })
  const [why, setWhy] = useState(false)
  if (typeof signal === 'boolean')
    return signal ? (
      <span className="unknown">{t('unknown')}</span>
    ) : (
      <span className="wait">{t('waiting')}</span>
    )
  return (
    <button type="button" className={`v ${look(signal)}`} aria-expanded={why} onClick={() => setWhy(!why)}>
      <span>
        <bdi>{words}</bdi>
      </span>
      {signal.spark && signal.spark.length > 1 && (
        <svg
          width="46"
          height="14"
          viewBox="0 0 46 14"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          <path d={spark(signal.spark)} />
        </svg>
      )}
    </button>
  )
})
const Said = ({ signal }: { signal: SignalEvent }) => (
  <span>
    <bdi>{saidBy(signal, String)}</bdi>
  </span>
)

export const Advice = memo(function Advice({ ficha }: { ficha: Who['ficha'] }) {
  const advice = useCard((s) => s.advice)
  const [all, setAll] = useState(false)
  if (!advice || advice.items.length === 0) return null
  return (
    <div className="advices" role="group" aria-label={t('advice')} tabIndex={-1}>
      {(all ? advice.items : advice.items.slice(0, 1)).map((item) => {
        const action =
          item.action &&
          ficha.actions.find((a) => a.connector === item.action?.connector && a.name === item.action.name)
        return (
          <div key={item.id} className={`advice ${item.rank}`}>
            <p>
              <span className="quiet">{`${t(`rank.${item.rank}`)}: `}</span>
              <bdi>{item.text}</bdi>
            </p>
            <footer>
              {action && (
                <button type="button" className="do">
                  {action.title}
                </button>
              )}
              <button type="button">{t('advice.done')}</button>
              <button type="button">{t('advice.not-now')}</button>
              <button type="button">{t('advice.other')}</button>
              <button type="button" className="link end" aria-expanded="false">
                {t('advice.why')}
              </button>
            </footer>
            <Beside of={item.policies} />
          </div>
        )
      })}
      {!all && advice.items.length > 1 && (
        <button type="button" className="link more" onClick={() => setAll(true)}>
          {t('advice.next', { n: advice.items.length - 1 })}
        </button>
      )}
    </div>
  )
})

export const Chips = memo(function Chips({ who }: { who: Who }) {
  const signals = useCard((s) => (s.settled ? s.signals : undefined))
  if (!signals) return null
  const given = margins(signals),
    { shown, unknown } = beyond(who, signals)
  const action = who.ficha.actions.find((a) => a.name === 'gesture')
  return (
    <>
      {given.length > 0 && (
        <p className="margin pad">
          {`${t('margin')}: `}
          {given.map((s) => (
            <Said key={s.rule} signal={s} />
          ))}{' '}
          {action && (
            <button type="button" className="link">
              {t('margin.give')}
            </button>
          )}
        </p>
      )}
      {shown.length > 0 && (
        <ul className="chips pad" aria-label={t('signals')}>
          {shown.map((s) => (
            <li key={s.rule} className={`tag ${look(s)}`}>
              {tick(s) && <span aria-hidden="true">{tick(s)}</span>}
              {`${s.title}: `}
              <Said signal={s} />
            </li>
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <details className="unsure">
          <summary>{t('unknown.because', { why: unknown.length })}</summary>
          <ul>
            {unknown.map((s) => (
              <li key={s.rule}>
                {`${s.title}: `}
                <bdi>{because(s)}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
})
