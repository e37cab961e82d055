// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readAddress, urlHost } from './url.ts'

afterEach(() => vi.restoreAllMocks())
const hints = (search: string, hash = '') => readAddress(search, hash).subject?.hints

describe('a screen-pop', () => {
  it.each([
    ['?phone=600123456', 'phone', '600123456'],
    ['?ani=600123456', 'phone', '600123456'],
    ['?Action=Pop;CallerID=600123456', 'phone', '600123456'],
    ['?tel=+34600123456', 'phone', '+34600123456'],
    ['?cli=%2B34+600+12', 'phone', '+34 600 12'],
    ['?email=a%40example.es', 'mail', 'a@example.es'],
    ['?q=Ana+Ruiz', 'any', 'Ana Ruiz'],
  ])('%s', (search, kind, value) => expect(hints(search)).toEqual([{ kind, value }]))
  it.each([
    '?phone=anonymous',
    '?phone=Withheld',
    '?phone=',
    '?phone={{caller}}',
    '?phone=%25PFANI%25',
    '?phone',
    '?phone=%E0%A4%A',
  ])('%s names nobody', (search) => expect(readAddress(search, '').subject).toBe(null))
  it('reads which system a number is of', () => {
    expect(hints('?order=884&order-scope=till&card=77&loyalty-scope=club')).toEqual([
      { kind: 'order', value: '884', scope: 'till' },
      { kind: 'loyalty', value: '77', scope: 'club' },
    ])
    expect(readAddress('?order-scope=till', '').subject).toBe(null)
    expect(readAddress('?order=884&order-scope=till', '').rest).toEqual({ search: '', hash: '' })
  })
  it('reads the situation, the wishes and a token from the fragment', () => {
    const read = readAddress(
      '',
      '#order=A-1&channel=phone&interaction=C-9&lang=en&layout=touch&token=aa.bb.cc',
    )
    expect(read.subject).toEqual({
      hints: [{ kind: 'order', value: 'A-1' }],
      context: { channel: 'phone' },
      interaction: 'C-9',
    })
    expect(read.settings).toMatchObject({ language: 'en', layout: 'touch' })
    expect(read.token).toBe('aa.bb.cc')
  })
  it('ignores a token in the query, aloud, and takes it out all the same', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const read = readAddress('?token=aa.bb.cc&host=x', '')
    expect([read.token, read.rest.search, warn.mock.calls.length]).toEqual([undefined, '?host=x', 1])
  })
  it('leaves nothing personal in the address, and keeps what is not ours', async () => {
    window.history.replaceState(
      null,
      '',
      '/card?phone=600123456&host=http%3A%2F%2Fa#token=aa.bb.cc;mail=a@example.es',
    )
    const host = urlHost(window as unknown as Window)
    expect(window.location.href).toMatch(/\/card\?host=http%3A%2F%2Fa$/)
    const said: unknown[] = []
    host.onSubject((subject) => said.push(subject?.hints))
    expect(said).toEqual([
      [
        { kind: 'phone', value: '600123456' },
        { kind: 'mail', value: 'a@example.es' },
      ],
    ])
    expect(await host.token()).toBe('aa.bb.cc')
    host.dispose()
  })
  it('takes a new fragment as a new subject', () => {
    window.history.replaceState(null, '', '/card?phone=1')
    const host = urlHost(window as unknown as Window)
    const said: unknown[] = []
    host.onSubject((subject) => said.push(subject?.hints[0]?.value ?? null))
    window.history.replaceState(null, '', '/card#order=B-2')
    window.dispatchEvent(new Event('hashchange'))
    expect(said).toEqual(['1', 'B-2'])
    host.dispose()
  })
  it('keeps its token when a new fragment brings another subject and no token', async () => {
    window.history.replaceState(null, '', '/card#phone=1;token=aa.bb.cc')
    const host = urlHost(window as unknown as Window)
    window.history.replaceState(null, '', '/card#order=B-2')
    window.dispatchEvent(new Event('hashchange'))
    expect(await host.token()).toBe('aa.bb.cc')
    host.dispose()
  })
  it('without a token says what to do', async () => {
    window.history.replaceState(null, '', '/card')
    const host = urlHost(window as unknown as Window)
    await expect(host.token()).rejects.toThrow('#token=')
    host.dispose()
  })
})
