import type { CardEvent, CardRequest, EventBody, Hint } from '../../contract/index.ts'
import { decided, hintRecord, saidSame } from '../apart/decided.ts'
import { randomSecret } from '../ask/hash.ts'
import { type Inside, subjectOf, trace } from '../inside.ts'
import { hourOf } from '../memory/observations.ts'
import { message } from '../messages/index.ts'
import { choose } from '../plan/choose.ts'
import { planCard } from '../plan/lanes.ts'
import { type Agent, Refusal } from '../ports.ts'
import { Conclusions } from './conclusions.ts'
import { changesCursor, noticed } from './cursor.ts'
import { Facts } from './facts.ts'
import { Finds, standingsOf } from './finds.ts'
import { Gathering } from './gathering.ts'
import { openCandidate } from './handle.ts'
import { cardNote, contactSeen } from './observe.ts'
import { Subject } from './subject.ts'
import { Teller } from './teller.ts'
import { Wake } from './wake.ts'

/** identify → plan → ask → derive → release → stream, for one subject. */
export async function* openCard(
  inside: Inside,
  request: CardRequest,
  agent: Agent,
  signal: AbortSignal,
): AsyncGenerator<CardEvent, void, undefined> {
  const { ports, stages } = inside
  const { clock, settings } = ports
  const now = () => clock.now().toISOString()
  const [published, since] = await Promise.all([
    ports.fichas.current(agent.tenant),
    noticed(inside, agent.tenant),
  ])
  const choice = choose(
    published,
    agent,
    { ...request, confirmed: request.confirmed === true },
    ports.connectors,
    stages,
  )
  const { viewer, template, rules } = choice
  const hint = await hintRecord(inside, agent, request.hints, request.interaction)
  const before = await saidSame(inside, agent, hint)
  const picked = request.chosen === undefined ? undefined : await openCandidate(inside, request.chosen, agent)
  const line = {
    tenant: agent.tenant,
    agent: agent.id,
    interaction: request.interaction,
    purpose: viewer.purpose,
    outcome: 'allowed' as const,
  }
  if (request.confirmed) await trace(inside, { ...line, at: now(), act: 'confirm', what: ['account'] })

  const stop = new AbortController()
  const follow = () => stop.abort(signal.reason)
  if (signal.aborted) return
  signal.addEventListener('abort', follow, { once: true })
  const wake = new Wake()
  stop.signal.addEventListener('abort', wake.now, { once: true })
  let revision = 0
  let seq = 0
  const stamp = (body: EventBody): CardEvent => ({
    v: 1,
    epoch: request.epoch,
    seq: seq++,
    revision,
    ...body,
  })

  try {
    const salt = randomSecret()
    const subject = new Subject(inside, choice, request, agent, salt, hint)
    const finds = new Finds(
      inside,
      { tenant: agent.tenant, purpose: viewer.purpose, signal: stop.signal, fresh: request.fresh },
      wake.now,
    )
    const lanes = planCard(template, rules, stages, { viewer, connectors: ports.connectors, settings })
    const gathering = new Gathering(
      inside,
      lanes,
      {
        tenant: agent.tenant,
        purpose: viewer.purpose,
        locale: request.locale,
        salt,
        signal: stop.signal,
        fresh: request.fresh,
      },
      wake.now,
    )
    const facts = new Facts(viewer, rules, stages.readsOf)
    const conclusions = new Conclusions(inside, viewer, agent, template, rules, request.context)
    const teller = new Teller(inside, agent, hint, viewer, gathering, finds)
    let broken: unknown
    let traced: Promise<boolean> | undefined
    let marks: { of: string; all: readonly string[] } = { of: '', all: [] }

    const hints: Hint[] = [
      ...request.hints,
      ...(picked?.keys ?? []).map((k) => ({ ...k, kind: k.kind as Hint['kind'] })),
    ]
    const identifying = (async () => {
      const chosen = [...(picked?.records ?? []), ...before]
      for await (const next of stages.identify({
        tenant: agent.tenant,
        hints,
        context: request.context,
        ...(chosen.length > 0 ? { chosen } : {}),
        connectors: ports.connectors,
        find: finds.find,
        decided: (records) => decided(inside, agent.tenant, records, hint, picked?.records),
        generics: ports.generics,
        settings,
        signal: stop.signal,
      })) {
        if (stop.signal.aborted) return
        subject.take(next)
        const whom = subject.whom()
        const gone = gathering.about(subject.open ? whom : { records: [], identifiers: [] })
        subject.retracted.push(...gone)
        wake.now()
      }
    })().catch((e: unknown) => {
      broken = e
      wake.now()
    })

    /** Counts what this card heard; whoever looks at it waits for none of this. A retry of one system is no card of its own. */
    const note = async () => {
      const id = subject.identification
      if (!id || request.fresh) return
      const down = new Set(
        teller
          .states()
          .filter((s) => s.state === 'down')
          .map((s) => s.connector),
      )
      const counted = cardNote(inside, template.id, id.resolution.outcome, gathering, down)
      const subjects = subject.open ? subject.whom().records.map((r) => r.key) : []
      const contact =
        subjects.length > 0
          ? await contactSeen(inside, agent.tenant, gathering, conclusions.latest)
          : undefined
      const at = hourOf(now())
      await ports.outcomes.record(agent.tenant, at, [{ ...counted, at, role: agent.roles[0] ?? '' }])
      if (contact) await ports.observations?.note(agent.tenant, [{ at, subjects, what: contact }])
    }

    for (;;) {
      await wake.next()
      if (stop.signal.aborted) return
      if (broken) throw broken
      if (!subject.ready) continue
      const id = subject.identification
      if (!id) continue
      const { done } = id
      revision = id.revision
      const settledNow = done && gathering.pending === 0

      const who = await subject.who(
        (q) => gathering.held(q as 'person'),
        standingsOf(ports.connectors, finds, done),
      )
      if (stop.signal.aborted) return
      if (who) yield stamp(who)
      if (stop.signal.aborted) return
      const retract = await teller.retract(subject.retracted.splice(0))
      if (retract) {
        conclusions.forget()
        yield stamp({ ...retract, says: message('who.retracted', request.locale) })
      }
      for (const fault of subject.faults()) yield stamp(fault)
      for (const event of teller.systems(done)) yield stamp(event)

      if (subject.open) {
        const keys = subject.whom().records.map((r) => r.key)
        // The person shows at once; the account waits for its trace.
        traced ??= subjectOf(inside, agent.tenant, keys)
          .then((of) =>
            trace(inside, {
              ...line,
              at: now(),
              act: 'open',
              subject: of,
              what: [...new Set(lanes.map((l) => l.question))],
            }),
          )
          .then(
            () => true,
            () => false,
          )
        if (!(await traced)) {
          stop.abort()
          yield stamp({ event: 'fault', code: 'hub', says: message('refused.no-audit', request.locale) })
          // Tried again like a system that failed: once it can be recorded, the account opens by itself.
          yield stamp({ event: 'settled', answered: 0, failed: 0, changes: changesCursor(since, 1) })
          return
        }
        if (stop.signal.aborted) return
        if (marks.of !== keys.join('\n'))
          marks = { of: keys.join('\n'), all: await ports.marks.of(agent.tenant, keys).catch(() => []) }
        for await (const body of teller.readings(done)) {
          if (stop.signal.aborted) return
          yield stamp(body)
        }
        if (stop.signal.aborted) return
        const results = await conclusions.run(
          (whole) => facts.questions(gathering, finds, done, whole),
          marks.all,
          keys,
          settledNow,
        )
        for (const body of results) {
          if (stop.signal.aborted) return
          yield stamp(body)
        }
      }
      if (stop.signal.aborted) return
      if (settledNow && !wake.stirred) {
        await identifying
        const { answered, failed } = teller.counts()
        void note().catch(() => undefined)
        yield stamp({ event: 'settled', answered, failed, changes: changesCursor(since, failed) })
        return
      }
    }
  } catch (e) {
    if (stop.signal.aborted && !(e instanceof Refusal)) return
    throw e
  } finally {
    signal.removeEventListener('abort', follow)
    stop.abort()
  }
}
