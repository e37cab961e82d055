import type { EventBody, Who } from '../../../connectors/contract/index.ts'
import type { Cases, MakeCase } from '../case.ts'
import { candidates, clear, type Say, system, who } from '../people.ts'
import { fullCard, systems } from '../readings.ts'

const without = (event: EventBody): EventBody => ({ ...event, person: undefined }) as EventBody
const settledWho =
  (
    more: (say: Say) => Partial<Who>,
    rest: (say: Say) => readonly EventBody[] = (s) => systems(s, 'answered'),
  ): MakeCase =>
  (say, layout) => ({ events: [who(say, more(say), layout), ...rest(say)], end: 'settled' })
const fullWho =
  (more: (say: Say) => Partial<Who>): MakeCase =>
  (say, layout) => ({
    events: [who(say, more(say), layout), ...fullCard(say, layout).slice(1)],
    end: 'settled',
  })
const nobody =
  (more: Partial<Who>, rest: (say: Say) => readonly EventBody[]): MakeCase =>
  (say, layout) => ({
    events: [without(who(say, { outcome: 'nobody', sure: undefined, ...more }, layout)), ...rest(say)],
    end: 'settled',
  })
const phone = { kind: 'phone', value: clear('+34699000111'), found: false } as const
const answered = (say: Say) => systems(say, 'answered')
const named = (full: string, kind: 'company' | 'household' | 'prospect') => ({
  person: { name: clear({ full }), kind, marks: [] },
})

export const whoCases = {
  looking: ['Nobody has said yet who it is', () => ({ events: [], end: 'hangs' })],
  sure: ['Certain', (say, layout) => ({ events: fullCard(say, layout), end: 'settled' })],
  'sure-why': [
    'Certain, and why',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [{ press: '.sure' }, { see: '.reasons li' }],
    }),
  ],
  probable: [
    'Probable, and the role sees no name',
    fullWho(() => ({
      person: {
        name: { shown: 'masked', hint: 'L••• M•••', revealable: false },
        kind: 'person',
        marks: [],
      },
      sure: { level: 'probable', by: 'several-keys', says: '', reasons: [] },
      keys: [{ kind: 'mail', value: { shown: 'withheld' }, found: false }],
    })),
  ],
  'name-withheld': [
    'The name is withheld',
    fullWho(() => ({ person: { name: { shown: 'withheld' }, kind: 'person', marks: [] } })),
  ],
  'by-agent': [
    'An agent said so',
    fullWho((say) => ({
      sure: {
        level: 'sure',
        by: 'agent',
        says: say('Lo dijo un agente.', 'An agent said so.', 'Um agente disse-o.'),
        reasons: [],
      },
    })),
  ],
  company: ['A company', fullWho(() => named('Talleres Ortega, S.L.', 'company'))],
  household: [
    'A household',
    fullWho((say) => named(say('Casa Ortega', 'The Ortega household', 'Casa Ortega'), 'household')),
  ],
  prospect: ['Not a customer yet', fullWho(() => named('Lucía Martín', 'prospect'))],
  'long-name': [
    'A name longer than the card is wide',
    fullWho(() => ({
      person: {
        name: clear({
          full: 'María de los Ángeles Fernández de Córdoba y Álvarez de las Asturias-Bohorques',
        }),
        kind: 'person',
        marks: [],
      },
    })),
  ],
  possible: [
    'Perhaps',
    settledWho((say) => ({
      outcome: 'possible',
      sure: { level: 'possible', by: 'phone', says: '', reasons: [] },
      candidates: candidates(say).slice(0, 1),
    })),
  ],
  'possible-known': [
    'Perhaps, with what is known of them',
    fullWho((say) => ({
      outcome: 'possible',
      sure: { level: 'possible', by: 'phone', says: '', reasons: [] },
      candidates: candidates(say).slice(0, 1),
    })),
  ],
  question: [
    'A late answer says it is somebody else',
    fullWho((say) => ({
      question: { candidate: { ...candidates(say)[1]! } },
      candidates: candidates(say).slice(2),
    })),
  ],
  several: [
    'Several',
    (say, layout) => ({
      events: [
        without(who(say, { outcome: 'several', candidates: candidates(say), sure: undefined }, layout)),
        ...answered(say),
      ],
      end: 'settled',
    }),
  ],
  nobody: ['Nobody, and every system answered', nobody({ keys: [phone] }, answered)],
  'nobody-partial': ['Nobody among those who answered', nobody({ keys: [phone] }, (say) => systems(say))],
  'nobody-shared': ['A key that is of several', nobody({ keys: [{ ...phone, found: true }] }, answered)],
  'nobody-unread': [
    'A key that cannot be read',
    nobody({ keys: [] }, (say) => [
      {
        event: 'fault',
        code: 'bad-hint',
        says: say(
          '«60012» no es un teléfono completo.',
          '“60012” is not a whole telephone number.',
          '«60012» não é um telefone completo.',
        ),
      },
    ]),
  ],
  'nobody-anybody': [
    'A key that anybody may have',
    nobody({ keys: [phone] }, (say) => [system('shop', say('Tienda', 'Shop', 'Loja'), 'not-asked')]),
  ],
  'nobody-greeted': [
    'Nobody, greeted as new',
    (say, layout) => ({
      ...nobody({ keys: [phone] }, answered)(say, layout),
      steps: [{ press: '.acts button:not(.do)' }, { see: '.pad.good' }],
    }),
  ],
  'nobody-context': ['Nothing but the situation', nobody({ keys: [] }, () => [])],
  locked: [
    'Locked until one question is confirmed',
    settledWho((say) => ({
      locked: {
        words: say(
          'Antes de abrir la cuenta, pregunta por la población de su último envío.',
          'Before opening the account, ask for the town of the last delivery.',
          'Antes de abrir a conta, pergunte a localidade do último envio.',
        ),
      },
    })),
  ],
  'not-them': [
    'Said not to be this person',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [{ see: '.further' }, { press: '.tools button:nth-of-type(2)' }, { see: '.banner.notice' }],
    }),
  ],
} satisfies Cases
