import { expect, test } from 'vitest'
import type { CardPayload } from '../session/handle.ts'
import { withoutPerson } from './words-only.ts'

const card = {
  identifiers: [{ raw: 'lucia.martin@correo.example' }, { raw: '9724 0000 4417' }],
  records: [
    {
      record: {
        id: 's1',
        name: { full: 'Lucía Martín Ortega', given: 'Lucía', family: 'Martín Ortega' },
        identifiers: [{ kind: 'phone', value: '+34600123456' }],
      },
    },
  ],
} as unknown as CardPayload

test.each([
  ['le regalé el envío', 'le regalé el envío'],
  ['Le regalé el envío a lucia martin', 'Le regalé el envío a …'],
  ['LUCÍA quiere cambiar', '… quiere cambiar'],
  ['Llamar al 600 12 34 56 mañana', 'Llamar al … mañana'],
  ['escribir a x.y@otro.es', 'escribir a …'],
  ['su tarjeta 9724-0000-4417', 'su tarjeta …'],
  ['habló con Joaquina. Pidió 10 euros', 'habló con …. Pidió 10 euros'],
  ['https://tienda.es/c/44 va mal', '… va mal'],
])('«%s» is kept as «%s»', (said, kept) => expect(withoutPerson(said, card)).toBe(kept))

test('without the card only the card’s own codes are kept', () => {
  expect(withoutPerson('busy', undefined)).toBe('busy')
  expect(withoutPerson('me falta la talla', undefined)).toBeUndefined()
})
