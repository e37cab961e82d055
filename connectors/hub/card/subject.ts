import type { Fault, Who } from '../../contract/index.ts'
import type { Identification, Person } from '../identify/types.ts'
import type { Inside } from '../inside.ts'
import type { Standing } from '../merge/sources.ts'
import type { Choice } from '../plan/choose.ts'
import type { Whom } from '../plan/targets.ts'
import { viewFicha } from '../plan/view.ts'
import type { Agent } from '../ports.ts'
import { personOf, releaseCandidate, releaseKeys, releasePerson, releaseSure, type HeldBy } from '../release/who.ts'
import { tell } from '../release/words.ts'
import type { CardRequest } from '../../contract/index.ts'
import { slim, type CandidatePayload, type CardPayload } from './handle.ts'

/** Who is on screen as one card knows it: the last identification, in words for this agent. */
export class Subject {
  identification: Identification | undefined
  /** names of records taken away and not yet told */
  retracted: string[] = []
  private readonly toldFaults = new Set<string>()

  constructor(private readonly inside: Inside, private readonly choice: Choice, private readonly request: CardRequest, private readonly agent: Agent, private readonly salt: string, private readonly hint: string) {}

  take(next: Identification): void {
    this.identification = next
    this.retracted.push(...next.retracted)
  }

  /** Somebody found, or nobody left to ask. */
  get ready(): boolean {
    return this.identification !== undefined && (this.identification.done || this.identification.resolution.outcome !== 'nobody')
  }
  get person(): Person | undefined {
    return this.identification && personOf(this.identification)
  }
  /** The account opens for who is identified, and for no preselected guess. */
  get open(): boolean {
    return this.identification?.resolution.outcome === 'identified' && this.person !== undefined && !this.choice.afterConfirmation
  }

  whom(): Whom {
    const { identification, person } = this
    if (!identification || !person) return { records: [], identifiers: [] }
    const found = person.records.flatMap((k) => identification.records.get(k) ?? [])
    return { records: found.map((f) => ({ key: f.key, connector: f.connector, record: f.record })), identifiers: found.flatMap((f) => f.identifiers) }
  }

  async who(held: HeldBy, standings: Readonly<Record<string, Standing>>): Promise<Who> {
    const { inside, choice, request } = this
    const { viewer, template } = choice
    const { owners } = inside.ports.settings
    const id = this.identification as Identification
    const { resolution, records } = id
    const person = this.person
    const several = resolution.outcome === 'several' || resolution.outcome === 'possible'
    const candidate = async (p: Person, preselected: boolean) => releaseCandidate(viewer, p, records, inside.connectors, await this.candidateRef(p), preselected, owners)
    const listed = several ? [...(person && !resolution.candidates.some((c) => c.records[0] === person.records[0]) ? [person] : []), ...resolution.candidates] : []
    const candidates = await Promise.all(listed.slice(0, 8).map((p) => candidate(p, person?.records[0] === p.records[0])))
    const actable = new Set(this.open ? this.whom().records.map((r) => r.connector) : [])
    return {
      event: 'who', outcome: resolution.outcome, card: await this.card(standings),
      ...(person ? { person: releasePerson(viewer, person, records, this.open ? template.marks : [], held, owners), sure: releaseSure(viewer, person, records) } : {}),
      keys: releaseKeys(viewer, request.hints, id.hints, person, records),
      ...(candidates.length > 0 ? { candidates } : {}),
      ...(id.question ? { question: { candidate: await candidate(id.question, false) } } : {}),
      ...(choice.afterConfirmation ? { locked: { words: tell('locked', viewer.locale) } } : {}),
      ficha: viewFicha({ viewer, template, rules: choice.rules, others: choice.others, connectors: [...inside.connectors.values()], settings: inside.ports.settings, actable }),
    }
  }

  private card(standings: Readonly<Record<string, Standing>>): Promise<string> {
    const { inside, request, choice, agent } = this
    const id = this.identification as Identification
    const { records, identifiers } = this.whom()
    const payload: CardPayload = {
      v: 1, tenant: agent.tenant, epoch: request.epoch, revision: id.revision, standings, salt: this.salt, outcome: id.resolution.outcome,
      records: records.map((r) => ({ ...r, record: slim(r.record) })),
      identifiers: [...new Map(identifiers.filter((i) => i.grade === 'unique' || i.grade === 'strong').map((i) => [`${i.kind}\n${i.scope ?? ''}\n${i.value}`, i])).values()].slice(0, 20),
      candidates: id.resolution.candidates.flatMap((c) => c.records).slice(0, 40),
      template: choice.template.id, purpose: choice.viewer.purpose, context: request.context, ...(request.interaction ? { interaction: request.interaction } : {}),
      confirmed: request.confirmed === true, hint: this.hint,
    }
    return inside.ports.handles.seal(payload, agent, 'card')
  }

  private candidateRef(person: Person): Promise<string> {
    const found = person.records.flatMap((k) => this.identification?.records.get(k) ?? [])
    const keys = found.flatMap((f) => f.identifiers).filter((i) => i.grade === 'unique' || i.grade === 'strong').slice(0, 8)
    const payload: CandidatePayload = { v: 1, records: person.records, keys: keys.map(({ kind, raw, scope }) => ({ kind, value: raw, ...(scope ? { scope } : {}) })) }
    return this.inside.ports.handles.seal(payload, this.agent, 'candidate')
  }

  /** Each thing once, in words that name no one. */
  faults(): readonly Fault[] {
    const id = this.identification
    if (!id) return []
    const all: Fault[] = [
      ...id.dropped.map((d): Fault => ({ event: 'fault', code: 'stranger-dropped', says: d.says, connector: d.connector })),
      // What the host wrote may be personal: said by kind only.
      ...id.bad.map((b): Fault => ({ event: 'fault', code: 'bad-hint', says: b.says.includes(b.hint.value) ? b.hint.kind : b.says })),
      ...id.resolution.conflicts.map((c): Fault => ({ event: 'fault', code: c.code, says: c.says })),
      ...(id.records.size >= this.inside.ports.settings.maxRecords ? [{ event: 'fault', code: 'too-many-records', says: String(id.records.size) } as Fault] : []),
    ]
    return all.filter((f) => { const key = JSON.stringify(f); return !this.toldFaults.has(key) && this.toldFaults.add(key) })
  }
}
