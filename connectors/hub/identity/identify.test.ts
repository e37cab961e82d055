import { expect, test } from 'vitest'
import type { Connector, Hint, Identifier, SystemRecord } from '../../contract/index.ts'
import { matched } from '../../contract/index.ts'
import type { HubSettings } from '../ports.ts'
import { turn, until } from '../testing/test-hub.ts'
import { parseIdentifier, sameIdentifier } from './identifiers.ts'
import { identify, noDecisions } from './identify.ts'
import type { FindOutcome, Identification, IdentifyInput } from './types.ts'

const settings: HubSettings = {
  country: 'ES',
  currency: 'EUR',
  timeZone: 'Europe/Madrid',
  ownDomains: [],
  ownValues: [],
  genericAbove: 4,
  patience: { soft: 500, hard: 2000 },
  maxRecords: 40,
  maxFinds: 30,
  expandDepth: 2,
  owners: {},
}
const by = ['phone', 'mail', 'order', 'loyalty', 'system', 'nationalId'] as const
interface Sample {
  id: string
  records: SystemRecord[]
  /** How many turns of the event loop later than the others it answers. */
  turns?: number
  /** Never answers. */
  silent?: boolean
  ignoresFilter?: boolean
  fails?: boolean
}
const phone = '+34 612 345 678'
const maria: Sample[] = [
  {
    id: 'shop',
    records: [
      {
        id: '1',
        name: { full: 'María José García López', given: 'María José', family: 'García López' },
        identifiers: [
          { kind: 'phone', value: phone },
          { kind: 'mail', value: 'mj@correo.es' },
          { kind: 'loyalty', value: 'FC-12345' },
        ],
      },
    ],
  },
  {
    id: 'desk',
    records: [
      {
        id: '7',
        name: { full: 'GARCIA, MARIA JOSE' },
        identifiers: [{ kind: 'mail', value: 'mj@correo.es' }],
      },
    ],
  },
  {
    id: 'till',
    records: [
      { id: 'k', name: { full: 'M. J. García' }, identifiers: [{ kind: 'loyalty', value: 'FC-12345' }] },
      { id: 'z', name: { full: 'Pedro Ruiz' }, identifiers: [{ kind: 'phone', value: '699111222' }] },
    ],
  },
]

function setting(
  samples: readonly Sample[],
  hints: readonly Hint[],
  more: Partial<IdentifyInput> = {},
): IdentifyInput & { calls: string[]; learnt: unknown[] } {
  const calls: string[] = []
  const learnt: unknown[] = []
  return {
    calls,
    learnt,
    tenant: 'demo',
    hints,
    context: {},
    settings,
    signal: new AbortController().signal,
    readDecisions: async () => noDecisions,
    generics: {
      count: async (_t, values) => values.map(() => 0),
      seen: async (_t, values) => {
        learnt.push(...values.flatMap((r) => r.values))
      },
    },
    connectors: samples.map(
      (s) =>
        ({
          id: s.id,
          title: s.id,
          origins: [],
          access: { kind: 'open' },
          answers: {},
          find: { by, run: () => Promise.reject(new Error('the hub asks')) },
        }) satisfies Connector,
    ),
    find: async (connector, key): Promise<FindOutcome> => {
      calls.push(`${connector.id} ${key.kind} ${key.value}`)
      const sample = samples.find((s) => s.id === connector.id) as Sample
      if (sample.silent) await new Promise(() => {})
      for (let turns = sample.turns ?? 0; turns >= 0; turns--) await turn()
      if (sample.fails) return { ok: false, code: 'unavailable' }
      const has = (r: SystemRecord, k: Identifier) =>
        (k.kind === 'system' && r.id === k.value) ||
        r.identifiers.some((raw) => {
          const id = parseIdentifier(raw, settings)
          return id && sameIdentifier(id, k)
        })
      return {
        ok: true,
        match: matched(sample.ignoresFilter ? sample.records : sample.records.filter((r) => has(r, key))),
      }
    },
    ...more,
  }
}
async function all(input: IdentifyInput): Promise<Identification[]> {
  const out: Identification[] = []
  for await (const step of identify(input)) out.push(step)
  return out
}
const last = async (input: IdentifyInput) => (await all(input)).at(-1) as Identification

test('a phone finds one record, and its keys lead to the same person in the other systems', async () => {
  const end = await last(setting(maria, [{ kind: 'phone', value: '612345678' }]))
  expect(end).toMatchObject({
    done: true,
    pending: 0,
    resolution: {
      outcome: 'identified',
      person: { records: ['desk/7', 'shop/1', 'till/k'], by: 'phone', level: 'probable' },
    },
  })
})
test('a mail is asked as mail servers write its domain and as it was written, since systems keep either', async () => {
  const input = setting(maria.slice(0, 1), [{ kind: 'mail', value: 'Ana <ana@españa.example>' }])
  await all(input)
  expect(input.calls).toEqual(['shop mail ana@xn--espaa-rta.example', 'shop mail ana@españa.example'])
})
test('a system that ignores the filter and returns everybody is not believed', async () => {
  const end = await last(
    setting(
      [{ ...(maria[2] as Sample), ignoresFilter: true }, maria[0] as Sample],
      [{ kind: 'phone', value: phone }],
    ),
  )
  expect(end.resolution.person?.records).toEqual(['shop/1', 'till/k'])
  expect(end.dropped.length).toBeGreaterThan(0)
  expect([...end.records.keys()]).not.toContain('till/z')
})
test('planted: a record that does bear the key is kept, so the check above can fail', async () => {
  const end = await last(setting(maria, [{ kind: 'phone', value: '699111222' }]))
  expect(end.resolution.person?.records).toEqual(['till/z'])
})
test('a system that is down leaves the rest, and no expansion goes through doubt', async () => {
  const end = await last(
    setting(
      [{ ...(maria[0] as Sample), fails: true }, maria[1] as Sample],
      [{ kind: 'phone', value: phone }],
    ),
  )
  expect(end.resolution.outcome).toBe('nobody')
  const household: Sample[] = [
    {
      id: 'shop',
      records: [
        {
          id: '1',
          name: { full: 'Ana Ruiz' },
          identifiers: [
            { kind: 'phone', value: phone },
            { kind: 'mail', value: 'ana@correo.es' },
          ],
        },
        {
          id: '2',
          name: { full: 'Luis Gómez' },
          identifiers: [
            { kind: 'phone', value: phone },
            { kind: 'mail', value: 'luis@correo.es' },
          ],
        },
      ],
    },
  ]
  const input = setting(household, [{ kind: 'phone', value: phone }])
  expect((await last(input)).resolution).toMatchObject({
    outcome: 'several',
    candidates: [{ records: ['shop/1'] }, { records: ['shop/2'] }],
  })
  expect(input.calls).toEqual(['shop phone +34612345678'])
})
test('what a human chose is identified, by the agent', async () => {
  const end = await last(
    setting(
      [
        {
          id: 'shop',
          records: [
            { id: '1', name: { full: 'Ana Ruiz' }, identifiers: [{ kind: 'phone', value: phone }] },
            { id: '2', name: { full: 'Luis Gómez' }, identifiers: [{ kind: 'phone', value: phone }] },
          ],
        },
      ],
      [{ kind: 'phone', value: phone }],
      { chosen: ['shop/2'] },
    ),
  )
  expect(end.resolution).toMatchObject({
    outcome: 'identified',
    person: { records: ['shop/2'], by: 'agent' },
  })
})
test('a late answer that would change the primary person is asked, never made', async () => {
  const order: Hint = { kind: 'order', value: 'ORD-99881' }
  const samples: Sample[] = [
    {
      id: 'shop',
      records: [{ id: '1', name: { full: 'Ana Ruiz' }, identifiers: [{ kind: 'phone', value: phone }] }],
    },
    {
      id: 'desk',
      turns: 30,
      records: [
        {
          id: '2',
          name: { full: 'Luis Gómez' },
          identifiers: [
            { kind: 'phone', value: phone },
            { kind: 'order', value: 'ORD-99881' },
          ],
        },
      ],
    },
  ]
  const steps = await all(setting(samples, [{ kind: 'phone', value: phone }, order]))
  expect(steps[0]?.resolution.person?.records).toEqual(['shop/1'])
  expect(steps.at(-1)).toMatchObject({
    done: true,
    resolution: { outcome: 'identified', person: { records: ['shop/1'] } },
    question: { records: ['desk/2'] },
  })
})
test('doubt that arrives late is shown as doubt, and what was shown is taken back', async () => {
  const samples: Sample[] = [
    {
      id: 'shop',
      records: [{ id: '1', name: { full: 'Ana Ruiz' }, identifiers: [{ kind: 'phone', value: phone }] }],
    },
    {
      id: 'desk',
      turns: 30,
      records: [{ id: '2', name: { full: 'Luis Gómez' }, identifiers: [{ kind: 'phone', value: phone }] }],
    },
  ]
  const steps = await all(setting(samples, [{ kind: 'phone', value: phone }]))
  expect(steps[0]).toMatchObject({ revision: 0, pending: 1, resolution: { outcome: 'identified' } })
  expect(steps[1]).toMatchObject({ revision: 1, retracted: ['shop/1'], resolution: { outcome: 'several' } })
})
test('a value counted on too many people does not even ask', async () => {
  const input = setting(maria, [{ kind: 'phone', value: phone }], {
    generics: { count: async (_t, v) => v.map(() => 900), seen: async () => {} },
  })
  expect((await last(input)).resolution.outcome).toBe('nobody')
  expect(input.calls).toEqual([])
})
test('a hint nobody understands is said; an aborted run ends without a last word', async () => {
  const end = await last(setting(maria, [{ kind: 'mail', value: 'not a mail' }]))
  expect(end.bad).toEqual([{ hint: { kind: 'mail', value: 'not a mail' } }])
  const stop = new AbortController()
  const input = setting([{ ...(maria[0] as Sample), silent: true }], [{ kind: 'phone', value: phone }], {
    signal: stop.signal,
  })
  const said = all(input)
  await until('the question', () => input.calls.length > 0)
  stop.abort()
  expect(await said).toEqual([])
})
test('what was seen is counted by person, once, at the end', async () => {
  const input = setting(maria, [{ kind: 'phone', value: phone }])
  await all(input)
  expect(input.learnt).toContainEqual({ kind: 'phone', value: '+34612345678', person: 'garcia, maria jose' })
})
test('a browser without a name that answered first gives its place to the person with the same mail, unasked', async () => {
  const web: Sample = {
    id: 'web',
    records: [{ id: 'v-1', identifiers: [{ kind: 'mail', value: 'mj@correo.es' }] }],
  }
  const steps = await all(
    setting([web, { ...(maria[0] as Sample), turns: 30 }], [{ kind: 'mail', value: 'mj@correo.es' }]),
  )
  expect(steps[0]?.resolution.person?.records).toEqual(['web/v-1'])
  const end = steps.at(-1) as Identification
  expect(end.question).toBeUndefined()
  expect(end.resolution.person?.records).toContain('shop/1')
})

test('who was set apart stays apart with every record, those no card had heard of included, and is not shown for an instant', async () => {
  const slow = [{ ...(maria[0] as Sample), turns: 30 }, maria[1] as Sample, maria[2] as Sample]
  const steps = await all(
    setting(
      slow,
      [
        { kind: 'phone', value: phone },
        { kind: 'mail', value: 'mj@correo.es' },
      ],
      { readDecisions: async () => ({ ...noDecisions, excluded: new Set(['shop/1']) }) },
    ),
  )
  expect(steps.map((s) => s.resolution.outcome)).toEqual(['nobody'])
  expect(steps.at(-1)?.resolution.candidates).toEqual([])
  expect(
    (
      await last(
        setting(
          slow,
          [
            { kind: 'phone', value: phone },
            { kind: 'mail', value: 'mj@correo.es' },
          ],
          {
            readDecisions: async () => ({ ...noDecisions, excluded: new Set(['shop/1']) }),
            chosen: ['shop/1'],
          },
        ),
      )
    ).resolution.outcome,
  ).toBe('identified')
})
test('planted: without it the record the card had not heard of brings the person back', async () => {
  expect(
    (await last(setting(maria.slice(1), [{ kind: 'mail', value: 'mj@correo.es' }]))).resolution.outcome,
  ).toBe('identified')
})

test('a telephone of two first names is remembered as shared when only one of the two answers', async () => {
  const seen = new Map<string, Set<string>>()
  const generics: IdentifyInput['generics'] = {
    count: async (_t, values) => values.map((v) => seen.get(`${v.kind} ${v.value}`)?.size ?? 0),
    seen: async (_t, values) => {
      for (const v of values.flatMap((r) => r.values))
        seen.set(`${v.kind} ${v.value}`, (seen.get(`${v.kind} ${v.value}`) ?? new Set()).add(v.person))
    },
  }
  const one = (id: string, full: string): SystemRecord => ({
    id,
    name: { full },
    identifiers: [{ kind: 'phone', value: phone }],
  })
  const ana: Sample = { id: 'shop', records: [one('1', 'Paco Ruiz')] }
  const hint: Hint[] = [{ kind: 'phone', value: phone }]
  const outcome = async (samples: Sample[]) =>
    (await last(setting(samples, hint, { generics }))).resolution.outcome
  expect(await outcome([ana])).toBe('identified')
  // the same man by his other name is nobody else
  expect(await outcome([{ id: 'crm', records: [one('5', 'RUIZ, Francisco')] }])).toBe('identified')
  expect(await outcome([ana])).toBe('identified')
  expect(await outcome([ana, { id: 'desk', records: [one('2', 'Eva Mora')] }])).toBe('several')
  expect(await outcome([ana, { id: 'desk', records: [], fails: true }])).toBe('possible')
})

test('the last word comes after the counts are kept, so that the next card reads them', async () => {
  let kept = false
  const { generics } = setting(maria, [])
  const slow = {
    ...generics,
    seen: async () => {
      for (let turns = 0; turns < 3; turns++) await turn()
      kept = true
    },
  }
  const input = setting(maria, [{ kind: 'phone', value: phone }], { generics: slow })
  const keptAtLast: boolean[] = []
  for await (const { done } of identify(input)) if (done) keptAtLast.push(kept)
  expect(keptAtLast).toEqual([true])
})

test('keys lead no further than the depth that the company allows', async () => {
  const askedWith = async (expandDepth: number) => {
    const input = setting(maria, [{ kind: 'phone', value: phone }], {
      settings: { ...settings, expandDepth },
    })
    await all(input)
    return [...new Set(input.calls.map((call) => call.split(' ')[1]))].sort()
  }
  expect(await askedWith(0)).toEqual(['phone'])
  expect(await askedWith(1)).toContain('mail')
})
