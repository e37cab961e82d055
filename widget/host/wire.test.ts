import { afterEach, describe, expect, it, vi } from 'vitest'
import { MAX_SIZE, openWire } from './wire.ts'

const open: MessagePort[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})
const pair = () => {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  const heard: unknown[] = []
  let drops = 0
  const wire = openWire(
    port2,
    (method, data) => heard.push([method, data]),
    () => {
      drops++
    },
  )
  // Counted behind the wire: what has arrived has been read by it.
  let posted = 0
  let arrived = 0
  const post = port1.postMessage.bind(port1)
  port1.postMessage = (message: unknown) => {
    posted++
    post(message)
  }
  port2.addEventListener('message', () => {
    arrived++
  })
  const settle = () => vi.waitFor(() => expect(arrived).toBe(posted), { timeout: 20_000 })
  return { port1, heard, wire, settle, drops: () => drops }
}

describe('a wire', () => {
  it('carries lines in order', async () => {
    const { port1, heard, settle, drops } = pair()
    const other = openWire(port1, () => {})
    other.send('subject', { a: 1 })
    other.send('settings')
    await settle()
    expect([heard, drops()]).toEqual([
      [
        ['subject', { a: 1 }],
        ['settings', null],
      ],
      0,
    ])
  })
  it('drops repeats and what runs backwards, and passes over a gap once told', async () => {
    const { port1, heard, settle, drops } = pair()
    for (const n of [0, 0, 1, 0, 5, 4, 6]) port1.postMessage(JSON.stringify([n, 'x', n]))
    await settle()
    expect(heard.map((h) => (h as [string, number])[1])).toEqual([0, 1, 5, 6])
    expect(drops()).toBe(4)
  })
  it.each([null, 7, {}, ['0'], '', '{', 'null', '{"0":0}', '["0","x"]', `[0,"x","${'y'.repeat(MAX_SIZE)}"]`])(
    'drops what is no line: %#',
    async (line) => {
      const { port1, heard, settle, drops } = pair()
      port1.postMessage(line)
      port1.postMessage('[0,"x"]')
      await settle()
      expect([heard, drops()]).toEqual([[['x', undefined]], 1])
    },
  )
  it('says when a message is too heavy to go, and the next one goes', async () => {
    const { port1, heard, settle, drops } = pair()
    const other = openWire(port1, () => {})
    expect(other.send('x', 'y'.repeat(MAX_SIZE))).toBe(false)
    expect(other.send('x', 'small')).toBe(true)
    await settle()
    expect([heard, drops()]).toEqual([[['x', 'small']], 0])
  })
})
