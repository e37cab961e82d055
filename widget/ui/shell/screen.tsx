import { t } from '../../i18n/index.ts'
import { Advices } from '../advice/advice.tsx'
import { Glance } from '../glance/glance.tsx'
import { lazily } from '../lazily.tsx'
import { Panel } from '../panels/panel.tsx'
import { WhoHead } from '../person/who.tsx'
import { Tools } from '../toolbar.tsx'
import { useView, type View, ViewProvider } from '../view.ts'
import { Banner } from './banner.tsx'
import { Systems } from './systems.tsx'

const Nobody = lazily(() => import('../person/nobody.tsx'))
const Possible = lazily(() => import('../person/possible.tsx'))
const Locked = lazily(() => import('../person/locked.tsx'))
const Chips = lazily(() => import('../glance/chips.tsx'))
const Later = lazily(() => import('./later.tsx'))
const Chooser = lazily(() => import('../person/chooser.tsx'))
const Overlay = lazily(() => import('../overlays/overlay.tsx'))

/**
 * The card of one card state. It is mounted anew for every subject, so nothing of the former one can stay.
 */
export const Screen = ({ view }: { view: View }) => (
  <ViewProvider value={view}>
    <Banner />
    <Top />
    <Over />
    <Rest />
    <Toast />
  </ViewProvider>
)

function Top() {
  const { state: cardState } = useView()
  const who = cardState.who.value
  if (!who)
    return (
      <>
        <Waiting />
        <Tools />
      </>
    )
  if (who.outcome === 'nobody')
    return (
      <>
        <Nobody who={who} />
        <Tools />
      </>
    )
  if (who.outcome === 'several') return <Chooser who={who} />
  return (
    <>
      <WhoHead who={who} />
      <Tools />
    </>
  )
}

function Waiting() {
  const { state: cardState } = useView()
  const { line } = cardState.connection.value
  const wrong = cardState.notice.value?.wrong
  const title = wrong
    ? t('wrong.done')
    : line === 'blank'
      ? t('title')
      : line === 'refused'
        ? t('refused')
        : line === 'offline' || line === 'lost'
          ? t('offline.empty')
          : t('looking')
  return (
    <header class="top">
      <div class="who">
        <div class="avatar none" aria-hidden="true">
          {line === 'asking' ? '…' : ''}
        </div>
        <div class="id">
          <h1 tabIndex={-1} class="calm">
            {title}
          </h1>
          {line === 'blank' && !wrong && <p class="marks">{t('idle.text')}</p>}
          {line === 'asking' && <div class="bar s" />}
        </div>
      </div>
    </header>
  )
}

const Over = () => (useView().open.value === undefined ? null : <Overlay />)

function Rest() {
  const { state: cardState, open } = useView()
  const who = cardState.who.value
  // While the journey is open, the card shows nothing else.
  if (!who || who.outcome === 'nobody' || who.outcome === 'several' || open.value === 'journey')
    return <Systems />
  // The systems were not asked about an unconfirmed person: eight times "unknown" would tell the agent
  // nothing.
  if (who.outcome === 'possible' && cardState.readings.value.size === 0 && cardState.signals.value.size === 0)
    return (
      <>
        {(who.candidates ?? []).map((c) => (
          <Possible key={c.ref} candidate={c} />
        ))}
        <Systems />
      </>
    )
  const beyond = [...cardState.signals.value.keys()].some(
    (rule) => !who.ficha.glance.some((g) => g.rule === rule),
  )
  const settled = cardState.settledOnce.value
  if (who.locked)
    return (
      <>
        <Locked words={who.locked.words} />
        <Systems />
      </>
    )
  return (
    <>
      {who.question && <Possible candidate={who.question.candidate} revision />}
      {who.outcome === 'possible' &&
        (who.candidates ?? [])
          .filter((c) => c.preselected)
          .map((c) => <Possible key={c.ref} candidate={c} />)}
      <Glance />
      {cardState.advice.value && <Advices />}
      {beyond && settled && <Chips />}
      {(who.candidates ?? [])
        .filter((c) => !(who.outcome === 'possible' && c.preselected))
        .map((c) => (
          <Possible key={c.ref} candidate={c} />
        ))}
      <Panels />
      {settled && <Later />}
      <Systems />
    </>
  )
}

const Panels = () => (
  <>
    {useView().state.panels.value.map((panel) => (
      <Panel key={panel.view.id} panel={panel} />
    ))}
  </>
)

function Toast() {
  const { toast } = useView()
  return (
    <p class={`toast ${toast.value ? 'on' : ''}`} aria-live="polite">
      {toast.value}
    </p>
  )
}
