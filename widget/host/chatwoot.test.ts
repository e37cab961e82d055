import { describe, expect, it, vi } from 'vitest'
import { chatwootHost, readAppContext } from './chatwoot.ts'
import type { Gate } from './gate.ts'
import { MAX_SIZE } from './wire.ts'

const sender = {
  id: 2,
  name: 'Ana Ruiz',
  email: 'ana@example.es',
  phone_number: '+34600123456',
  identifier: 'C-77',
  custom_attributes: {},
}
const said = (data: unknown) => JSON.stringify({ event: 'appContext', data })
const context = {
  conversation: { id: 41, meta: { sender, channel: 'Channel::WebWidget' } },
  contact: sender,
  currentAgent: { id: 3, email: 'agent@example.es' },
  theme: 'dark',
}

describe('what Chatwoot says', () => {
  it('becomes hints in its order of trust, a channel and an interaction', () => {
    const read = readAppContext(said(context), 'crm')
    expect(read?.subject).toEqual({
      problems: [],
      subject: {
        hints: [
          { kind: 'system', value: 'C-77', scope: 'crm' },
          { kind: 'mail', value: 'ana@example.es' },
          { kind: 'phone', value: '+34600123456' },
        ],
        context: { channel: 'chat', host: 'chatwoot' },
        interaction: 'chatwoot:41',
      },
    })
    expect(read?.settings.theme).toBe('dark')
  })
  it('does not guess whose identifier it is', () =>
    expect(readAppContext(said(context), undefined)?.subject.subject?.hints.map((h) => h.kind)).toEqual([
      'mail',
      'phone',
    ]))
  it('falls back to the sender where the contact is empty, and to the name where there is nothing else', () => {
    expect(readAppContext(said({ ...context, contact: {} }), undefined)?.subject.subject?.hints[0]).toEqual({
      kind: 'mail',
      value: 'ana@example.es',
    })
    expect(
      readAppContext(said({ conversation: { id: 1 }, contact: { name: 'Ana' } }), undefined)?.subject.subject
        ?.hints,
    ).toEqual([{ kind: 'name', value: 'Ana' }])
  })
  it('the contact of the conversation counts before its sender, without the blanks around it', () =>
    expect(
      readAppContext(
        said({ ...context, contact: { email: ' eva@example.es\n', phone_number: '  ' } }),
        undefined,
      )?.subject.subject?.hints,
    ).toEqual([
      { kind: 'mail', value: 'eva@example.es' },
      { kind: 'phone', value: '+34600123456' },
    ]))
  it.each([
    ['Channel::Email', 'mail'],
    ['Channel::Whatsapp', 'chat'],
    ['Channel::FacebookPage', 'social'],
    ['Channel::Voice', 'phone'],
    ['Channel::Api', undefined],
  ])('%s is the channel %s, wherever the conversation names it', (channel, is) => {
    const of = (conversation: object) =>
      readAppContext(said({ ...context, conversation }), undefined)?.subject.subject?.context
    expect(of({ meta: { sender, channel } })?.channel).toBe(is)
    expect(of({ meta: { sender }, channel })?.channel).toBe(is)
  })
  it('may be sixteen times as large as other messages, and no larger', () => {
    const sized = (size: number) => {
      const rest = said({ ...context, messages: '' }).length
      return said({ ...context, messages: 'x'.repeat(size - rest) })
    }
    expect(readAppContext(sized(MAX_SIZE * 16), undefined)?.subject.subject).not.toBeNull()
    expect(readAppContext(sized(MAX_SIZE * 16 + 1), undefined)).toBeUndefined()
  })
  it('never takes the agent for the customer', () =>
    expect(
      JSON.stringify(readAppContext(said({ currentAgent: { email: 'agent@example.es' } }), undefined)),
    ).not.toContain('agent@'))
  it('an empty conversation is nobody', () =>
    expect(readAppContext(said({}), undefined)?.subject.subject).toBe(null))
  it.each([
    [{ event: 'appContext', data: context }],
    ['appContext'],
    ['{"appContext"'],
    [said(null)],
    [JSON.stringify({ event: '"appContext"', data: {} })],
    [null],
  ])('anything else is something else: %j', (data) => expect(readAppContext(data, undefined)).toBeUndefined())
})

describe('a card in Chatwoot', () => {
  const opened = (at: { hash?: string; framer?: string } = {}) => {
    let reader: ((event: MessageEvent) => boolean) | undefined
    const gate = {
      onMessage(run) {
        reader = run
      },
      drop() {},
      dropped: new Map(),
      close: vi.fn(),
    } satisfies Gate
    const window = {
      location: {
        pathname: '/card',
        search: '?adapter=chatwoot&scope=crm',
        hash: at.hash ?? '',
        ...(at.framer && { ancestorOrigins: [at.framer] }),
      },
      history: { replaceState: vi.fn() },
      parent: { postMessage: vi.fn() },
      open: vi.fn(),
    }
    const host = chatwootHost(window as unknown as Window, gate, ['https://a.example', 'https://b.example'])
    return { host, gate, window, say: (data: unknown) => reader?.({ data } as MessageEvent) }
  }
  it('asks the page that frames it, if that is an allowed host; where nobody says which one, each allowed host', () => {
    const asked = (framer?: string) => opened(framer ? { framer } : {}).window.parent.postMessage.mock.calls
    const ask = 'chatwoot-dashboard-app:fetch-info'
    expect(asked('https://b.example')).toEqual([[ask, 'https://b.example']])
    expect(asked('https://c.example')).toEqual([])
    expect(asked()).toEqual([
      [ask, 'https://a.example'],
      [ask, 'https://b.example'],
    ])
  })
  it('takes the token out of the address at once, and says what to do where there is none', async () => {
    const { host, window } = opened({ hash: '#token=aaa.bbb.ccc' })
    expect(await host.token()).toBe('aaa.bbb.ccc')
    expect(window.history.replaceState.mock.calls).toEqual([[null, '', '/card?adapter=chatwoot&scope=crm']])
    const without = opened()
    expect(without.window.history.replaceState).not.toHaveBeenCalled()
    await expect(without.host.token()).rejects.toThrow('open the card with #token=…')
  })
  it('shows the contact of each conversation in the theme of the page, and can insert nothing', () => {
    const { host, say } = opened()
    const subjects: unknown[] = []
    const settings: unknown[] = []
    host.onSubject((subject) => subjects.push(subject))
    host.onSettings((known) => settings.push(known))
    expect([say('something else'), say(said(context)), say(said({}))]).toEqual([false, true, true])
    expect(subjects).toMatchObject([{ hints: [{ kind: 'system', scope: 'crm' }, {}, {}] }, null])
    expect(settings).toEqual([{ theme: 'dark' }, {}])
  })
  it('opens a link without telling it who opened it; closed, it hears and says nothing more', () => {
    const { host, window, gate, say } = opened()
    host.open('https://crm.example/7')
    expect(window.open.mock.calls).toEqual([['https://crm.example/7', '_blank', 'noopener,noreferrer']])
    const subjects: unknown[] = []
    host.onSubject((subject) => subjects.push(subject))
    host.dispose()
    say(said(context))
    expect([gate.close.mock.calls.length, subjects]).toEqual([1, []])
  })
})
