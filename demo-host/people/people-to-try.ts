import type { Hint } from '../../connectors/contract/identifier.ts'
import type { PageText } from '../texts/index.ts'

/** The catalogue says why each of them is interesting (`worth.lucia`). */
type WorthKey = PageText extends infer Key ? (Key extends `worth.${infer Name}` ? Name : never) : never

/**
 * A person of the demonstration who shows something: how they come in, and what the card should find. Plain
 * data, so that pages and tests read the same list.
 */
export interface PersonToTry {
  key: WorthKey
  who: string
  hint: Hint
  channel: 'phone' | 'mail' | 'chat' | 'store' | 'web'
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
}
const w = (
  key: WorthKey,
  who: string,
  kind: Hint['kind'],
  value: string,
  channel: PersonToTry['channel'],
  outcome: PersonToTry['outcome'],
): PersonToTry => ({ key, who, hint: { kind, value }, channel, outcome })

export const peopleToTry: readonly PersonToTry[] = [
  w('lucia', 'Lucía Martín Ortega', 'phone', '600 12 34 56', 'phone', 'identified'),
  w('javier', 'Javier Ruiz Navarro', 'loyalty', '9724 0000 5520', 'store', 'identified'),
  w('maria', 'María García López (5)', 'name', 'María García López', 'phone', 'several'),
  w('carmen', 'Carmen Ibáñez Soler / J. Ortega', 'phone', '609 10 11 12', 'phone', 'several'),
  w('nobody', 'Nadie todavía', 'phone', '699 40 73 18', 'phone', 'nobody'),
  w('prospect', 'Alguien que mira', 'visitor', 'v-7f3a9c21', 'web', 'identified'),
  w('serrano', 'Familia Serrano', 'mail', 'familia.serrano@casa.example', 'mail', 'several'),
  w('marta', 'Marta Vidal Puig', 'mail', 'marta.vidal@reformasvidal.example', 'mail', 'identified'),
  w('antonio', 'Antonio Cabrera Luna', 'mail', 'antonio.cabrera@casa.example', 'mail', 'identified'),
  w('rosa', 'Rosa Delgado Prieto', 'phone', '605 66 77 88', 'phone', 'identified'),
  w('elena', 'Elena Campos Rey', 'mail', 'elena.campos@buzon.example', 'mail', 'identified'),
  w('miguel', 'Miguel Ángel Torres Gil', 'phone', '607 88 99 00', 'phone', 'identified'),
  w('nuria', 'Nuria Pascual Vega', 'phone', '603 44 55 66', 'chat', 'identified'),
  w('oscar', 'Óscar Molina Fuentes', 'loyalty', '9724 0000 6631', 'store', 'identified'),
  w('sofia', 'Sofia Almeida Costa', 'phone', '616 18 19 20', 'chat', 'identified'),
  w('manuel', 'Manuel Romero Castro, padre e hijo', 'phone', '954 11 22 33', 'phone', 'several'),
  w('recycled', 'Inés Aguilar Mora (antes, Tomás)', 'phone', '613 15 16 17', 'phone', 'several'),
  w('ignacio', 'Ignacio Prieto Santos', 'mail', 'ignacio.prieto@correo.example', 'mail', 'identified'),
  w('beatriz', 'Beatriz Lozano Marín', 'phone', '617 19 20 21', 'phone', 'identified'),
  w('hostil', 'Nombre con código dentro', 'phone', '618 20 21 22', 'mail', 'identified'),
  w('ana', 'Ana Gil', 'phone', '619 21 22 23', 'store', 'identified'),
]
