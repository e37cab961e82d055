import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { moved } from './changes.ts'

interface Props<T> {
  label: string
  items: readonly T[]
  keyOf(item: T): string
  name(item: T): string
  note?: (item: T) => string | undefined
  body?: (item: T) => ComponentChildren
  bad?: (item: T, index: number) => string | undefined
  onChange(items: T[]): void
  announce(text: string): void
}

/**
 * A list that is ordered by dragging, or with buttons; each move is announced to screen readers. The focus
 * stays on the button that was pressed.
 */
export function Order<T>({ label, items, keyOf, name, note, body, bad, onChange, announce }: Props<T>) {
  const dragged = useSignal<number | undefined>(undefined)
  const over = useSignal<number | undefined>(undefined)
  const root = useRef<HTMLOListElement>(null)
  const focus = useRef<{ key: string; which: 'up' | 'down' } | undefined>(undefined)
  useLayoutEffect(() => {
    const wanted = focus.current
    if (!wanted) return
    focus.current = undefined
    const row = [...(root.current?.children ?? [])].find(
      (li) => (li as HTMLElement).dataset.key === wanted.key,
    )
    const button = row?.querySelector<HTMLButtonElement>(`button.${wanted.which}`)
    ;(button?.disabled
      ? row?.querySelector<HTMLButtonElement>(`button.${wanted.which === 'up' ? 'down' : 'up'}`)
      : button
    )?.focus()
  })
  const move = (from: number, to: number, which?: 'up' | 'down'): void => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length || from === to) return
    if (which) focus.current = { key: keyOf(item), which }
    onChange(moved(items, from, to))
    announce(t('editor.order.moved', { name: name(item), n: to + 1, of: items.length }))
  }
  const remove = (index: number): void => {
    const item = items[index] as T
    onChange(items.filter((_, i) => i !== index))
    announce(t('editor.order.removed', { name: name(item) }))
  }
  return (
    <ol class="order" aria-label={label} ref={root}>
      {items.map((item, i) => {
        const title = name(item)
        const wrong = bad?.(item, i)
        return (
          <li
            key={keyOf(item)}
            data-key={keyOf(item)}
            class={`${over.value === i && dragged.value !== undefined && dragged.value !== i ? 'over' : ''} ${dragged.value === i ? 'dragged' : ''}`}
            onDragOver={(e) => {
              if (dragged.value !== undefined) {
                e.preventDefault()
                over.value = i
              }
            }}
            onDrop={(e) => {
              e.preventDefault()
              if (dragged.value !== undefined) move(dragged.value, i)
              dragged.value = over.value = undefined
            }}
            onKeyDown={(e) => {
              if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) {
                e.preventDefault()
                move(i, i + (e.key === 'ArrowUp' ? -1 : 1), e.key === 'ArrowUp' ? 'up' : 'down')
              }
            }}
          >
            <div class="bar-item">
              <span
                class="grip"
                draggable
                aria-hidden="true"
                title={t('editor.order.drag')}
                onDragStart={(e) => {
                  dragged.value = i
                  e.dataTransfer?.setData('text/plain', title)
                  if (e.dataTransfer) e.dataTransfer.effectAllowed = 'move'
                }}
                onDragEnd={() => {
                  dragged.value = over.value = undefined
                }}
              >
                ⠿
              </span>
              <span class="item-name">
                {title}
                {note?.(item) && <small class="soft"> {note(item)}</small>}
              </span>
              <span class="item-do">
                <button
                  type="button"
                  class="up"
                  disabled={i === 0}
                  aria-label={t('editor.order.up', { name: title })}
                  onClick={() => move(i, i - 1, 'up')}
                >
                  ↑
                </button>
                <button
                  type="button"
                  class="down"
                  disabled={i === items.length - 1}
                  aria-label={t('editor.order.down', { name: title })}
                  onClick={() => move(i, i + 1, 'down')}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={t('editor.order.remove', { name: title })}
                  onClick={() => remove(i)}
                >
                  ✕
                </button>
              </span>
            </div>
            {wrong && (
              <p class="bad" role="alert">
                {wrong}
              </p>
            )}
            {body?.(item)}
          </li>
        )
      })}
    </ol>
  )
}
/** Adds one more of the items that are not in the list yet. */
export function Add({
  label,
  options,
  onAdd,
}: {
  label: string
  options: readonly (readonly [string, string])[]
  onAdd(id: string): void
}) {
  if (options.length === 0) return null
  return (
    <p class="field add">
      <label>
        <span>{label}</span>{' '}
        <select
          value=""
          onChange={(e) => {
            const { value } = e.currentTarget
            e.currentTarget.value = ''
            if (value) onAdd(value)
          }}
        >
          <option value="">{t('editor.add')}</option>
          {options.map(([id, words]) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </p>
  )
}
