import { expect, test } from 'vitest'
import { rejectCrossSite } from './cross-site.ts'

const card = 'https://card.example.com'
/** As it comes to the gateway behind a proxy: under an address of the inside. */
const status = (headers: Record<string, string>, publicOrigin: string | undefined = card) =>
  rejectCrossSite(new Request('http://10.0.0.7:4174/v1/card', { headers }), publicOrigin)?.status

test('behind a proxy the card’s own origin is the public one, and no other', () => {
  expect(status({ origin: card })).toBeUndefined()
  for (const origin of [
    'http://10.0.0.7:4174',
    'https://card.example.com:8443',
    'http://card.example.com',
    'https://desk.example.com',
    'null',
    '',
  ])
    expect(status({ origin }), origin).toBe(403)
})

test('without a public origin it is the one that was asked', () => {
  const asked = (origin: string) =>
    rejectCrossSite(new Request('http://10.0.0.7:4174/v1/card', { headers: { origin } }), undefined)?.status
  expect([asked('http://10.0.0.7:4174'), asked(card)]).toEqual([undefined, 403])
})

test('what a browser says it asks for another site is refused, also without an origin', () => {
  for (const site of ['cross-site', 'same-site', 'anything'])
    expect(status({ 'sec-fetch-site': site }), site).toBe(403)
  for (const site of ['same-origin', 'none']) expect(status({ 'sec-fetch-site': site }), site).toBeUndefined()
  expect(status({ origin: card, 'sec-fetch-site': 'cross-site' })).toBe(403)
})

test('a program, which says neither, passes: it still needs a token', () =>
  expect(status({})).toBeUndefined())

test('the refusal says what to do instead', async () => {
  const answer = rejectCrossSite(
    new Request(`${card}/v1/card`, { headers: { origin: 'https://desk.example.com' } }),
    card,
  )
  expect(await answer?.json()).toMatchObject({
    code: 'forbidden',
    detail: expect.stringContaining('<ficha-nucleo>'),
  })
})
