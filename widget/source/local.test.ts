import { describe, expect, it } from 'vitest'
import { fixedFichas } from '../../connectors/hub/index.ts'
import {
  agent,
  ana,
  clear,
  order,
  policy,
  role,
  system,
  template,
} from '../../connectors/hub/testing/test-hub.ts'
import { parseEvent } from './events.ts'
import { createLocalSource } from './local.ts'
import { SourceError } from './port.ts'

const open = (production = false) =>
  createLocalSource({
    connectors: [system('shop', { records: [ana], rows: { orders: [order('1')] } }, [])],
    agent: agent(),
    production,
    fichas: fixedFichas({
      revision: '1',
      templates: [template()],
      rules: [],
      policy: policy({ adviser: role(clear) }),
    }),
  })
const never = new AbortController().signal

describe('the hub in the page', () => {
  it('says the same events as a gateway, which the same reader takes', async () => {
    const said: string[] = []
    for await (const heard of open().open({ hints: [{ kind: 'phone', value: '600 12 34 56' }] }, never))
      for (const event of [heard].flat()) {
        expect(parseEvent(JSON.parse(JSON.stringify(event))).is).toBe('event')
        said.push(event.event)
      }
    expect([said[0], said.at(-1)]).toEqual(['who', 'settled'])
    expect(said).toContain('reading')
  })
  it('says where it is, and is refused in production', () => {
    expect(open().place).toBe('in-page')
    expect(() => open(true)).toThrow('in production')
  })
  it('refuses as a gateway would', async () => {
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'ok',
        (e: SourceError) => [e instanceof SourceError, e.code, e.problem?.code],
      )
    expect(await code(open().decide({ card: 'not-a-handle', decision: 'same' }))).toEqual([
      true,
      'refused',
      'expired-handle',
    ])
    expect(await code(open().search({ text: 'a' }, never))).toEqual([true, 'refused', 'bad-request'])
    const run = async () => {
      for await (const _ of open().open(
        { hints: Array.from({ length: 30 }, () => ({ kind: 'mail' as const, value: 'x' })) },
        never,
      ))
        break
    }
    expect(await code(run())).toEqual([true, 'refused', 'bad-request'])
  })
  it('leaves in silence when it is told to', async () => {
    const leave = new AbortController()
    const said: string[] = []
    for await (const heard of open().open(
      { hints: [{ kind: 'phone', value: '600 12 34 56' }] },
      leave.signal,
    )) {
      said.push(...[heard].flat().map((e) => e.event))
      leave.abort()
    }
    expect(said).toEqual(['who'])
  })
  it('gives a key of its own to each page', async () =>
    expect((await open().agent()).cacheKey).not.toBe((await open().agent()).cacheKey))
})
