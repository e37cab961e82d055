// @vitest-environment happy-dom

import { configure, fireEvent, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { CardEvent, EventBody } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { type Source, SourceError } from '../../source/port.ts'
import { createCard } from '../../state/index.ts'
import { settled, stamp, subjectOf, testHost, whoOf } from '../../state/testing/world.ts'
import { mount } from '../shell/index.tsx'

const note = {
  connector: 'desk',
  name: 'handoff',
  title: 'Para el siguiente',
  confirm: 'Se anota en Soporte.',
  input: [{ name: 'text', label: 'Qué debe saber', type: 'text', required: true }],
}
const offering = (...actions: unknown[]): EventBody => {
  const who = whoOf('Ana')
  return who.event === 'who' ? { ...who, ficha: { ...who.ficha, actions } as typeof who.ficha } : who
}
// Parts loaded on use come when the machine has time: a wait ends by what it waits for.
configure({ asyncUtilTimeout: 30_000 })
const ends: (() => void)[] = []
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
  await import('./act.tsx')
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
}, 40_000)

/** A card that hears each of these streams when asked again, the last one for ever. */
const card = (...streams: EventBody[][]) =>
  cardOf(async () => ({ done: true, says: '', refresh: [] }), ...streams)
async function cardOf(answer: () => Promise<unknown>, ...streams: EventBody[][]) {
  let opened = 0
  const acts: unknown[] = []
  const source = {
    place: 'gateway',
    open: async function* (r: { epoch?: number }): AsyncGenerator<CardEvent> {
      yield* stamp(streams[Math.min(opened++, streams.length - 1)] as EventBody[], r.epoch ?? 0)
    },
    ask: async function* () {},
    search: async () => [],
    decide: async () => ({ link: 'l', says: '' }),
    reveal: async () => ({ value: '', forSeconds: 1 }),
    act: (r: unknown) => {
      acts.push(r)
      return answer()
    },
    changes: () => new Promise(() => {}),
    outcome: () => {},
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
  } as unknown as Source
  const root = document.createElement('div')
  document.body.append(root)
  const host = testHost()
  const made = createCard({ source, host })
  ends.push(
    mount(root, made),
    () => made.dispose(),
    () => root.remove(),
  )
  act(() => host.bind(subjectOf('Ana')))
  return { made, acts, again: () => act(() => made.retry()) }
}
const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Confirmar' })

it('keeps the form and its words while the system that takes them has not answered this time, says so, and sends them once it has', async () => {
  const { again, acts } = await card(
    [offering(note), settled],
    [offering(), settled],
    [offering(note), settled],
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Para el siguiente' }))
  fireEvent.input(await screen.findByLabelText('Qué debe saber'), { target: { value: 'llamarla el jueves' } })
  again()
  await screen.findByText(/Ahora no se puede enviar/)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Qué debe saber').value).toBe('llamarla el jueves')
  expect(button().disabled).toBe(true)
  again()
  await waitFor(() => expect(button().disabled).toBe(false))
  expect(screen.queryByText(/Ahora no se puede enviar/)).toBeNull()
  fireEvent.click(button())
  await waitFor(() => expect(acts).toHaveLength(1))
  expect(acts[0]).toMatchObject({ action: 'handoff', input: { text: 'llamarla el jueves' } })
})

it('speaks the language of the moment: labels, what was wrong with what was sent, why it was not done; and keeps what was typed', async () => {
  const inEnglish = {
    ...note,
    title: 'For the next one',
    confirm: 'Noted in Support.',
    input: [{ name: 'text', label: 'What they should know', type: 'text', required: true }],
  }
  const { again } = await card([offering(note), settled], [offering(inEnglish), settled])
  fireEvent.click(await screen.findByRole('button', { name: 'Para el siguiente' }))
  fireEvent.input(await screen.findByLabelText('Qué debe saber'), { target: { value: '   ' } })
  fireEvent.click(button())
  await screen.findByText('Falta este dato')
  await setLanguage('en')
  again()
  await screen.findByText('Required')
  expect(screen.getByLabelText<HTMLTextAreaElement>('What they should know').value).toBe('   ')
  expect(screen.queryByText('Falta este dato')).toBeNull()
  await setLanguage('es')
})

it('says what is known of how it ended: not whether it arrived, when the line was cut; the gateway’s own word, when it knows; that it never left, otherwise', async () => {
  const no = (code: string) =>
    new SourceError('refused', '', {
      type: '',
      title: '',
      status: 409,
      code: code as 'conflict',
      detail: 'Míralo en Soporte.',
    })
  const ends = [
    new SourceError('offline', ''),
    new SourceError('lost', ''),
    no('internal'),
    no('conflict'),
    no('forbidden'),
  ]
  const { acts } = await cardOf(async () => {
    throw ends.shift()
  }, [offering(note), settled])
  fireEvent.click(await screen.findByRole('button', { name: 'Para el siguiente' }))
  fireEvent.input(await screen.findByLabelText('Qué debe saber'), { target: { value: 'llamarla el jueves' } })
  for (const says of [
    /^No se sabe si ha llegado/,
    /^No se sabe si ha llegado/,
    /^No se sabe si ha llegado/,
    /^Míralo en Soporte\.$/,
    /^No ha llegado\..*Míralo en Soporte\.$/,
  ]) {
    fireEvent.click(button())
    await screen.findByText(says)
    await waitFor(() => expect(button().disabled).toBe(false))
  }
  expect(new Set(acts.map((a) => (a as { key: string }).key)).size).toBe(1)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Qué debe saber').value).toBe('llamarla el jueves')
})
