import { useEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { useView } from './view.ts'

interface Head {
  id: string
  title: string
  /** The words on the button: `Close` unless given. */
  back?: string
  focused?: boolean
}

/**
 * The title of an overlay, by whose `id` the overlay is labelled, and the button that closes it. The button has
 * the focus when the overlay opens, unless a field is to have it (`focused: false`).
 */
export function OverlayHead({ id, title, back, focused = true }: Head) {
  const { open } = useView()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) close.current?.focus()
  }, [])
  return (
    <header>
      <h2 id={id}>{title}</h2>
      <button
        type="button"
        class="link"
        ref={close}
        onClick={() => {
          open.value = undefined
        }}
      >
        {back ?? t('tool.close')}
      </button>
    </header>
  )
}
