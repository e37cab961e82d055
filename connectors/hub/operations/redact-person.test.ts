import { expect, test } from 'vitest'
import type { CardPayload } from '../session/handle.ts'
import { redactPerson } from './redact-person.ts'

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
    { record: { id: 's2', name: { full: 'Eli' }, identifiers: [] } },
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
  ['el pedido 1043 llegó a las 10', 'el pedido … llegó a las 10'],
  ['la ref 12-34 no vale', 'la ref … no vale'],
  ['viene de eli', 'viene de …'],
  ['son tal para cual', 'son tal para cual'],
])('«%s» is kept as «%s»', (said, kept) => expect(redactPerson(said, card)).toBe(kept))

test('without the card only the card’s own codes are kept', () => {
  expect(redactPerson('busy', undefined)).toBe('busy')
  expect(redactPerson('me falta la talla', undefined)).toBeUndefined()
})
