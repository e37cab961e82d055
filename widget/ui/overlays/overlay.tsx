import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { ActionView } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { lazily } from '../lazily.tsx'
import { useView } from '../view.ts'

const Search = lazily(() => import('./search.tsx'))
const Timeline = lazily(() => import('../timeline/timeline.tsx'), history)
const JourneyOverlay = lazily(() => import('../journey/journey-overlay.tsx'), history)
const Help = lazily(() => import('./help.tsx'))
const More = lazily(() => import('./more.tsx'))
const ActForm = lazily(() => import('./act.tsx'))

/**
 * An overlay over the panels. When it closes, the focus returns to where it was, if that is still there.
 */
export default function Overlay() {
  const { open, state: cardState } = useView()
  const begun = useRef<ActionView | undefined>(undefined)
  const from = useMemo(() => document.activeElement, [])
  useEffect(
    () => () =>
      queueMicrotask(() => {
        if (
          from instanceof HTMLElement &&
          from.isConnected &&
          (document.activeElement === document.body || document.activeElement === null)
        )
          from.focus()
      }),
    [],
  )
  const what = open.value
  if (what === 'search') return <Search />
  if (what === 'help') return <Help />
  if (what === 'more') return <More />
  if (what === 'timeline') return <Timeline />
  if (what === 'journey') return <JourneyOverlay />
  if (typeof what !== 'object') return null
  // A form with input is not closed because its system did not answer this time: it stays, and says that it
  // cannot be sent now.
  const same = (a: ActionView | undefined) =>
    a?.connector === what.action.connector && a.name === what.action.name
  const offered = cardState.who.value?.ficha.actions.find(same)
  begun.current = offered ?? (same(begun.current) ? begun.current : undefined)
  return begun.current ? (
    <ActForm
      action={begun.current}
      row={what.row}
      withdrawn={!offered && cardState.connection.value.line === 'ready'}
    />
  ) : null
}
