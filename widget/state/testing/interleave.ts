import {
  type Create,
  flush,
  mark,
  markedSource,
  marksIn,
  onScreen,
  seeded,
  subjectOf,
  testHost,
  virtualClock,
} from './world.ts'

/** Tests only: one random life of a card. Returns what one customer's card showed of another, or undefined. */
export async function interleave(create: Create, seed: number, steps = 60): Promise<string | undefined> {
  const random = seeded(seed)
  const clock = virtualClock()
  const host = testHost()
  let visible = true
  const page = {
    visible: () => visible,
    painted: () =>
      new Promise<void>((done) => {
        clock.after(Math.floor(random() * 20), done)
      }),
    onChange: (run: () => void) => {
      change = run
      return () => {}
    },
  }
  let change = (): void => {}
  const card = create({
    source: markedSource(clock, random),
    host,
    now: clock.now,
    schedule: clock.after,
    random,
    page,
  })
  let id: string | null = null
  const wrong = (when: string): string | undefined => {
    const state = card.state.value
    const own = id === null ? [] : [mark(id, state.epoch)]
    const others = marksIn(onScreen(card)).filter(
      (m) => !own.includes(m) && !(state.notice.value && JSON.stringify(state.notice.value).includes(m)),
    )
    return others.length > 0
      ? `seed ${seed}: ${when}: ${others.join(' ')} on the screen of ${own.join('') || 'nobody'}`
      : undefined
  }
  try {
    for (let step = 0; step < steps; step++) {
      const dice = random()
      if (dice < 0.22) {
        id = random() < 0.1 ? null : (['A', 'B', 'C'][Math.floor(random() * 3)] as string)
        host.bind(id === null ? null : subjectOf(id))
        if (marksIn(onScreen(card)).length > 0)
          return `seed ${seed}: ${marksIn(onScreen(card)).join(' ')} still there in the task of the change`
      } else if (dice < 0.27) card.open('contacts')
      else if (dice < 0.3) card.askMore('returns')
      else if (dice < 0.34) void card.reveal({ ref: 'row', field: 'iban', reason: 'test' })
      else if (dice < 0.37) card.retry(random() < 0.5 ? { connector: 'shop' } : { panel: 'orders' })
      else if (dice < 0.39) {
        visible = !visible
        change()
      } else if (dice < 0.41)
        void card.act({ connector: 'desk', action: 'handoff', input: {}, key: '12345678' })
      else if (dice < 0.42 && id !== null) {
        void card.decide('not-them')
        if (marksIn(onScreen(card).replace(/"card":"[^"]*"/g, '')).length > 0)
          return `seed ${seed}: the wrong person is still there`
      } else if (dice < 0.44) host.set({ template: random() < 0.5 ? 'a' : 'b' })
      else clock.step()
      if (random() < 0.8) await flush()
      const seen = wrong(`step ${step}`)
      if (seen) return seen
    }
    await clock.run(5_000)
    return wrong('at rest')
  } finally {
    card.dispose()
  }
}

export async function firstViolation(create: Create, seeds: number, from = 1): Promise<string | undefined> {
  for (let seed = from; seed < from + seeds; seed++) {
    const seen = await interleave(create, seed * 2_654_435_761)
    if (seen) return seen
  }
  return undefined
}
