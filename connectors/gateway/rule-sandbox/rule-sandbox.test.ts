import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { FichaFault, FichaSet, Rule } from '../../contract/index.ts'
import { ruleRows } from '../../hub/plan/queries.ts'
import type { FactBase } from '../../hub/rules/index.ts'
import { shippedFichas } from '../admin/templates.ts'
import { origin, testGateway } from '../testing/test-gateway.ts'
import { workerSandbox } from './node-sandbox.ts'
import { createRuleTrial, inProcessSandbox, type RuleSandbox } from './rule-sandbox.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-trials-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => join(folder, name)
/**
 * A planted evaluator that lets through what the static cost refuses: one rule never ends, another takes all
 * the memory it is given. One that waits goes on when the test leaves a file for it; one that tells leaves a
 * file itself; one that asks says how much of an environment it has.
 */
const planted = `data:text/javascript,${encodeURIComponent(`import { existsSync, writeFileSync } from 'node:fs'
export function runRule({ rule }) {
  if (rule.id === 'endless') for (;;) {}
  if (rule.id === 'waits') while (!existsSync(${JSON.stringify(file('answered'))})) {}
  if (rule.id === 'tells') writeFileSync(${JSON.stringify(file('told'))}, '')
  if (rule.id === 'huge') { const kept = []; for (;;) kept.push(new Array(100000).fill(kept.length / 3)) }
  return { ok: true, answer: { is: 'yes' }, steps: rule.id === 'asks' ? Object.keys(process.env).length : 1 }
}`)}`
/** Bounds no busy machine meets: each test sets the one it is about. */
const patient = { startMilliseconds: 200_000, milliseconds: 200_000 }
const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }
const now = () => new Date('2026-11-21T12:00:00Z')
const rule = (id: string): Rule => ({ ...(shippedFichas.rules[0] as Rule), id })
const run = (id: string) => ({
  rule: rule(id),
  facts: { questions: {}, context: {}, now: now(), flags: [] },
  locale: 'es',
  settings,
})
const places = (faults: readonly FichaFault[]) => faults.map((f) => f.place)

describe('rules tried in a thread of their own', () => {
  it('every rule that comes with Ficha ends, over as many rows as a card asks', async () => {
    const results = await workerSandbox(patient).run(
      shippedFichas.rules.map((one) => ({
        rule: one,
        facts: { questions: {}, context: {}, now: now(), flags: [] },
        locale: 'es',
        settings,
      })),
    )
    expect(results).toHaveLength(shippedFichas.rules.length)
    expect(results.filter((r) => 'ended' in r || !r.ok || r.stopped !== undefined)).toEqual([])
    expect(await createRuleTrial(workerSandbox(patient), settings, now)(shippedFichas.rules, 'es')).toEqual(
      [],
    )
  })
  it('an endless one is ended at its time and named for it; those around it are tried all the same', async () => {
    const faults = await createRuleTrial(
      workerSandbox({ ...patient, milliseconds: 2_000, evaluator: planted }),
      settings,
      now,
    )([rule('good'), rule('endless'), rule('last')], 'es')
    expect(places(faults)).toEqual(['rules.endless.when'])
    expect(faults[0]?.says).toContain('no acabó a tiempo')
  })
  it('one that takes all memory is ended and named for it; those around it are tried all the same', async () => {
    const faults = await createRuleTrial(
      workerSandbox({ ...patient, megabytes: 32, evaluator: planted }),
      settings,
      now,
    )([rule('good'), rule('huge'), rule('last')], 'es')
    expect(places(faults)).toEqual(['rules.huge.when'])
    expect(faults[0]?.says).toContain('memoria')
  })
  it('what was said while this process itself was held up is heard before any rule is blamed for the time', async () => {
    const trying = workerSandbox({ startMilliseconds: 1, milliseconds: 200_000, evaluator: planted }).run(
      ['good', 'tells'].map((id) => ({
        rule: rule(id),
        facts: { questions: {}, context: {}, now: now(), flags: [] },
        locale: 'es',
        settings,
      })),
    )
    // Nothing is heard here until the thread is at its last rule.
    while (!existsSync(file('told')));
    expect((await trying).map((r) => 'ended' in r)).toEqual([false, false])
  })
  it('a thread is ended with what it was running: nothing spins on', async () => {
    const ended = vi.spyOn(Worker.prototype, 'terminate')
    try {
      await workerSandbox({ ...patient, milliseconds: 500, evaluator: planted }).run([run('endless')])
      expect(ended).toHaveBeenCalledTimes(1)
      await workerSandbox({ ...patient, evaluator: planted }).run([run('good')])
      expect(ended).toHaveBeenCalledTimes(2)
    } finally {
      ended.mockRestore()
    }
  })
  it('a rule finds nothing of the gateway’s environment', async () => {
    expect(await workerSandbox({ ...patient, evaluator: planted }).run([run('asks')])).toMatchObject([
      { ok: true, steps: 0 },
    ])
  })
  it('a thread that does not even start for want of memory is a failure, and no rule is to blame', async () => {
    await expect(
      workerSandbox({ ...patient, megabytes: 1, evaluator: planted }).run([run('good')]),
    ).rejects.toThrow(/memory/i)
  })
  it('a rule that ended once is not tried again, one that did not always is', async () => {
    const seen: string[] = []
    const counting: RuleSandbox = {
      run: async (all) => {
        seen.push(...all.map((t) => (t.rule as Rule).id))
        return all.map((t) =>
          (t.rule as Rule).id === 'endless'
            ? { ended: 'time' as const }
            : { ok: true as const, answer: { is: 'yes' as const }, steps: 1 },
        )
      },
    }
    const trying = createRuleTrial(counting, settings, now)
    await trying([rule('a'), rule('endless')], 'es')
    await trying([rule('a'), rule('endless'), { ...rule('a'), norm: { more: 1 } }], 'es')
    expect(seen).toEqual(['a', 'endless', 'endless', 'a'])
  })
  it('what is known to end is forgotten at two thousand: it is tried once more, and the memory does not grow', async () => {
    let tried = 0
    const counting: RuleSandbox = {
      run: async (all) => {
        tried += all.length
        return all.map(() => ({ ok: true as const, answer: { is: 'yes' as const }, steps: 1 }))
      },
    }
    const trying = createRuleTrial(counting, settings, now)
    await trying(
      Array.from({ length: 2_000 }, (_, i) => ({ id: `r${i}` })),
      'es',
    )
    await trying([{ id: 'r0' }], 'es')
    expect(tried).toBe(2_000)
    await trying([{ id: 'one-more' }], 'es')
    await trying([{ id: 'r0' }], 'es')
    expect(tried).toBe(2_002)
  })
  it('a rule is tried over as many rows as a card ever fetches, and one person', async () => {
    let facts: FactBase | undefined
    const looking: RuleSandbox = {
      run: async (all) => {
        facts = all[0]?.facts
        return [{ ok: true, answer: { is: 'yes' }, steps: 1 }]
      },
    }
    await createRuleTrial(looking, settings, now)([rule('a')], 'es')
    expect([facts?.questions.orders?.rows.length, facts?.questions.person?.rows.length]).toEqual([
      ruleRows,
      1,
    ])
    expect(facts?.now).toEqual(now())
  })
  it('one that the evaluator itself stopped is a fault, in the evaluator’s words', async () => {
    const stopping: RuleSandbox = {
      run: async () => [
        { ok: true, answer: { is: 'unknown' } as never, steps: 1, stopped: 'too many steps' },
      ],
    }
    const trying = createRuleTrial(stopping, settings, now)
    for (let time = 0; time < 2; time++)
      expect(await trying([rule('long')], 'es')).toEqual([
        { place: 'rules.long.when', says: 'too many steps' },
      ])
  })
  it('where there are no threads the evaluator’s own bound holds', async () => {
    expect(
      await createRuleTrial(inProcessSandbox, settings, now)([rule('x'), { nonsense: true }, null], 'es'),
    ).toEqual([])
  })
})

describe('a rule that would never end, saved at the gateway', () => {
  async function open(ruleSandbox: RuleSandbox) {
    const t = await testGateway({ fichas: shippedFichas, ruleSandbox })
    const token = await t.bearer({ id: 'eva', roles: ['admin'] })
    const send = (method: string, path: string, body: unknown) =>
      t.gateway.fetch(
        new Request(`${origin}${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )
    const published = async () =>
      (await (
        await t.gateway.fetch(
          new Request(`${origin}/v1/fichas`, { headers: { authorization: `Bearer ${token}` } }),
        )
      ).json()) as { published: FichaSet; draft?: unknown }
    return { t, send, published }
  }
  const draft = { ...shippedFichas, rules: [...shippedFichas.rules, rule('endless')] }

  it('is refused with its place and words, and nothing is kept', async () => {
    const { send, published } = await open(
      workerSandbox({ ...patient, milliseconds: 2_000, evaluator: planted }),
    )
    const answer = await send('PUT', '/v1/fichas', { draft, base: 'first' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'rule-refused',
      faults: [{ place: 'rules.endless.when' }],
    })
    expect((await published()).draft).toBeUndefined()
  })
  it('others are answered while a rule is tried', async () => {
    const { t, send } = await open(workerSandbox({ ...patient, evaluator: planted }))
    const order: string[] = []
    const long = { ...shippedFichas, rules: [...shippedFichas.rules, rule('waits')] }
    const saving = send('PUT', '/v1/fichas', { draft: long, base: 'first' }).then((answer) => {
      order.push('saved')
      return answer
    })
    for (let i = 0; i < 5; i++) {
      await t.gateway.fetch(new Request(`${origin}/healthz`))
      order.push('answered')
    }
    // The trial ends by nothing else.
    writeFileSync(file('answered'), '')
    expect((await saving).status).toBe(200)
    expect(order).toEqual(['answered', 'answered', 'answered', 'answered', 'answered', 'saved'])
  })
  it('is refused from a file and in a preview as well', async () => {
    const { send } = await open(workerSandbox({ ...patient, milliseconds: 2_000, evaluator: planted }))
    expect(
      (await send('POST', '/v1/fichas/import', { set: draft, base: 'first', publish: true })).status,
    ).toBe(422)
    const preview = await send('POST', '/v1/fichas/preview', {
      base: 'first',
      template: shippedFichas.templates[0],
      rules: [rule('endless')],
      role: 'adviser',
      on: { sample: 'middle' },
    })
    expect(await preview.json()).toMatchObject({ faults: [{ place: 'rules.endless.when' }] })
  })
})
