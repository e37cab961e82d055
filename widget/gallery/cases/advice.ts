import type { AdviceItem, EventBody } from '../../../connectors/contract/index.ts'
import type { Cases } from '../case.ts'
import { clear, type Say, signal } from '../people.ts'
import { advice, fullCard } from '../readings.ts'

const item = (rank: AdviceItem['rank'], text: string, more: Partial<AdviceItem> = {}): AdviceItem => ({
  id: rank,
  ref: `a-${rank}`,
  rank,
  text,
  reasons: [],
  ...more,
})
const ranked = (say: Say): EventBody => ({
  event: 'advice',
  items: [
    item(
      'repair',
      say('Pide disculpas por el retraso.', 'Apologise for the delay.', 'Peça desculpa pelo atraso.'),
      {
        policies: [
          {
            id: 'delays',
            title: say('Retrasos', 'Delays', 'Atrasos'),
            text: say(
              'Más de cinco días: se ofrece el reenvío sin coste.',
              'More than five days: a free resend is offered.',
              'Mais de cinco dias: oferece-se o reenvio sem custo.',
            ),
          },
        ],
      },
    ),
    item('promise', say('Prometimos llamar hoy.', 'We promised to call today.', 'Prometemos ligar hoje.'), {
      link: 'https://desk.example/12001',
    }),
    item(
      'help',
      say(
        'Explica cómo se cambia la talla.',
        'Explain how to change the size.',
        'Explique como trocar o tamanho.',
      ),
      {
        action: { connector: 'desk', name: 'handoff' },
      },
    ),
    item(
      'thanks',
      say('Agradece la recomendación.', 'Thank them for the recommendation.', 'Agradeça a recomendação.'),
    ),
    item('offer', say('Su talla ha vuelto.', 'Their size is back.', 'O seu tamanho voltou.')),
  ],
})
const typed = (say: Say): EventBody => {
  const event = advice(say)
  return event.event === 'advice' && event.ask
    ? { ...event, ask: { ...event.ask, options: [], type: 'number' } }
    : event
}
const replaced = (events: readonly EventBody[], by: EventBody): readonly EventBody[] =>
  events.map((event) => (event.event === by.event ? by : event))

export const adviceCases = {
  'advice-why': [
    'Advice, and why',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [{ press: '.advice .end' }],
    }),
  ],
  'advice-all': [
    'Every kind of advice',
    (say, layout) => ({
      events: replaced(fullCard(say, layout), ranked(say)),
      end: 'settled',
      steps: [{ press: '.advices .more' }],
    }),
  ],
  'advice-not-now': [
    'Not now',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [
        { press: '.advice footer button:nth-of-type(2)' },
        { see: '.advice form, .advice [role=group]' },
      ],
    }),
  ],
  'advice-other': [
    'Something else',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [{ press: '.advice footer button:nth-of-type(3)' }, { see: '.advice form' }],
    }),
  ],
  'ask-typed': [
    'A question whose answer is written',
    (say, layout) => ({ events: replaced(fullCard(say, layout), typed(say)), end: 'settled' }),
  ],
  'ask-failed': [
    'A question whose answer did not arrive',
    (say, layout) => ({
      events: replaced(fullCard(say, layout), {
        ...(typed(say) as Extract<EventBody, { event: 'advice' }>),
        ask: {
          id: 'size',
          ref: 'q1',
          words: say('¿Qué talla usa de calzado?', 'Which shoe size?', 'Que número calça?'),
          why: say(
            'Nadie lo sabe y pidió botas.',
            'Nobody knows and boots were ordered.',
            'Ninguém sabe e pediu botas.',
          ),
          options: [{ value: '38', label: '38' }],
          action: { connector: 'desk', name: 'size' },
        },
      }),
      end: 'settled',
      act: 'offline',
      steps: [{ press: '.ask footer button' }, { see: '.ask .bad' }],
    }),
  ],
  signals: [
    'Signals beyond the glance',
    (say, layout) => ({
      events: [
        ...fullCard(say, layout),
        signal('risk', say('Riesgo', 'Risk', 'Risco'), say('puede irse', 'may leave', 'pode sair'), 'warn', {
          kind: 'signal',
        }),
        signal(
          'call-back',
          say('Llamar hoy', 'Call today', 'Ligar hoje'),
          say('hecho', 'done', 'feito'),
          'good',
          { kind: 'promise' },
        ),
        signal(
          'delivery',
          say('Entrega', 'Delivery', 'Entrega'),
          say('fuera de plazo', 'past its date', 'fora do prazo'),
          'bad',
          {
            kind: 'promise',
            answer: clear({ is: 'no' }),
          },
        ),
        signal('churn', say('Abandono', 'Churn', 'Abandono'), '', 'calm', {
          kind: 'signal',
          answer: clear({
            is: 'unknown',
            because: [
              {
                connector: 'survey',
                code: 'late',
                says: say('Encuestas tarda', 'Surveys is late', 'Inquéritos demora'),
              },
            ],
          }),
        }),
      ],
      end: 'settled',
      steps: [{ press: '.unsure summary' }],
    }),
  ],
  survey: [
    'Was the card of use?',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      survey: true,
      steps: [{ see: '.inline.pad' }],
    }),
  ],
  'survey-missed': [
    'What was missing?',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      survey: true,
      steps: [{ press: '.inline.pad button:nth-of-type(3)' }, { see: 'form.inline' }],
    }),
  ],
} satisfies Cases
