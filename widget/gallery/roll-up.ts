import type { EventBody, Money, RollUpMember } from '../../connectors/contract/index.ts'
import { clear, from, type Say } from './people.ts'

const eur = (amount: string): Money => ({ amount, currency: 'EUR' })
const member = (
  name: string,
  is: RollUpMember['is'],
  sums: readonly Money[] = [],
  more: Partial<RollUpMember> = {},
): RollUpMember => ({
  name: clear(name),
  is,
  sums: clear(sums),
  from: is === 'value' || is === 'none' ? [from('shop')] : [],
  because: [],
  ...more,
})

/** What the members of a household have: all of it, at least so much, or nothing this role may see. */
export function householdRollUp(say: Say, how: 'whole' | 'partial' | 'hidden'): EventBody {
  const whole = [
    member('', 'value', [eur('129.90')], { self: true }),
    member('Pau Ortega', 'value', [eur('48.00')]),
    member('Inés Ortega', 'none'),
  ]
  const partial = [
    ...whole,
    member('Marc Ortega', 'waiting'),
    member('Rosa Soler', 'incomplete', [eur('20.00')], {
      because: [
        {
          connector: 'shop',
          code: 'incomplete',
          says: say('Tienda dio una parte', 'Shop gave a part', 'Loja deu uma parte'),
        },
      ],
    }),
    member('J. Ortega', 'unknown', [], {
      because: [
        {
          code: 'not-asked',
          says: say('No se sabe quién es', 'Nobody knows who it is', 'Não se sabe quem é'),
        },
      ],
    }),
    member('Tomás Ortega', 'withheld'),
  ]
  return {
    event: 'reading',
    reading: {
      question: 'relations',
      connector: 'shop',
      state: { known: 'nothing' },
      asking: { asking: 'idle' },
      rollUp: {
        kind: 'household',
        question: 'orders',
        beyond: how === 'partial' ? 2 : 0,
        sums: how === 'hidden' ? { shown: 'withheld' } : clear([eur('177.90')]),
        complete: how === 'whole',
        because: [],
        members: how === 'whole' ? whole : how === 'partial' ? partial : partial.slice(-1),
      },
    },
  }
}
