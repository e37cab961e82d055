import type { CardRequest, Fault, FichaView, Who } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { LookupStatus } from '../fetch/sourced-rows.ts'
import { personFingerprint } from '../identity/cannot-links/person-fingerprint.ts'
import type { FoundRecord, Identification, Person } from '../identity/types.ts'
import { message } from '../messages/index.ts'
import { keyName } from '../messages/labels.ts'
import type { Choice } from '../plan/choose-template.ts'
import type { SubjectRecords } from '../plan/targets.ts'
import { viewFicha } from '../plan/view.ts'
import type { Agent } from '../ports.ts'
import {
  personOf,
  type RowsOf,
  releaseCandidate,
  releaseKeys,
  releasePerson,
  releaseSure,
} from '../release/who.ts'
import type { RecognisedSubject } from './card-run.ts'
import { type CandidatePayload, type CardPayload, decisionsDigest, slim } from './handle.ts'
import { foundRecords, recordsOf } from './recognise.ts'

/**
 * Fingerprint entries kept of each candidate: eight candidates stay far below the size limit of a request.
 */
const perCandidate = 24

/** Who is on screen, as one card knows it: the last identification, released for this agent. */
export class Subject {
  identification: Identification | undefined
  /** Names of records that were taken away and not yet published. */
  retracted: string[] = []
  private readonly publishedFaults = new Set<string>()
  private published = ''
  private viewed: { key: string; view: FichaView } | undefined

  constructor(
    private readonly hub: HubContext,
    private readonly choice: Choice,
    private readonly request: CardRequest,
    private readonly agent: Agent,
    private readonly salt: string,
    private readonly hint: string,
  ) {}

  /**
   * What the hub knows of them now, and what may be asked about: their records only where their account
   * opens.
   */
  take(next: Identification): RecognisedSubject {
    this.identification = next
    this.retracted.push(...next.retracted)
    return {
      revision: next.revision,
      ready: next.done || next.resolution.outcome !== 'nobody',
      complete: next.done,
      records: this.open ? this.records() : { records: [], identifiers: [] },
    }
  }

  get person(): Person | undefined {
    return this.identification && personOf(this.identification)
  }
  /** The account opens for who is identified, and for no preselected guess. */
  get open(): boolean {
    return (
      this.identification?.resolution.outcome === 'identified' &&
      this.person !== undefined &&
      !this.choice.afterConfirmation
    )
  }

  records(): SubjectRecords {
    return recordsOf(foundRecords(this.identification, this.person))
  }

  /** What is new to say about who this is; undefined when nothing is. */
  async who(rowsOf: RowsOf, standings: Readonly<Record<string, LookupStatus>>): Promise<Who | undefined> {
    const { body, people } = this.body(rowsOf)
    // A handle is sealed only when something is published. How the systems stood is worth a new one once all
    // have answered.
    const said = JSON.stringify([
      body,
      this.records().records.map((r) => r.key),
      this.identification?.done && standings,
    ])
    if (said === this.published) return undefined
    this.published = said
    const refs = await Promise.all(people.map((p) => this.candidateRef(p)))
    const candidates = body.candidates?.map((c, n) => ({ ...c, ref: refs[n] as string }))
    return {
      ...body,
      card: await this.card(standings),
      ...(this.person ? { about: await this.about(this.person) } : {}),
      ...(candidates ? { candidates } : {}),
      ...(body.question
        ? { question: { candidate: { ...body.question.candidate, ref: refs.at(-1) as string } } }
        : {}),
    }
  }

  /** Everything but the handles, and whom the candidates' handles are for, in order. */
  private body(rowsOf: RowsOf): { body: Who; people: readonly Person[] } {
    const { hub: hubContext, choice, request, person } = this
    const { viewer, template } = choice
    const { owners } = hubContext.ports.settings
    const id = this.identification as Identification
    const { resolution, records } = id
    const listed =
      resolution.outcome === 'several' || resolution.outcome === 'possible'
        ? [
            ...(person && !resolution.candidates.some((c) => c.records[0] === person.records[0])
              ? [person]
              : []),
            ...resolution.candidates,
          ].slice(0, 8)
        : []
    const candidate = (p: Person, preselected: boolean) =>
      releaseCandidate(viewer, p, records, hubContext.connectors, '', preselected, owners)
    const candidates = listed.map((p) => candidate(p, person?.records[0] === p.records[0]))
    const body: Who = {
      event: 'who',
      outcome: resolution.outcome,
      card: '',
      ...(person
        ? {
            person: releasePerson(viewer, person, records, this.open ? template.marks : [], rowsOf, owners),
            sure: releaseSure(viewer, person, records),
          }
        : {}),
      keys: releaseKeys(viewer, request.hints, id.hints, person, records),
      ...(candidates.length > 0 ? { candidates } : {}),
      ...(id.question ? { question: { candidate: candidate(id.question, false) } } : {}),
      ...(choice.afterConfirmation ? { locked: { words: message('who.locked', viewer.locale) } } : {}),
      ficha: this.ficha(),
    }
    return { body, people: id.question ? [...listed, id.question] : listed }
  }

  /**
   * Keyed by agent and hints as well: these hashes cannot be compared with those of another agent or of other
   * hints.
   */
  private about({ records }: Person): Promise<readonly string[]> {
    const { agent, request } = this
    return Promise.all(
      records
        .slice(0, 12)
        .map(async (k) =>
          (
            await this.hub.hash(`about\n${agent.tenant}\n${agent.id}\n${JSON.stringify(request.hints)}\n${k}`)
          ).slice(0, 8),
        ),
    )
  }

  private ficha(): FichaView {
    const { hub: hubContext, choice } = this
    const actable = new Set(this.open ? this.records().records.map((r) => r.connector) : [])
    const key = [...actable].sort().join('\n')
    if (this.viewed?.key !== key)
      this.viewed = {
        key,
        view: viewFicha({
          viewer: choice.viewer,
          template: choice.template,
          rules: choice.rules,
          others: choice.others,
          connectors: [...hubContext.connectors.values()],
          settings: hubContext.ports.settings,
          actable,
        }),
      }
    return this.viewed.view
  }

  private async card(standings: Readonly<Record<string, LookupStatus>>): Promise<string> {
    const { hub: hubContext, request, choice, agent } = this
    const id = this.identification as Identification
    const { records, identifiers } = this.records()
    const payload: CardPayload = {
      v: 1,
      tenant: agent.tenant,
      epoch: request.epoch,
      revision: id.revision,
      standings,
      salt: this.salt,
      outcome: id.resolution.outcome,
      records: records.map((r) => ({ ...r, record: slim(r.record) })),
      identifiers: [
        ...new Map(
          identifiers
            .filter((i) => i.grade === 'unique' || i.grade === 'strong')
            .map((i) => [`${i.kind}\n${i.scope ?? ''}\n${i.value}`, i]),
        ).values(),
      ].slice(0, 20),
      candidates: id.resolution.candidates.flatMap((c) => c.records).slice(0, 40),
      ...(this.person
        ? { traits: personFingerprint(this.found(this.person)) }
        : {
            people: id.resolution.candidates.map((c) => ({
              records: c.records,
              traits: personFingerprint(this.found(c)).slice(0, perCandidate),
            })),
          }),
      template: choice.template.id,
      purpose: choice.viewer.purpose,
      context: request.context,
      ...(request.interaction ? { interaction: request.interaction } : {}),
      confirmed: request.confirmed === true,
      hint: this.hint,
      locale: choice.viewer.locale,
    }
    return hubContext.ports.handles.seal(
      { ...payload, said: await decisionsDigest(hubContext, agent.tenant, payload) } satisfies CardPayload,
      agent,
      'card',
    )
  }

  private found(person: Person): readonly FoundRecord[] {
    return foundRecords(this.identification, person)
  }

  private candidateRef(person: Person): Promise<string> {
    const found = this.found(person)
    const keys = found
      .flatMap((f) => f.identifiers)
      .filter((i) => i.grade === 'unique' || i.grade === 'strong')
      .slice(0, 8)
    const payload: CandidatePayload = {
      v: 1,
      records: person.records,
      keys: keys.map(({ kind, raw, scope }) => ({ kind, value: raw, ...(scope ? { scope } : {}) })),
      traits: personFingerprint(found),
    }
    return this.hub.ports.handles.seal(payload, this.agent, 'candidate')
  }

  /** What went wrong while recognising, each fault once, in words that name nobody. */
  faults(): readonly Fault[] {
    const id = this.identification
    if (!id) return []
    const { locale } = this.choice.viewer
    const all: Fault[] = [
      ...id.dropped.map(
        (d): Fault => ({
          event: 'fault',
          code: 'stranger-dropped',
          says: message('who.dropped', locale),
          connector: d.connector,
        }),
      ),
      // What the host wrote may be personal: said by kind only.
      ...id.bad.map(
        (b): Fault => ({
          event: 'fault',
          code: 'bad-hint',
          says: message('who.bad-hint', locale, { key: keyName(b.hint.kind, locale) }),
        }),
      ),
      ...id.resolution.conflicts.map(
        (c): Fault => ({ event: 'fault', code: c.code, says: message(`veto.${c.why}`, locale) }),
      ),
      ...(id.records.size >= this.hub.ports.settings.maxRecords
        ? [
            {
              event: 'fault',
              code: 'too-many-records',
              says: message('who.too-many-records', locale, { n: id.records.size }),
            } as Fault,
          ]
        : []),
    ]
    return all.filter((f) => {
      const key = JSON.stringify(f)
      return !this.publishedFaults.has(key) && this.publishedFaults.add(key)
    })
  }
}
