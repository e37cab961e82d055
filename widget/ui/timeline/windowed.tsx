import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const overscan = 400
/** A plausible height where nothing can be measured, as in tests. */
const assumed = 480

export interface Range {
  first: number
  last: number
}
/** Which blocks are within [top, top + height], given the height of each. */
export function rangeOf(count: number, height: (block: number) => number, top: number, view: number): Range {
  let at = 0
  let first = -1
  for (let i = 0; i < count; i++) {
    const next = at + height(i)
    if (first < 0 && next > top - overscan) first = i
    if (at > top + view + overscan) return { first: Math.max(0, first), last: i - 1 }
    at = next
  }
  return { first: Math.max(0, first), last: count - 1 }
}

/**
 * A long list of which only the blocks near the view are in the page, however long it is. The block that
 * holds the focus stays. `estimate`: pixels of a block nobody has measured yet.
 */
export function Windowed({
  blocks,
  estimate,
  label,
  renderBlock,
  onEnd,
}: {
  blocks: number
  estimate: (block: number) => number
  label: string
  renderBlock: (block: number) => ComponentChildren
  onEnd: () => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<number, number>()).current
  const at = useSignal({ top: 0, focused: -1 })
  const place = at.value
  const height = (i: number): number => heights.get(i) ?? estimate(i)
  const { first, last } = rangeOf(blocks, height, place.top, box.current?.clientHeight || assumed)
  const held =
    place.focused >= 0 && place.focused < blocks && (place.focused < first || place.focused > last)
      ? place.focused
      : -1
  const sum = (from: number, to: number): number => {
    let n = 0
    for (let i = from; i < to; i++) n += height(i)
    return n
  }

  useLayoutEffect(() => {
    for (const element of box.current?.querySelectorAll<HTMLElement>('[data-block]') ?? []) {
      const tall = element.offsetHeight
      if (tall > 0) heights.set(Number(element.dataset.block), tall)
    }
    if (last >= blocks - 2) onEnd()
  })
  const moved = (): void => {
    const top = box.current?.scrollTop ?? 0
    if (Math.abs(top - place.top) > 60 || top === 0) at.value = { ...place, top }
  }
  const focusin = (event: FocusEvent): void => {
    const block = (event.target as Element).closest<HTMLElement>('[data-block]')?.dataset.block
    if (block !== undefined && Number(block) !== place.focused)
      at.value = { ...place, focused: Number(block) }
  }
  const block = (i: number) => (
    <div key={i} data-block={i}>
      {renderBlock(i)}
    </div>
  )
  const space = (key: string, from: number, to: number) => {
    const tall = sum(from, to)
    return tall > 0 ? <div key={key} aria-hidden="true" style={{ height: `${tall}px` }} /> : null
  }
  const parts: ComponentChildren[] = []
  if (held >= 0 && held < first) parts.push(space('a', 0, held), block(held), space('b', held + 1, first))
  else parts.push(space('a', 0, first))
  for (let i = first; i <= last; i++) parts.push(block(i))
  if (held > last) parts.push(space('c', last + 1, held), block(held), space('d', held + 1, blocks))
  else parts.push(space('c', last + 1, blocks))
  return (
    <div
      ref={box}
      class="scroller"
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={moved}
      onFocusIn={focusin}
    >
      {parts}
    </div>
  )
}
