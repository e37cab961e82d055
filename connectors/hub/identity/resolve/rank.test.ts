import { expect, test } from 'vitest'
import { found, told } from '../testing/cases/case.ts'
import { rank } from './rank.ts'

const all = [
  told('shop/1', 'a', { name: 'María José García López', phone: '612345678', mail: 'mj@correo.es' }),
  told('shop/2', 'b', { name: 'Mario Gracia', phone: '699111222' }),
  told('desk/3', 'c', { name: 'Iñaki Goñi', order: 'ORD-4411' }),
  told('desk/4', 'd', { name: 'Zoe Whitfield', phone: '644555666' }),
].map(found)
test.each([
  ['garcia maria', 'shop/1'],
  ['María Jose Garzia', 'shop/1'],
  ['goñi', 'desk/3'],
  ['inaki goni', 'desk/3'],
  ['555666', 'desk/4'],
  ['mj@correo.es', 'shop/1'],
  ['ord-4411', 'desk/3'],
  ['whitf', 'desk/4'],
])('"%s" finds %s first', (text, key) => {
  expect(rank(text, all)[0]?.record.key).toBe(key)
})
test('a town finds who lives there, though nothing else of them is like it', () => {
  const moved = found(told('desk/5', 'e', { name: 'Zoe Whitfield', town: 'Portugalete' }))
  expect(rank('portugalete', [...all, moved]).map((r) => r.record.key)).toEqual(['desk/5'])
})
test('what shares nothing is left out', () => expect(rank('Xochitl', all)).toEqual([]))
test('one or two digits are part of nobody’s number: only three or more are looked for', () => {
  expect(rank('Xochitl 7', all)).toEqual([])
  expect(rank('Xochitl 45', all)).toEqual([])
  expect(rank('Xochitl 456', all).map((r) => r.record.key)).toEqual(['shop/1'])
})
