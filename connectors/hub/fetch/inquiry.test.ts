import { expect, test } from 'vitest'
import type { ConnectorContext, Identifier } from '../../contract/index.ts'
import { system } from '../testing/test-hub.ts'
import { inquire, type Target } from './inquiry.ts'

const mail: Identifier = { kind: 'mail', value: 'ana@x.example', raw: 'ana@x.example', grade: 'strong' }
const record: Target = { by: 'record', key: 'shop/1', record: { id: '1', identifiers: [mail] } }
const identifier: Target = { by: 'identifier', identifier: mail }
const want = { fields: [], limit: 5, locale: 'es' }
const byRecord = system('shop', { rows: { orders: [] } }, [])
const byMail = system('shop', { rows: { orders: [] }, byIdentifier: ['orders'] }, [])
const asked = (connector: typeof byRecord, target: Target, question: 'orders' | 'returns' = 'orders') =>
  inquire({ tenant: 'demo', purpose: 'care', connector, question, target, want })

test('a system is asked by what it answers by: its own record, or an identifier of that kind', () => {
  expect(asked(byRecord, record)?.target).toBe('shop/1')
  expect(asked(byRecord, identifier)).toBeUndefined()
  expect(asked(byMail, identifier)?.target).toBe('~mail//ana@x.example')
  expect(asked(byMail, record)).toBeUndefined()
  expect(asked(byMail, { by: 'identifier', identifier: { ...mail, kind: 'visitor' } })).toBeUndefined()
  expect(asked(byRecord, record, 'returns')).toBeUndefined()
})

test('whom an answer is about is known however they were asked about, so that no link spells their data', () => {
  expect(asked(byRecord, record)?.about).toEqual({ id: '1', identifiers: [mail] })
  expect(asked(byMail, identifier)?.about).toEqual({ identifiers: [mail] })
})

test('a connector that throws before its first await fails like one that rejects', async () => {
  const broken = {
    ...byRecord,
    answers: {
      orders: {
        from: 'record' as const,
        get: () => {
          throw new Error('no')
        },
      },
    },
  }
  const inquiry = asked(broken, record)
  await expect(inquiry?.get({} as ConnectorContext)).rejects.toThrow('no')
})
