import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { key, testConnector } from '../../conformance/index.ts'
import { vocabulary } from '../../contract/index.ts'
import { lucia } from '../../fixtures/people.ts'
import { recorded } from '../../fixtures/server.ts'
import { resetShop, shopEffects, shopHandler, shopOrigin } from '../../fixtures/shop.ts'
import exampleShop from './index.ts'

const server = recorded(shopHandler)
beforeAll(() => server.start())
afterAll(() => server.stop())
beforeEach(resetShop)

describe('the worked example', () => {
  testConnector(it, () => exampleShop({ id: 'shop', origin: shopOrigin }), {
    known: [
      { key: key('mail', lucia.mail), record: 'c-17' },
      { key: key('phone', lucia.phone), record: 'c-17' },
    ],
    unknown: [key('mail', 'nadie@correo.example')],
    answers: { orders: { rows: 3 } },
    paths: /^\/v2\/customers(\/|$)/,
    actions: { gesture: { input: { what: 'envío gratis' }, effects: shopEffects } },
    options: { factory: exampleShop, wrong: [{ options: { origin: 'shop' }, says: /origin: an address/ }] },
  })
  it('stands beside the whole vocabulary: every question, every field, every type', () => {
    const guide = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const lines = Object.entries(vocabulary).map(
      ([question, { fields }]) =>
        `${question.padEnd(14)} ${Object.entries(fields)
          .map(([name, field]) => `${name}:${field.type}${'list' in field && field.list ? '[]' : ''}`)
          .join(' ')}`,
    )
    expect(lines.length).toBe(19)
    expect(guide).toContain(lines.join('\n'))
  })
  it('is the one the guide shows, word for word', () => {
    const guide = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    expect(guide).toContain(
      readFileSync(new URL('index.ts', import.meta.url), 'utf8')
        .replaceAll("'../../contract/index.ts'", "'ficha-nucleo/connector'")
        .trim(),
    )
  })
})
