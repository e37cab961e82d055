import type { Fault } from './planted.ts'

/**
 * A known mistake, as text of the real source changed at one place (two where a second lock would hide it),
 * and who must catch it.
 */
export interface Mutant {
  name: string
  by: 'card' | 'hub'
  faults: readonly Fault[]
}

/**
 * The card has two locks on a late answer: the closed scope and the check at the commit. These open the first,
 * so that the second is what is tried.
 */
const sharedState: Fault = {
  file: 'widget/state/stream.ts',
  find: 'applyEvent(cardState, event, { run',
  put: 'applyEvent(context.session().state, event, { run',
}
const noGuard: Fault = { file: 'widget/state/subject-scope.ts', find: 'if (over) return false', put: '' }

export const mutants: readonly Mutant[] = [
  {
    name: 'id guard instead of epoch',
    by: 'card',
    faults: [
      {
        file: 'widget/state/index.ts',
        find: 'let epoch = 0\n',
        put: 'let epoch = 0\n  const byId = new Map<string, SubjectSession>()\n',
      },
      {
        file: 'widget/state/index.ts',
        find: 'session.scope.end()\n    epoch += 1\n    session = arrive(subject, chosen)',
        put: 'const id = JSON.stringify(subject)\n    epoch += 1\n    session = byId.get(id) ?? arrive(subject, chosen)\n    byId.set(id, session)',
      },
    ],
  },
  {
    name: 'check at request instead of commit',
    by: 'card',
    faults: [
      sharedState,
      noGuard,
      {
        file: 'widget/state/stream.ts',
        find: '  let next = 0\n  try {',
        put: '  let next = 0\n  if (!scope.alive()) return\n  try {',
      },
    ],
  },
  {
    name: 'keep-previous',
    by: 'card',
    faults: [
      {
        file: 'widget/state/index.ts',
        find: '    const begunSession = session\n    if (silent)',
        put: '    const begunSession = session\n    begunSession.state.who.value = state.value.who.value\n    if (silent)',
      },
    ],
  },
  {
    name: 'live region not cleared',
    by: 'card',
    faults: [
      {
        file: 'widget/ui/shell/announcer.ts',
        find: "words.value = !who ? '' : announce(who)",
        put: 'if (who) words.value = announce(who)',
      },
    ],
  },
  {
    name: 'title not cleared',
    by: 'card',
    faults: [
      {
        file: 'widget/ui/shell/announcer.ts',
        find: "document.title = name ? `${name} · ${t('title')}` : t('title')",
        put: "if (name) document.title = `${name} · ${t('title')}`",
      },
    ],
  },
  {
    name: 'cache key without customer',
    by: 'hub',
    faults: [
      {
        file: 'connectors/hub/fetch/cache-key.ts',
        find: 'if (target !== undefined) parts.push(await hash(target))',
        put: "if (target !== undefined) parts.push(await hash('somebody'))",
      },
    ],
  },
  {
    name: 'coalescing across agents: what one asks of one customer answers another about another',
    by: 'hub',
    faults: [
      {
        file: 'connectors/hub/fetch/fetcher.ts',
        find: 'singleFlight.join(\n      call.key,',
        put: 'singleFlight.join(\n      `${call.connector.id} ${call.what}`,',
      },
    ],
  },
  {
    name: 'coalescing across agents: whoever leaves takes the others along',
    by: 'hub',
    faults: [
      {
        file: 'connectors/hub/fetch/single-flight.ts',
        find: "if (flight.subscribers === 0 && flight.state === 'flying')",
        put: "if (flight.state === 'flying')",
      },
    ],
  },
  {
    name: '`retract` ignored',
    by: 'card',
    faults: [
      {
        file: 'widget/state/apply-event.ts',
        find: 'return retract(state, event.records, revision, run)',
        put: 'return',
      },
    ],
  },
  { name: 'abort without guard', by: 'card', faults: [sharedState, noGuard] },
  {
    name: 'one role is told what another may see',
    by: 'hub',
    faults: [
      {
        file: 'connectors/hub/policy/viewer.ts',
        find: 'const sensitivity = sensitivityOf(path, viewer.connectors)\n  if (forbidden',
        put: "const sensitivity = 'none'\n  if (forbidden",
      },
    ],
  },
]
