// @vitest-environment happy-dom
import { configure, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { CardEvent, EventBody } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import type { Source } from '../../source/port.ts'
import { createCard } from '../../state/index.ts'
import { settled, stamp, subjectOf, testHost, whoOf } from '../../state/testing/world.ts'
import { mount } from '../shell/index.tsx'

// A wait ends by what it waits for, not by the second the library gives it.
configure({ asyncUtilTimeout: 30_000 })

const ends: (() => void)[] = []
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const nobody: EventBody = {
  ...whoOf(''),
  outcome: 'nobody',
  person: undefined,
  sure: undefined,
  keys: [{ kind: 'phone', value: { shown: 'masked', hint: '••', revealable: false }, found: false }],
} as EventBody
const shop = (state: 'answered' | 'not-asked' | 'down'): EventBody => ({
  event: 'system',
  connector: 'shop',
  title: 'Tienda',
  state,
  ...(state === 'down' ? { code: 'unavailable' as const } : {}),
})
const unread: EventBody = {
  event: 'fault',
  code: 'bad-hint',
  says: 'No se entiende el teléfono que ha llegado',
}

/** The words of the card's head once everything has been heard. */
async function head(...events: EventBody[]): Promise<string> {
  const source = {
    place: 'gateway',
    open: async function* (r: { epoch?: number }): AsyncGenerator<CardEvent> {
      yield* stamp([...events, settled], r.epoch ?? 0)
    },
    ask: async function* () {},
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
  await waitFor(() => {
    if (
      made.state.value.connection.value.line !== 'ready' ||
      !root.querySelector('header h1')?.textContent?.includes('Persona desconocida')
    )
      throw new Error('not yet')
  })
  // What was heard last is painted too.
  await act(async () => {})
  return root.querySelector('header')?.textContent ?? ''
}

it('a key that cannot be read was asked of nobody: the card says so, what to do, and never that nobody knows it', async () => {
  const words = await head(nobody, shop('not-asked'), unread)
  expect(words).toContain('No se entiende el teléfono que ha llegado')
  expect(words).toContain('No se ha preguntado a ningún sistema. Busca por otro dato.')
  expect(words).not.toContain('Ningún sistema conoce')
  expect(words).not.toContain('nadie lo tiene')
})

it('with another key that was asked, both are said: what was not read, and that nobody knows the rest', async () => {
  const words = await head(nobody, shop('answered'), unread)
  expect(words).toContain('No se entiende el teléfono que ha llegado')
  expect(words).toContain('Ningún sistema conoce estos datos.')
  expect(words).not.toContain('No se ha preguntado')
})

it('a key that is anybody’s was asked of nobody: never that nobody knows it, nor that who comes is in no system', async () => {
  const words = await head(nobody, shop('not-asked'))
  expect(words).toContain('Este dato no sirve para buscar')
  expect(words).not.toContain('Ningún sistema conoce')
  expect(words).not.toContain('nadie lo tiene')
  act(() => {
    ;[...document.querySelectorAll<HTMLElement>('header button')]
      .find((b) => b.textContent === 'Es alguien nuevo')
      ?.click()
  })
  await waitFor(() => expect(document.querySelector('header .good')?.textContent).toBe('Dale la bienvenida.'))
})

it('while somebody asked has not answered, nobody is said to have a key', async () => {
  const words = await head(nobody, shop('answered'), {
    ...shop('down'),
    connector: 'till',
    title: 'Caja',
  } as EventBody)
  expect(words).toContain('No ha contestado: Caja.')
  expect(words).not.toContain('nadie lo tiene')
  expect(await head(nobody, shop('answered'))).toContain('nadie lo tiene')
})

it('a key that somebody bears and yet says nobody is never told as one nobody knows', async () => {
  const words = await head(
    {
      ...nobody,
      keys: [{ kind: 'name', value: { shown: 'clear', value: 'García' }, found: true }],
    } as EventBody,
    shop('answered'),
  )
  expect(words).toContain('Hay quien tiene estos datos, pero no bastan para saber quién es.')
  expect(words).not.toContain('Ningún sistema conoce')
})
