import { describe, expect, test } from 'vitest'
import { profileOf } from '../../hub/identity/compare/profile.ts'
import { foundRecordOf, type LoadedRecord, settingsOf, type Values } from '../files/records.ts'
import { createAnswerer } from './answerer.ts'

const settings = settingsOf('ES')
const loaded = (id: string, values: Values, unread?: LoadedRecord['unread']): LoadedRecord => {
  const found = { ...foundRecordOf('records', id, values, settings), key: `0\n${id}` }
  return { id, file: 0, found, profile: profileOf(found, 'ES'), unread }
}
const asker = (records: LoadedRecord[]) => {
  const answer = createAnswerer(records, 'ES', 'en')
  return (values: Values, unread?: LoadedRecord['unread']) => {
    const { outcome, ids, candidates } = answer(loaded('q', values, unread))
    return [outcome, ...ids, ...candidates.map((c) => `(${c.ids.join()})`)].join(' ')
  }
}

test('whichever mail or telephone of the query is whichever of a record, it is found', () => {
  const ask = asker([
    loaded('1', {
      name: 'Ana Gil',
      email: ['ana@uno.example', 'ana@dos.example', 'ana@tres.example'],
      phone: ['955123456', '955123457', '612348107'],
    }),
    ...Array.from({ length: 30 }, (_, i) =>
      loaded(`x${i}`, { name: `Luis Ros ${i}`, phone: `6120000${10 + i}` }),
    ),
  ])
  for (const mail of ['uno', 'dos', 'tres']) {
    expect(ask({ email: `ana@${mail}.example` })).toBe('identified 1')
    expect(ask({ email: ['z@z.example', 'y@z.example', `ana@${mail}.example`] })).toBe('identified 1')
  }
  expect(ask({ phone: ['611111112', '611111113', '612 34 81 07'] })).toBe('identified 1')
})

describe('a birth date that could not be read', () => {
  const mother = { name: 'Vera Quiroga', phone: '612348107', street: 'Rúa Alta 7', postcode: '15001' }
  test('of the query or of the record makes the answer doubtful', () => {
    const ask = asker([loaded('1', { ...mother, birthdate: '1951-06-12' })])
    expect(ask(mother)).toBe('identified 1')
    expect(ask(mother, { birthdate: 'hoy' })).toBe('possible 1')
    const unread = asker([loaded('1', mother, { birthdate: 'hoy' })])
    expect(unread(mother)).toBe('identified 1')
    expect(unread({ ...mother, birthdate: '1951-06-12' })).toBe('possible 1')
  })
  test('keeps two records apart that may be two people', () => {
    const read = loaded('1', { ...mother, birthdate: '1951-06-12' })
    expect(asker([read, loaded('2', { ...mother, birthdate: '1951-06-12' })])(mother)).toBe('identified 1 2')
    expect(asker([read, loaded('2', mother, { birthdate: 'hoy' })])(mother)).toBe('several (1) (2)')
  })
})
