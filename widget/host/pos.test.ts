// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { createHostState } from './host-state.ts'
import type { Host, HostSettings, Subject } from './port.ts'
import { posHost } from './pos.ts'

function till() {
  const hostState = createHostState()
  let closed = false
  const inner: Host = {
    name: 'page',
    onSubject: hostState.onSubject,
    onSettings: hostState.onSettings,
    token: async () => 'a.b.c',
    resize: vi.fn(),
    open: vi.fn(),
    notify: vi.fn(),
    dispose() {
      closed = true
    },
  }
  let now = 1_000
  const host = posHost(window as unknown as Window, inner, () => now)
  const subjects: (Subject | null)[] = []
  const settings: HostSettings[] = []
  host.onSubject((s) => subjects.push(s))
  host.onSettings((s) => settings.push(s))
  const type = (text: string, gap: number, target: EventTarget = document.body) => {
    for (const key of [...text, 'Enter']) {
      now += gap
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
  }
  return { hostState, host, inner, subjects, settings, type, closed: () => closed }
}

describe('a till', () => {
  it('is laid out for fingers, whatever the page says', () => {
    const t = till()
    expect(t.settings.at(-1)?.layout).toBe('touch')
    t.hostState.settings({ layout: 'compact', language: 'pt' })
    expect(t.settings.at(-1)).toEqual({ layout: 'touch', language: 'pt' })
    t.host.dispose()
  })
  it('takes what a scanner types, and not what a person does, nor what is typed into a field', () => {
    const t = till()
    t.type('29001234', 5)
    expect(t.subjects).toEqual([
      { hints: [{ kind: 'any', value: '29001234' }], context: { channel: 'store', device: 'scanner' } },
    ])
    t.type('29005678', 200)
    t.type('12', 5)
    const field = document.body.appendChild(document.createElement('input'))
    t.type('29009999', 5, field)
    expect(t.subjects).toHaveLength(1)
    t.type('29001234', 5)
    expect(t.subjects).toHaveLength(2)
    t.host.dispose()
  })
  it('leaves to every kind of field what is typed there, and takes no shortcut for a letter', () => {
    const t = till()
    for (const name of ['textarea', 'select', 'div']) {
      const field = document.body.appendChild(document.createElement(name))
      if (name === 'div') field.setAttribute('contenteditable', '')
      t.type('29009999', 5, field)
      field.remove()
    }
    expect(t.subjects).toEqual([])
    const press = (init: KeyboardEventInit) => {
      const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
      document.body.dispatchEvent(event)
      return event.defaultPrevented
    }
    for (const key of '29001') press({ key })
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey']) press({ key: 'v', [held]: true })
    press({ key: 'F1' })
    // The Enter of a scanner presses no button; any other does.
    expect([press({ key: 'Enter' }), press({ key: 'Enter' })]).toEqual([true, false])
    expect(t.subjects.map((s) => s?.hints[0]?.value)).toEqual(['29001v'])
    t.host.dispose()
  })
  it('asks the page inside for all the rest', async () => {
    const { host, inner } = till()
    expect([host.name, await host.token()]).toEqual(['pos', 'a.b.c'])
    host.resize(300)
    host.open('https://shop.example')
    host.notify?.('listo')
    expect(vi.mocked(inner.resize).mock.calls).toEqual([[300]])
    expect(vi.mocked(inner.open).mock.calls).toEqual([['https://shop.example']])
    expect(inner.notify).toHaveBeenCalledWith('listo')
    host.dispose()
  })
  it('takes codes of four to two hundred characters, each within fifty milliseconds of the last', () => {
    const t = till()
    const taken = (length: number, gap: number) => {
      const before = t.subjects.length
      t.type('7'.repeat(length), gap)
      return t.subjects.length > before
    }
    expect([3, 4, 200, 201].map((length) => taken(length, 5))).toEqual([false, true, true, false])
    expect([50, 51].map((gap) => taken(8, gap))).toEqual([true, false])
    t.host.dispose()
  })
  it('takes the page’s customer as well, and closed, neither', () => {
    const t = till()
    t.hostState.subject({ hints: [{ kind: 'phone', value: '600' }], context: {} })
    t.hostState.subject(null)
    expect(t.subjects.map((s) => s?.hints[0]?.value ?? null)).toEqual(['600', null])
    t.host.dispose()
    t.type('29001234', 5)
    expect([t.subjects.length, t.closed()]).toEqual([2, true])
  })
})
