import type {
  CardEvent,
  Field,
  ReadingEvent,
  SignalEvent,
  TriState,
  Who,
} from '../../connectors/contract/index.ts'
import { type Demo, session } from '../support/demo.ts'

export type Role = Parameters<Demo['token']>[0]
export interface RoleCard {
  role: Role
  who: Who
  card: string
  signals: Map<string, SignalEvent>
  readings: readonly ReadingEvent['reading'][]
  wire: string
  post: Awaited<ReturnType<typeof session>>['post']
}

/** One card as its role receives it: every event of the stream, and the wire as it was. */
export async function openRoleCard(
  demo: Demo,
  role: Role,
  hints: readonly { kind: string; value: string }[],
  more: Record<string, unknown> = {},
): Promise<RoleCard> {
  const { post } = await session(demo, role)
  const answer = await post('/v1/card', { hints, epoch: 1, locale: 'es', ...more })
  const wire = await answer.text()
  if (!answer.ok) throw new Error(`${role}: ${answer.status} ${wire.slice(0, 300)}`)
  const events = wire
    .split('\n')
    .filter((l) => l.trim())
    .map((l) => JSON.parse(l) as CardEvent)
  const of = <E extends CardEvent['event']>(e: E) =>
    events.filter((x): x is Extract<CardEvent, { event: E }> => x.event === e)
  const who = of('who').at(-1) as Who
  const readings = new Map(
    of('reading').map((r) => [`${r.reading.question} ${r.reading.connector}`, r.reading]),
  )
  return {
    role,
    who,
    card: who.card,
    post,
    wire,
    signals: new Map(of('signal').map((s) => [s.rule, s as SignalEvent])),
    readings: [...readings.values()],
  }
}
export const is = (h: RoleCard, rule: string): TriState['is'] | 'hidden' | 'absent' => {
  const s = h.signals.get(rule)
  return !s ? 'absent' : s.answer.shown === 'clear' ? s.answer.value.is : 'hidden'
}
export const because = (
  h: RoleCard,
  rule: string,
): readonly { connector?: string | undefined; code: string; says: string }[] => {
  const s = h.signals.get(rule)
  return s?.answer.shown === 'clear' && s.answer.value.is === 'unknown' ? s.answer.value.because : []
}
export const rowsOf = (h: RoleCard, question: string, connector: string) => {
  const r = h.readings.find((x) => x.question === question && x.connector === connector)
  return r && (r.state.known === 'value' || r.state.known === 'incomplete') ? r.state.value : []
}
export const clear = (f: Field | undefined): unknown => (f?.shown === 'clear' ? f.value : undefined)
