import { batch, signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { CardEvent, JourneyAnswer, RolePreviewAnswer } from '../../../connectors/contract/index.ts'
import { language, t } from '../../i18n/index.ts'
import { type Source, SourceError } from '../../source/port.ts'
import { type Card, createCard } from '../../state/index.ts'
import { Journey } from '../../ui/journey/journey.tsx'
import { Screen } from '../../ui/shell/screen.tsx'
import { freshOpen, type View } from '../../ui/view.ts'

const why = (error: unknown): string => (error instanceof SourceError ? (error.problem?.detail ?? '') : '')

/** For team leads: the journey of one customer, and the lead's own card as each role sees it. */
export function Lead({ source }: { source: Pick<Source, 'journey' | 'previewAsRole'> }) {
  return (
    <>
      <JourneyOfDay source={source} />
      <OwnCard source={source} />
    </>
  )
}

export function JourneyOfDay({ source }: { source: Pick<Source, 'journey'> }) {
  const answer = useSignal<JourneyAnswer | { trouble: string } | undefined>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    source.journey?.({ locale: language() }, stop.signal).then(
      (received) => {
        if (!stop.signal.aborted) answer.value = received
      },
      (error: unknown) => {
        if (!stop.signal.aborted) answer.value = { trouble: why(error) }
      },
    )
    return () => stop.abort()
  }, [language()])
  const shown = answer.value
  return (
    <section class="lead-day" aria-labelledby="lead-day">
      <h2 id="lead-day">{t('lead.day')}</h2>
      <p class="soft">{t('lead.day.hint')}</p>
      {shown === undefined ? (
        <p role="status">{t('journey.waiting')}</p>
      ) : 'trouble' in shown ? (
        <p class="warn" role="alert">
          {t('journey.trouble')} <bdi>{shown.trouble}</bdi>
        </p>
      ) : (
        <>
          <p class="soft">{t('lead.day.intro', { n: shown.days })}</p>
          <Journey journey={shown} />
        </>
      )}
    </section>
  )
}

/** Asks nothing before a button is pressed, because each look is audited. */
export function OwnCard({ source }: { source: Pick<Source, 'previewAsRole'> }) {
  const answer = useSignal<RolePreviewAnswer | { trouble: string } | 'asking' | undefined>(undefined)
  const role = useSignal('')
  const ask = async (): Promise<void> => {
    answer.value = 'asking'
    try {
      const received = await source.previewAsRole?.({ locale: language() }, new AbortController().signal)
      batch(() => {
        answer.value = received
        role.value = received?.views[0]?.role ?? ''
      })
    } catch (error) {
      answer.value = { trouble: why(error) }
    }
  }
  const seen = answer.value
  const views = typeof seen === 'object' && 'views' in seen ? seen : undefined
  const view = views?.views.find((v) => v.role === role.value)
  return (
    <section class="lead-own" aria-labelledby="lead-own">
      <h2 id="lead-own">{t('lead.role-preview')}</h2>
      <p class="soft">{t('lead.role-preview.hint')}</p>
      {!views && (
        <button type="button" disabled={seen === 'asking'} onClick={() => void ask()}>
          {seen === 'asking' ? t('waiting') : t('lead.role-preview.show')}
        </button>
      )}
      {typeof seen === 'object' && 'trouble' in seen && (
        <p class="warn" role="alert">
          {t('journey.trouble')} <bdi>{seen.trouble}</bdi>
        </p>
      )}
      {views && (
        <>
          <label>
            {t('lead.role-preview.role')}{' '}
            <select
              value={role.value}
              onChange={(e) => {
                role.value = e.currentTarget.value
              }}
            >
              {views.views.map((v) => (
                <option key={v.role} value={v.role}>
                  {v.template} ({v.role})
                </option>
              ))}
            </select>
          </label>
          {views.refused.map((r) => (
            <p key={r.role} class="soft">
              {r.role}: <bdi>{r.says}</bdi>
            </p>
          ))}
          {view && <Still key={role.value} events={view.events} />}
        </>
      )}
    </section>
  )
}

/** The card itself over the given events; its actions do nothing. */
function Still({ events }: { events: readonly CardEvent[] }) {
  const still = useSignal<View | undefined>(undefined)
  useEffect(() => {
    const card = stillCard(events)
    const open = freshOpen()
    still.value = {
      card,
      state: card.state.peek(),
      now: signal(card.clock.now()),
      open,
      toast: signal(''),
      layout: 'compact',
    }
    return () => card.dispose()
  }, [events])
  const view = still.value
  return view ? <div class="card compact still">{<Screen view={view} />}</div> : null
}

function stillCard(events: readonly CardEvent[]): Card {
  const refused = (): never => {
    throw new SourceError('refused', t('lead.role-preview.only'), {
      type: 'about:blank',
      title: '',
      status: 403,
      code: 'forbidden',
      detail: t('lead.role-preview.only'),
    })
  }
  const source: Source = {
    place: 'gateway',
    open: async function* (request) {
      let seq = 0
      for (const event of events) yield { ...event, epoch: request.epoch ?? 0, seq: seq++ }
    },
    // biome-ignore lint/correctness/useYield: nothing can be asked in the picture of a card
    ask: async function* () {
      refused()
    },
    search: async () => refused(),
    decide: async () => refused(),
    reveal: async () => refused(),
    act: async () => refused(),
    changes: () => new Promise(() => {}),
    outcome: () => {},
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
  }
  return createCard({
    source,
    settings: { language: language() },
    host: {
      name: 'preview-as-role',
      token: async () => '',
      resize: () => {},
      open: () => {},
      dispose: () => {},
      onSettings: () => () => {},
      onSubject: (run) => {
        run({ hints: [{ kind: 'any', value: 'own' }], context: {} })
        return () => {}
      },
    },
  })
}
