import { expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { checkAnswer } from './validate.ts'

const desk: Connector = { id: 'desk', title: 'Soporte', origins: [], access: { kind: 'open' }, answers: {} }
const linkOf = (url: string, row: Record<string, unknown> = {}) => checkAnswer(desk, 'requests', ['number'], 5, { rows: [{ id: '7', url, number: '7', ...row }], complete: true }).rows[0]?.url

test('a link to the row stays', () => expect(linkOf('https://desk.example/ticket/7')).toBe('https://desk.example/ticket/7'))
test('a link that spells a personal fact of the row is left out, however it is written', () => {
  expect(linkOf('https://desk.example/?q=No%20lleg%C3%B3%20nada', { subject: 'No llegó nada' })).toBeUndefined()
  expect(linkOf('https://desk.example/?q=No+lleg%C3%B3+nada', { subject: 'No llegó nada' })).toBeUndefined()
  expect(linkOf('https://desk.example/secreto', { told: ['algo', 'secreto'] })).toBeUndefined()
})
test('a link of another scheme is left out', () => expect(linkOf('javascript:alert(1)')).toBeUndefined())
