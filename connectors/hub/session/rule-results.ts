import type {
  AdviceEvent,
  Asked,
  Context,
  EventBody,
  PolicyView,
  Rule,
  Template,
} from '../../contract/index.ts'
import { localize } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { policiesOf } from '../plan/view.ts'
import { rowsDifferByRole } from '../policy/rows.ts'
import { sensitivityOf, type Viewer } from '../policy/viewer.ts'
import type { Agent } from '../ports.ts'
import { approved, releaseAction, releaseAdvice, releaseSignal } from '../release/results.ts'
import type { ChosenQuestion, DeriverRun, RankedAdvice, RuleResult } from '../rules/types.ts'
import type { Questions } from './facts.ts'

/**
 * What the handle of an advice or a question holds: the flag that an answer to it sets, and on which records.
 */
export interface FlagPayload {
  v: 1
  rule: string
  restDays: number
  records: readonly string[]
}

/** Runs the rules and makes released events of their results; only what changed since the last time. */
export class RuleResults {
  private readonly published = new Map<string, string>()
  private publishedAdvice = ''
  private read: readonly unknown[] = []
  /** The last results, before release. */
  latest: readonly RuleResult[] = []
  private readonly whole
  private readonly admitted

  constructor(
    private readonly hub: HubContext,
    private readonly viewer: Viewer,
    private readonly agent: Agent,
    private readonly template: Template,
    private readonly rules: readonly Rule[],
    private readonly context: Context,
  ) {
    const create = (some: readonly Rule[]) =>
      hub.stages.createDeriver({
        rules: some,
        template,
        locale: viewer.locale,
        titles: Object.fromEntries(
          [...hub.connectors.values()].map((c) => [c.id, localize(c.title, viewer.locale)]),
        ),
        sensitivityOf: (p) => sensitivityOf(p, hub.connectors),
        settings: hub.ports.settings,
      })
    const split = rules
      .flatMap((r) => hub.stages.readsOf(r))
      .some((p) => rowsDifferByRole(viewer, p.split('.')[0] as Asked))
    this.whole = create(rules)
    this.admitted = split ? create(rules) : undefined
  }

  /**
   * The card drops every result of a former revision when records are retracted: what still holds is
   * published again.
   */
  forget(): void {
    this.published.clear()
    this.publishedAdvice = ''
    this.read = []
  }

  /** `last`: nothing more will come by itself; until then a result that only waits is not worth saying. */
  async run(
    questions: (whole: boolean) => Questions,
    flags: readonly string[],
    records: readonly string[],
    last: boolean,
  ): Promise<readonly EventBody[]> {
    const { viewer, rules } = this
    const now = this.hub.ports.clock.now()
    const facts = questions(true)
    const read = [...Object.values(facts), flags.join('\n'), last]
    if (read.length === this.read.length && read.every((r, n) => r === this.read[n])) return []
    this.read = read
    // An act is about a record: where this person has none, an answer could not be written.
    const actable = (action: { connector: string; name: string }) =>
      releaseAction(viewer, action) !== undefined &&
      records.some((key) => key.startsWith(`${action.connector}/`))
    const wholeRun = this.whole.run({ questions: facts, context: this.context, now, flags: flags, actable })
    this.latest = wholeRun.results
    const admittedRun = this.admitted?.run({
      questions: questions(false),
      context: this.context,
      now,
      flags: flags,
      actable,
    })
    const runOf = (id: string): DeriverRun => {
      const rule = rules.find((r) => r.id === id)
      return !admittedRun || (rule && approved(viewer, rule)) ? wholeRun : admittedRun
    }
    const events: EventBody[] = []
    const changed = (key: string, body: EventBody) => {
      const text = JSON.stringify(body)
      if (this.published.get(key) !== text) {
        this.published.set(key, text)
        events.push(body)
      }
    }
    for (const rule of rules) {
      const result = runOf(rule.id).results.find((d) => d.rule === rule.id)
      if (!result) continue
      const waits = result.answer.is === 'unknown' && result.answer.because.some((b) => b.code === 'waiting')
      if (waits && !last) continue
      const signal = releaseSignal(viewer, rule, result, this.hub.stages.readsOf)
      if (signal)
        changed(
          `signal\n${rule.id}`,
          signal.answer.shown === 'clear' && signal.answer.value.is === 'yes'
            ? { ...signal, ...this.policies(rule.id) }
            : signal,
        )
    }
    for (const stop of wholeRun.stopped)
      changed(`stopped\n${stop.rule}`, { event: 'fault', code: 'rule-stopped', says: stop.says })
    const advice = await this.advice(wholeRun, admittedRun, runOf, records)
    // The refs are sealed anew each time; what counts is what they stand for.
    const bare = JSON.stringify([
      advice.items.map(({ ref: _r, ...i }) => i),
      advice.ask && { ...advice.ask, ref: '' },
    ])
    if (
      bare !== this.publishedAdvice &&
      (this.publishedAdvice !== '' || advice.items.length > 0 || advice.ask)
    ) {
      this.publishedAdvice = bare
      events.push(advice)
    }
    return events
  }

  /** A policy's words are sent with the conclusion they stand beside, and only with it. */
  private policies(rule: string): { policies?: readonly PolicyView[] } {
    const policies = policiesOf(
      this.template,
      (beside) => 'rule' in beside && beside.rule === rule,
      this.viewer.locale,
    )
    return policies.length > 0 ? { policies } : {}
  }

  private async advice(
    wholeRun: DeriverRun,
    admittedRun: DeriverRun | undefined,
    runOf: (id: string) => DeriverRun,
    records: readonly string[],
  ): Promise<AdviceEvent> {
    const rank = ['repair', 'promise', 'help', 'thanks', 'offer']
    const items: RankedAdvice[] = (
      admittedRun ? [...wholeRun.advice, ...admittedRun.advice] : [...wholeRun.advice]
    )
      .filter((a) => runOf(a.rule).advice.includes(a))
      .sort((a, b) => rank.indexOf(a.rank) - rank.indexOf(b.rank))
    const chosen = [wholeRun.question, admittedRun?.question].find(
      (q): q is ChosenQuestion => q !== undefined && runOf(q.rule).question === q,
    )
    const seal = (kind: 'advice' | 'question', rule: string, restDays: number) =>
      this.hub.ports.handles.seal({ v: 1, rule, restDays, records } satisfies FlagPayload, this.agent, kind)
    const released = await releaseAdvice(this.viewer, items, chosen, this.rules, this.hub.stages.readsOf, {
      advice: (a) => seal('advice', a.rule, a.restDays),
      question: (q) => seal('question', q.rule, 30),
    })
    return { ...released, items: released.items.map((item) => ({ ...item, ...this.policies(item.id) })) }
  }
}
