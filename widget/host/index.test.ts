import { afterEach, expect, it, vi } from 'vitest'
import { openHost } from './index.ts'

const { calls, made } = vi.hoisted(() => {
  const calls: [name: string, ...args: unknown[]][] = []
  const made =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push([name, ...args])
      return { name }
    }
  return { calls, made }
})
vi.mock('./gate.ts', () => ({ openGate: made('gate') }))
vi.mock('./page.ts', () => ({ pageHost: made('page') }))
vi.mock('./url.ts', () => ({ urlHost: made('url') }))
vi.mock('./chatwoot.ts', () => ({ chatwootHost: made('chatwoot') }))
vi.mock('./pos.ts', () => ({ posHost: made('pos') }))

afterEach(() => void calls.splice(0))

const alone = {} as { parent: unknown }
alone.parent = alone
const framed = { parent: {} }
const hosts = ['https://desk.example']
const open = async (adapter: string | undefined, window: object) => {
  const { name } = await openHost({ hosts, adapter }, window as Window)
  return [name, ...calls.splice(0).map(([of]) => of)]
}

it('a framed card hears its page, one on its own its address; whoever asks for another is given it', async () => {
  expect(await open(undefined, framed)).toEqual(['page', 'gate', 'page'])
  expect(await open(undefined, alone)).toEqual(['url', 'gate', 'url'])
  expect(await open('url', framed)).toEqual(['url', 'gate', 'url'])
  expect(await open('page', alone)).toEqual(['url', 'gate', 'url'])
  expect(await open('pos', framed)).toEqual(['pos', 'gate', 'page', 'pos'])
  expect(await open('pos', alone)).toEqual(['pos', 'gate', 'url', 'pos'])
  expect(await open('chatwoot', framed)).toEqual(['chatwoot', 'gate', 'chatwoot'])
  expect(await open('nobody knows', framed)).toEqual(['page', 'gate', 'page'])
})
it('every one of them is behind the gate of this window and its hosts', async () => {
  await openHost({ hosts }, framed as unknown as Window)
  await openHost({ hosts, adapter: 'chatwoot' }, framed as unknown as Window)
  await openHost({ hosts, adapter: 'pos' }, alone as unknown as Window)
  const gate = { name: 'gate' }
  expect(calls).toEqual([
    ['gate', framed, hosts],
    ['page', gate],
    ['gate', framed, hosts],
    ['chatwoot', framed, gate, hosts],
    ['gate', alone, hosts],
    ['url', alone],
    ['pos', alone, { name: 'url' }],
  ])
})
