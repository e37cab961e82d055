// @vitest-environment happy-dom
import { effect, signal } from '@preact/signals'
import { afterEach, expect, it } from 'vitest'
import type { CardEvent } from '../../../connectors/contract/index.ts'
import { flush, settled, stamp, whoOf } from '../../state/testing/world.ts'
import type { EditorStore } from './editor-store.ts'
import { previewCard } from './preview-card.ts'

let end = (): void => {}
afterEach(() => end())

it('waits while the first preview runs, however long: the connection is not lost; then shows it', async () => {
  const events = signal<readonly CardEvent[]>([])
  const { card, again } = previewCard({ events } as unknown as EditorStore)
  end = () => card.dispose()
  for (let i = 0; i < 20; i++) {
    again()
    await flush()
    await flush()
  }
  expect(card.state.value.connection.value.line).toBe('asking')
  events.value = stamp([whoOf('Elena'), settled], 0)
  again()
  const line = await new Promise((heard) => {
    effect(() => {
      const { line } = card.state.value.connection.value
      if (line !== 'asking') heard(line)
    })
  })
  expect([line, card.state.value.who.value?.outcome]).toEqual(['ready', 'identified'])
})
it('does nothing in the agent’s place: an action is said not to have been done', async () => {
  const events = signal<readonly CardEvent[]>(stamp([whoOf('Elena'), settled], 0))
  const { card, again } = previewCard({ events } as unknown as EditorStore)
  end = () => card.dispose()
  again()
  await expect.poll(() => card.state.value.who.value?.outcome).toBe('identified')
  expect(
    await card.act({ connector: 'desk', action: 'handoff', input: {}, row: undefined, key: 'k' }),
  ).toMatchObject({ is: 'done', value: { done: false } })
})
