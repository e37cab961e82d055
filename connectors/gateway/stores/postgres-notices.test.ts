import { describe, expect, it } from 'vitest'
import { parseNotice } from './postgres-notices.ts'

describe('a notification of the database', () => {
  it('names the tenant that changed, or the keys to drop', () => {
    expect(parseNotice('{"tenant":"acme"}')).toEqual({ tenant: 'acme' })
    expect(parseNotice('{"drop":"acme/"}')).toEqual({ drop: 'acme/' })
  })
  it.each([undefined, '', 'null', 'no JSON', '[]', '"acme"', '{"tenant":7}', '{"drop":null}'])(
    'says nothing when anybody else wrote it: %s',
    (payload) => expect(parseNotice(payload)).toEqual({}),
  )
})
