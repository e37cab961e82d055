import type { Status } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { useView, type View } from '../view.ts'
import { Out, Words } from './safe.tsx'
import { clipboardText, guessType, valueText } from './value-text.ts'

const copied = new Set(['id', 'phone', 'mail', 'personName', 'address'])

export interface ClearValue {
  value: unknown
  type?: string | undefined
  copy?: boolean | undefined
}
export const Clear = ({ value, type = guessType(value), copy }: ClearValue) =>
  clearly(useView(), value, type, copy)

/** Called as a function instead of mounted as a component, because a card shows hundreds of values. */
export function clearly({ now, toast }: View, value: unknown, type: string, copy = copied.has(type)) {
  const at = now.peek()
  const words = valueText(type, value, at)
  if (type === 'status' && typeof value === 'object' && value !== null && !Array.isArray(value))
    return (
      <span class={`tag ${(value as Status).tone ?? ''}`}>
        <Words>{words}</Words>
      </span>
    )
  if (type === 'url' && typeof value === 'string')
    return (
      <Out url={value}>
        <Words>{words}</Words>
      </Out>
    )
  if (type === 'datetime' || type === 'date') return <time dateTime={String(value)}>{words}</time>
  return copy ? copyable(toast, clipboardText(type, value, at), words) : <Words>{words}</Words>
}

/** A value that Enter, Space or `c` copies while it has the focus. */
const copyable = (toast: View['toast'], text: string, words: string) => (
  <button
    type="button"
    class="v"
    data-v=""
    data-copy=""
    title={t('copy', { value: words })}
    onClick={async () => {
      if (await (await import('./copy.ts')).copyText(text)) toast.value = t('copied', { value: words })
    }}
  >
    <Words>{words}</Words>
  </button>
)
export const Copy = ({ text, words }: { text: string; words: string }) =>
  copyable(useView().toast, text, words)
