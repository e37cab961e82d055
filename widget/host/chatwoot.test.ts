import { describe, expect, it } from 'vitest'
import { readAppContext } from './chatwoot.ts'

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
