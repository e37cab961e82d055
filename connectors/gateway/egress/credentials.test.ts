import { expect, test } from 'vitest'
import type { Access } from '../../contract/index.ts'
import { type BareCall, createCredentials } from './credentials.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
interface Said {
  status?: number
  body?: unknown
  headers?: Record<string, string>
}
function proof(access: Access, answers: (() => Said)[] = []) {
  let at = Date.parse('2026-03-10T10:00:00Z')
  const calls: { url: string; headers: Headers; body: string | undefined }[] = []
  const secrets: Record<string, string> = { KEY: 's3"cr%t$&' }
  const credentials = createCredentials(
    { id: 'shop', title: 'Shop', origins: [], access, answers: {} },
    (name) => secrets[name],
    () => new Date(at),
  )
  const call: BareCall = async (url, { headers, body }) => {
    calls.push({ url: url.href, headers, body })
    const { status = 200, body: said = {}, headers: more = {} } = answers.shift()?.() ?? ({} as Said)
    return { response: new Response(null, { status, headers: more }), text: JSON.stringify(said) }
  }
  const put = async () => {
    const headers = new Headers()
    await credentials.put(headers, undefined, call)
    return headers.get('authorization')
  }
  return { ...credentials, put, calls, secrets, skip: (seconds: number) => void (at += seconds * 1_000) }
}
const oauth2: Access = {
  kind: 'oauth2',
  tokenUrl: 'https://shop.example/token',
  clientId: 'c:1/é',
  secret: 'KEY',
}
const login: Access = {
  kind: 'login',
  url: 'https://shop.example/login',
  body: '{"p":"{secret}"}',
  secret: 'KEY',
  tokenHeader: 'data.token',
}
const token = (access_token: string, expires_in?: unknown) => () => ({ body: { access_token, expires_in } })

test('a token is used until half a minute before its end, and a new one fetched then', async () => {
  const p = proof(oauth2, [token('a', 600), token('b', 600)])
  expect(await p.put()).toBe('Bearer a')
  p.skip(569)
  expect(await p.put()).toBe('Bearer a')
  p.skip(2)
  expect(await p.put()).toBe('Bearer b')
  expect(p.calls).toHaveLength(2)
})

test('a token that says nothing of its end is used for five minutes, one of a login for fifteen', async () => {
  for (const [access, first, seconds] of [
    [oauth2, token('a'), 270],
    [oauth2, token('a', -1), 270],
    [login, () => ({ body: { data: { token: 'a' } } }), 870],
  ] as const) {
    const p = proof(access, [first, first])
    await p.put()
    p.skip(seconds - 1)
    await p.put()
    expect(p.calls).toHaveLength(1)
    p.skip(2)
    await p.put()
    expect(p.calls).toHaveLength(2)
  }
})

test('many who ask at once wait for one token; one that could not be had is asked for again', async () => {
  const p = proof(oauth2, [
    () => {
      throw new Error('down')
    },
    token('a', 600),
  ])
  await expect(p.put()).rejects.toThrow('down')
  expect(await Promise.all([p.put(), p.put(), p.put()])).toEqual(Array(3).fill('Bearer a'))
  expect(p.calls).toHaveLength(2)
})

test('a token that was refused is forgotten; where there was none, asking again does not help', async () => {
  const p = proof(oauth2, [token('a', 600), token('b', 600)])
  expect(p.renew()).toBe(false)
  await p.put()
  expect(p.renew()).toBe(true)
  expect(await p.put()).toBe('Bearer b')
  expect(proof({ kind: 'bearer', secret: 'KEY' }).renew()).toBe(false)
})

test('who we are is written as the standards say: form-encoded in OAuth, as a JSON text in a login', async () => {
  const p = proof({ ...oauth2, scope: 'read orders' }, [token('a')])
  await p.put()
  expect(p.calls[0]?.headers.get('authorization')).toBe(
    `Basic ${base64(`${encodeURIComponent('c:1/é')}:${encodeURIComponent('s3"cr%t$&')}`)}`,
  )
  expect(p.calls[0]?.body).toBe('grant_type=client_credentials&scope=read+orders')
  const l = proof(login, [() => ({ body: { data: { token: 'a' } } })])
  await l.put()
  expect(JSON.parse(l.calls[0]?.body ?? '')).toEqual({ p: 's3"cr%t$&' })
})

test('a refusal is no token, though one stands in it; neither is an answer without one', async () => {
  for (const [access, said] of [
    [oauth2, { status: 403, body: { access_token: 'a' } }],
    [oauth2, { body: { access_token: 7 } }],
    [login, { status: 401, body: { data: { token: 'a' } } }],
    [login, { body: { data: {} } }],
    [login, { body: { data: { token: '' } } }],
    [login, { body: 'no JSON object' }],
  ] as const)
    await expect(proof(access, [() => said]).put(), JSON.stringify(said)).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringContaining('KEY'),
    })
})

test('a secret that changes in the environment is used at once, one that is empty is none', async () => {
  const p = proof({ kind: 'bearer', secret: 'KEY' })
  await p.put()
  p.secrets.KEY = 'next'
  expect(await p.put()).toBe('Bearer next')
  p.secrets.KEY = ''
  await expect(p.put()).rejects.toMatchObject({ code: 'denied', message: expect.stringContaining('KEY') })
})
