import type { CardEvent, EventBody, Language, Problem } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { noHostToken, refusal } from '../source/refusal.ts'
import type { Case, Trouble } from './case.ts'
import { candidates, type Say, sayIn } from './people.ts'
import { timeline } from './timeline.ts'

const forEver = () => new Promise<never>(() => {})

/** A refusal as the gateway sends one, read as the card reads it. */
const refused = (code: Problem['code'], say: Say): Promise<SourceError> =>
  refusal(
    new Response(
      JSON.stringify({
        type: 'about:blank',
        title: code,
        status: 400,
        code,
        detail:
          code === 'forbidden'
            ? say(
                'Tu puesto no abre fichas para este fin: pide el permiso «care» a quien administra.',
                'Your post opens no cards for this purpose: ask the administrator for “care”.',
                'O seu posto não abre fichas para este fim: peça a permissão «care» a quem administra.',
              )
            : say(
                'Aquí explica la pasarela qué falló.',
                'Here the gateway explains what failed.',
                'Aqui o gateway explica o que falhou.',
              ),
        ...(code === 'too-many' ? { retryAfter: 30 } : {}),
      }),
      { status: 400, headers: { 'content-type': 'application/problem+json' } },
    ),
  )
async function fail(trouble: Trouble, say: Say): Promise<never> {
  if (trouble === 'waits') return forEver()
  if (trouble === 'offline') throw new SourceError('offline', 'no gateway')
  throw await refused(trouble, say)
}

/** A source that says what a case has it say, and nothing of its own. */
export function scriptedSource(script: Case, language: Language): Source {
  const say = sayIn(language)
  let epoch = 0
  const stamped = (events: readonly EventBody[]): CardEvent[] =>
    [...events].map((event, seq) => ({ v: 1, epoch, seq, revision: 0, ...event }) as CardEvent)
  const settled: EventBody = { event: 'settled', answered: 4, failed: 1, changes: 'c0' }
  const orFail = async <T>(answer: Trouble | T): Promise<T> =>
    typeof answer === 'string' ? fail(answer as Trouble, say) : answer
  return {
    place: script.inPage ? 'in-page' : 'gateway',
    async *open(request) {
      epoch = request.epoch ?? 0
      const { events, end } = script
      const said = stamped(end === 'settled' ? [...events, settled] : events)
      if (said.length > 0) yield said
      if (end === 'settled' || end === 'lost') return
      if (end === 'hangs') await forEver()
      if (end === 'no-token') throw await noHostToken(new Error('the host page gave no token'))
      await fail(end as Trouble, say)
    },
    async *ask() {
      yield stamped([...(await orFail(script.ask ?? [])), settled])
    },
    search: async () => (script.search === 'none' ? [] : orFail(script.search ?? candidates(say))),
    decide: async () => ({ link: 'l1', says: say('Anotado.', 'Noted.', 'Anotado.') }),
    reveal: async () => ({ value: 'ES91 2100 0418 4502 0005 1332', forSeconds: 60 }),
    act: async () =>
      script.act === 'refused'
        ? {
            done: false,
            says: say('El caso está cerrado.', 'The case is closed.', 'O caso está fechado.'),
            refresh: [],
          }
        : orFail(
            script.act ?? {
              done: true,
              says: say('Anotado en Soporte.', 'Noted in Support.', 'Anotado no Suporte.'),
              refresh: [],
            },
          ),
    timeline: () => orFail(script.timeline ?? timeline(say)),
    journey: () => orFail(script.journey ?? 'waits'),
    changes: forEver,
    outcome: () => {},
    agent: async () => ({
      roles: ['adviser'],
      languages: [language],
      cacheKey: '',
      ...(script.survey ? { surveyEvery: 1 } : {}),
    }),
  }
}
