import type { CardEvent, CardRequest, EventBody, Policy, Rule, Template } from '../../../contract/index.ts'
import type { HubContext } from '../../context.ts'
import { defaultStages } from '../../default-stages.ts'
import { createFetcher } from '../../fetch/fetcher.ts'
import type { Hasher } from '../../fetch/hash.ts'
import type { Identification } from '../../identity/types.ts'
import { memoryPorts } from '../../memory/index.ts'
import { type Choice, chooseTemplate } from '../../plan/choose-template.ts'
import { planCard } from '../../plan/queries.ts'
import { type Agent, type Cache, type Clock, type Handles, Refusal } from '../../ports.ts'
import type { Remembered } from '../../rules/types.ts'
import { eventFrames, runCard } from '../../session/card-run.ts'
import { changesCursor, noticesCursor } from '../../session/cursor.ts'
import { EventPublisher } from '../../session/event-publisher.ts'
import { Facts } from '../../session/facts.ts'
import { publishCard } from '../../session/publish-card.ts'
import { QueryRun } from '../../session/query-run.ts'
import { recognise } from '../../session/recognise.ts'
import { RecordLookup } from '../../session/record-lookup.ts'
import { RuleResults } from '../../session/rule-results.ts'
import { Subject } from '../../session/subject.ts'
import type { Stages } from '../../stages.ts'
import type { CompanySetup } from './company-setup.ts'
import { connectorStubs } from './connector-stubs.ts'
import type { Sample } from './samples.ts'

export interface DraftCard {
  template: Template
  rules: readonly Rule[]
  policy: Policy
  role: string
}
/**
 * One made-up customer, recognised once and asked about once: another draft is only planned, derived and
 * released anew.
 */
export interface PreviewRun {
  show(card: DraftCard): Promise<readonly CardEvent[]>
}

/**
 * The hub's own stages over stand-ins for this company's systems, so that a draft's card is what the role
 * would see and never more. It holds no real data, so plain names replace seals and keyed hashes, which would
 * take most of a keystroke's time.
 */
export function openPreviewRun(
  company: CompanySetup,
  sample: Sample,
  locale: string,
  clock: Clock,
): PreviewRun {
  let named = 0
  const handles: Handles = {
    seal: async () => `preview-${++named}`,
    open: async () => {
      throw new Refusal('expired-handle', 'this is a preview; open the card itself')
    },
  }
  const connectors = connectorStubs(company.declared, sample, company, clock.now(), locale)
  const ports = memoryPorts({
    connectors,
    handles,
    clock,
    settings: company,
    cache: unboundedCache(),
    fichas: {
      current: () =>
        Promise.reject(new Error('a preview gets its ficha with each draft and reads no published one')),
    },
  })
  const remembered: Remembered = new WeakMap()
  const stages: Stages = {
    ...defaultStages,
    createDeriver: (input) => defaultStages.createDeriver({ ...input, remembered }),
  }
  const hub: HubContext = {
    ports,
    stages,
    hash: plainNames,
    fetcher: createFetcher(ports, plainNames),
    connectors: new Map(connectors.map((c) => [c.id, c])),
  }
  const hints = sample.keys.filter((k) => k.kind === 'phone' || k.kind === 'mail') as CardRequest['hints']
  const never = new AbortController().signal
  const nobody = { tenant: 'preview', id: 'preview', session: 'preview', claims: company.claims }

  let recognised: Promise<{ id: Identification; lookup: RecordLookup }> | undefined
  /** Who it is does not change with what is written. */
  const recogniseOnce = async (): Promise<{ id: Identification; lookup: RecordLookup }> => {
    const { tenant } = nobody
    const lookup = new RecordLookup(hub, { tenant, purpose: '', signal: never }, () => {})
    let id: Identification | undefined
    for await (const next of recognise(hub, lookup, { tenant, hints, signal: never })) id = next
    if (!id) throw new Error(`nobody came of the made-up customer ${sample.id}`)
    return { id: { ...id, retracted: [] }, lookup }
  }

  interface AskedQueries {
    of: string
    queries: QueryRun
    facts: Facts
  }
  let lastAsked: AskedQueries | undefined
  /**
   * The same questions with the same eyes have the same answers: only what a draft asks anew is asked of the
   * stand-ins.
   */
  const ask = ({ viewer, template, rules }: Choice, open: boolean, changed: () => void): AskedQueries => {
    const queries = planCard(template, rules, stages, { viewer, connectors, settings: ports.settings })
    const reads = rules.flatMap((rule) => stages.readsOf(rule))
    const of = JSON.stringify([
      viewer.roles,
      viewer.purpose,
      viewer.forbids,
      open,
      [...new Set(reads)].sort(),
      queries.map((q) => [q.question, q.connector.id, q.fields, q.shown, q.limit, q.shownLimit, q.freshFor]),
    ])
    if (lastAsked?.of === of) return lastAsked
    // Not the signal of this run: the answers outlive it.
    const run = { tenant: nobody.tenant, purpose: viewer.purpose, locale, salt: 'preview', signal: never }
    return {
      of,
      queries: new QueryRun(hub, queries, run, changed),
      facts: new Facts(viewer, rules, stages.readsOf),
    }
  }

  return {
    async show({ template, rules: all, policy, role }) {
      const { id, lookup } = await (recognised ??= recogniseOnce())
      // In the eyes of any role, whoever the ficha is for.
      const mine = { ...template, for: { roles: [role] } }
      const channel = template.for.channels?.[0]
      const request: CardRequest = {
        hints,
        context: channel ? { channel: channel as never } : {},
        epoch: 0,
        locale,
        confirmed: true,
      }
      const agent: Agent = { ...nobody, roles: [role] }
      const choice = chooseTemplate(
        { revision: 'preview', templates: [mine], rules: all, policy },
        agent,
        { context: request.context, locale, confirmed: true },
        connectors,
        stages,
      )
      const { viewer, rules } = choice
      const subject = new Subject(hub, choice, request, agent, 'preview', '')
      const now = subject.take(id)

      const bodies = runCard<EventBody>(never, ({ signal, changed }) => {
        const asked = ask(choice, subject.open, changed)
        const { queries, facts } = asked
        const publisher = new EventPublisher(hub, agent, 'preview', viewer, queries, lookup)
        const results = new RuleResults(hub, viewer, agent, mine, rules, request.context)
        const flagsOf = async () => []
        const card = {
          hub,
          viewer,
          signal,
          subject,
          lookup,
          queries,
          facts,
          results,
          publisher,
          flagsOf,
        }
        return {
          recognise: async (known) => void known(now),
          queries,
          publishOnce: true,
          publish: (progress) => publishCard(card, progress),
          async settled() {
            lastAsked = asked
            const { answered, failed } = publisher.counts()
            const changes = changesCursor(await noticesCursor(hub, nobody.tenant), failed)
            return { event: 'settled', answered, failed, changes }
          },
        }
      })
      const frame = eventFrames(request.epoch)
      const events: CardEvent[] = []
      for await (const body of bodies) events.push(frame(id.revision, body))
      return events
    },
  }
}

/** A cache without limits or encryption: it holds the stubs' answers and is read only in this preview. */
function unboundedCache(): Cache {
  const entries = new Map<string, unknown>()
  return {
    get: async (key) => entries.get(key),
    set: async (key, value) => {
      entries.set(key, value)
    },
    drop: async (prefix) => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key)
    },
  }
}

/** FNV-1a, twice: a name for each text. It hides nothing, and nothing here is to be hidden. */
const plainNames: Hasher = async (text) => {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x85ebca6b)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}
