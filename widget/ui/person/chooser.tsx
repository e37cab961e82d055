import { useEffect } from 'preact/hooks'
import type { Who } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Tools } from '../toolbar.tsx'
import { Words } from '../values/safe.tsx'
import { titleOf, useView } from '../view.ts'
import { CandidateFacts } from './possible.tsx'
import { Keys, nameOf } from './who.tsx'

/** Several people match these keys: the agent chooses, by a digit or a touch. */
export default function Chooser({ who }: { who: Who }) {
  const { card, open, state: cardState } = useView()
  const candidates = who.candidates ?? []
  const title = (connector: string) => titleOf(cardState, connector)
  useEffect(() => {
    const choose = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.altKey ||
        event.metaKey ||
        open.peek() ||
        (event.target instanceof Element && event.target.closest('input, textarea, select'))
      )
        return
      const candidate = /^[1-9]$/.test(event.key) ? candidates[Number(event.key) - 1] : undefined
      if (candidate) {
        event.preventDefault()
        card.show({ candidate: candidate.ref })
      }
    }
    document.addEventListener('keydown', choose)
    return () => document.removeEventListener('keydown', choose)
  }, [who])
  return (
    <>
      <header class="top">
        <div class="who">
          <div class="avatar none" aria-hidden="true">
            ?
          </div>
          <div class="id">
            <h1 tabIndex={-1}>{t('several.title', { n: candidates.length })}</h1>
          </div>
        </div>
        <Keys who={who} />
      </header>
      <Tools />
      <section class="chooser">
        <p class="soft">{t('chooser.ask')}</p>
        <ol data-rove="">
          {candidates.map((c, i) => (
            <li key={c.ref}>
              <button type="button" data-v="" class="pick" onClick={() => card.show({ candidate: c.ref })}>
                <kbd aria-hidden="true">{i < 9 ? i + 1 : ''}</kbd>
                <span>
                  <b>
                    <Words>{nameOf(c.name)}</Words>
                  </b>
                  {c.kind !== 'person' && <span class="tag">{t(`kind.${c.kind}`)}</span>}
                  {c.preselected && <span class="tag">{t('chooser.likely')}</span>}
                  <CandidateFacts candidate={c} />
                  <small class="soft">
                    <Words>{c.says}</Words>
                    {c.systems.length > 0 && ` · ${c.systems.map(title).join(', ')}`}
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ol>
        <p>
          <button
            type="button"
            onClick={() => {
              open.value = 'search'
            }}
          >
            {t('chooser.none')}
          </button>
        </p>
      </section>
    </>
  )
}
