import { expect, test } from 'vitest'
import type { AnyRow, Connector } from '../../../contract/index.ts'
import { Refusal } from '../../ports.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  never,
  of,
  policy,
  request,
  role,
  stillClock,
  system,
  type TestHubOptions,
  template,
  testHub,
} from '../../testing/test-hub.ts'

const ago = (days: number) => new Date(stillClock.now().getTime() - days * 86_400_000).toISOString()
const calls = [8, 6, 4].map(
  (d, i): AnyRow => ({
    id: `c${d}`,
    startDate: ago(d),
    kind: { code: i === 2 ? 'chat' : 'call' },
    matter: 'delivery¤late',
    summary: 'Ana¤pregunta',
    waited: 'PT2M',
    resolved: false,
  }),
)
const plan = {
  records: [ana],
  rows: {
    interactions: calls,
    feedback: [
      { id: 'f', dateCreated: ago(1), score: 9, outOf: 10, kind: { code: 'nps' }, comment: 'Soy¤Ana' },
    ],
  },
}
const searching: Partial<Connector> = { search: { run: async () => [ana] } }
const fichas = [
  template({
    panels: [],
    timeline: ['interactions', 'feedback'],
    for: { roles: ['adviser', 'admin', 'store'] },
  }),
]
const made = (trial: Partial<TestHubOptions> & { asked?: Call[]; down?: boolean } = {}) =>
  testHub({
    connectors: [
      system(
        'desk',
        {
          ...plan,
          extra: searching,
          ...(trial.down ? { rows: { ...plan.rows, feedback: () => Promise.reject(new Error('x')) } } : {}),
        },
        trial.asked ?? [],
      ),
    ],
    templates: fichas,
    policy: policy({
      adviser: role(clear),
      store: role({ ...clear, 'interactions.waited': 'masked' }),
      admin: role(clear, { mayEdit: true }),
    }),
    ...trial,
  })
async function journeyFor(trial: ReturnType<typeof made>, roles: readonly string[]) {
  const me = agent({ roles })
  const card = of(await all(trial.hub.open(request(), me, never)), 'who').at(-1)?.card as string
  return trial.hub.journey({ card, locale: 'es' }, me, never)
}
const refused = async (p: Promise<unknown>): Promise<string> =>
  p.then(
    () => 'not refused',
    (e: unknown) => (e instanceof Refusal ? e.code : String(e)),
  )

test('the same customer told to two roles: the one sees the waits, the other that they are withheld', async () => {
  const trial = made()
  expect((await journeyFor(trial, ['adviser'])).waits).toEqual({
    is: 'known',
    value: { seconds: 360, times: 3, longest: 120 },
  })
  expect((await journeyFor(trial, ['store'])).waits).toEqual({ is: 'withheld' })
  expect(trial.audit.lines.at(-1)).toMatchObject({
    act: 'ask',
    what: ['journey', 'interactions', 'feedback'],
  })
})
test('a field this role sees only masked is not even asked', async () => {
  const asked: Call[] = []
  await journeyFor(made({ asked }), ['store'])
  expect(asked.filter((c) => c.question === 'interactions').flatMap((c) => c.fields)).not.toContain('waited')
})
test('a silent system is missing, and what it would have told is not nought', async () => {
  const told = await journeyFor(made({ down: true }), ['adviser'])
  expect(told.missing).toEqual([{ connector: 'desk', title: 'DESK', question: 'feedback', is: 'failed' }])
  expect(told.scores).toEqual({ is: 'unknown' })
})
test('the journey of the day is the same all day, names nobody, is traced, and is for whoever leads', async () => {
  const asked: Call[] = []
  const trial = made({ asked })
  const lead = agent({ id: 'lead', roles: ['admin'] })
  const told = await trial.hub.journey({ locale: 'es' }, lead, never)
  expect(told.pseudonym).toBe(true)
  expect(told.steps.filter((s) => s.is === 'contact')).toHaveLength(3)
  expect(JSON.stringify(told)).not.toMatch(/¤|Ana Pérez|Pérez Soto|600123456|ana\.perez@|\d{4}-\d\d-\d\d/)
  const before = asked.length
  expect(await trial.hub.journey({ locale: 'es' }, lead, never)).toEqual(told)
  expect(asked.length).toBe(before)
  expect(trial.audit.lines.filter((l) => l.what.includes('pseudonymous')).length).toBe(2)
  expect(await refused(trial.hub.journey({ locale: 'es' }, agent({ roles: ['adviser'] }), never))).toBe(
    'forbidden',
  )
})
test('whoever leads sees the account their host signed for, in each role’s eyes, without handles; a number cannot be typed', async () => {
  const trial = made({
    connectors: [
      system(
        'desk',
        {
          ...plan,
          find: async (key) =>
            key.kind === 'loyalty'
              ? {
                  match: 'one',
                  record: {
                    ...ana,
                    identifiers: [...ana.identifiers, { kind: 'loyalty', value: key.value }],
                  },
                }
              : { match: 'none' },
          extra: { find: undefined as never },
        },
        [],
      ),
    ].map((c) => ({
      ...c,
      find: {
        by: ['loyalty'] as const,
        run: async (key: { value: string }) => ({
          match: 'one' as const,
          record: {
            ...ana,
            identifiers: [...ana.identifiers, { kind: 'loyalty' as const, value: key.value }],
          },
        }),
      },
    })) as unknown as readonly Connector[],
  })
  const told = await trial.hub.previewAsRole(
    { locale: 'es' },
    agent({ roles: ['admin'], claims: { loyalty: '972400004417' } }),
    never,
  )
  expect(told.views.map((v) => v.role)).toEqual(['adviser', 'store', 'admin'])
  for (const v of told.views)
    expect(of(v.events, 'who').at(-1)).toMatchObject({ outcome: 'identified', card: '-' })
  expect(trial.audit.lines.some((l) => l.act === 'preview' && l.what.includes('role:store'))).toBe(true)
  expect(await refused(trial.hub.previewAsRole({ locale: 'es' }, agent({ roles: ['admin'] }), never))).toBe(
    'not-found',
  )
  expect(
    await refused(
      trial.hub.previewAsRole({ locale: 'es' }, agent({ roles: ['store'], claims: { loyalty: '1' } }), never),
    ),
  ).toBe('forbidden')
})
