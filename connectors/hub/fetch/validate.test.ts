import { expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { checkAnswer } from './validate.ts'

const desk: Connector = { id: 'desk', title: 'Soporte', origins: [], access: { kind: 'open' }, answers: {} }
const linkOf = (url: string, row: Record<string, unknown> = {}) =>
  checkAnswer(desk, 'requests', ['number'], 5, {
    rows: [{ id: '7', url, number: '7', ...row }],
    complete: true,
  }).rows[0]?.url

test('a link to the row stays', () =>
  expect(linkOf('https://desk.example/ticket/7')).toBe('https://desk.example/ticket/7'))
test('a link that spells a personal fact of the row is left out, however it is written', () => {
  expect(
    linkOf('https://desk.example/?q=No%20lleg%C3%B3%20nada', { subject: 'No llegó nada' }),
  ).toBeUndefined()
  expect(linkOf('https://desk.example/?q=No+lleg%C3%B3+nada', { subject: 'No llegó nada' })).toBeUndefined()
  expect(linkOf('https://desk.example/secreto', { told: ['algo', 'secreto'] })).toBeUndefined()
})
test('a link of another scheme is left out', () => expect(linkOf('javascript:alert(1)')).toBeUndefined())
test('a link made of what is no field of the row, but of whom we asked about, is left out', () => {
  const about = {
    identifiers: [
      { kind: 'mail' as const, value: 'lucia@correo.example' },
      { kind: 'phone' as const, value: '+34600123456' },
    ],
    name: { full: 'Lucía Vega' },
  }
  const urlOf = (url: string) =>
    checkAnswer(
      desk,
      'requests',
      ['number'],
      5,
      { rows: [{ id: '7', url, number: '7' }], complete: true },
      about,
    ).rows[0]?.url
  for (const url of [
    'https://desk.example/?user=lucia%40correo.example',
    'https://desk.example/?tel=600%2012%2034%2056',
    'https://desk.example/vega/7',
  ])
    expect(urlOf(url), url).toBeUndefined()
  expect(urlOf('https://desk.example/ticket/7')).toBe('https://desk.example/ticket/7')
})
