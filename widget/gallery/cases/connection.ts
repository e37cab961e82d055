import type { Problem } from '../../../connectors/contract/index.ts'
import type { Cases, MakeCase } from '../case.ts'
import { fullCard } from '../readings.ts'

const refused =
  (code: Problem['code']): MakeCase =>
  () => ({ events: [], end: code })

export const connectionCases = {
  blank: ['Nobody is on screen', () => ({ events: [], end: 'hangs', blank: true })],
  lost: ['The line was lost', (say, layout) => ({ events: fullCard(say, layout).slice(0, 8), end: 'lost' })],
  'lost-empty': ['The line was lost before anybody came', () => ({ events: [], end: 'lost' })],
  offline: ['No gateway', () => ({ events: [], end: 'offline' })],
  'offline-known': [
    'The gateway went away',
    (say, layout) => ({ events: fullCard(say, layout).slice(0, 8), end: 'offline' }),
  ],
  demo: [
    'In this page: a demonstration',
    (say, layout) => ({ events: fullCard(say, layout), end: 'settled', inPage: true }),
  ],
  'no-token': ['The host page proved nobody', () => ({ events: [], end: 'no-token' })],
  'session-ended': ['The session ended', refused('unauthorised')],
  forbidden: ['Not for this role', refused('forbidden')],
  'too-many': ['Too many requests', refused('too-many')],
  'audit-unavailable': ['No audit, no card', refused('audit-unavailable')],
  'issuer-unavailable': ['The host’s keys cannot be fetched', refused('issuer-unavailable')],
  internal: ['The gateway failed', refused('internal')],
  'expired-handle': ['The handle has expired', refused('expired-handle')],
  'bad-request': ['The request cannot be read', refused('bad-request')],
  'not-found': ['There is no such thing', refused('not-found')],
  'too-large': ['The request is too large', refused('too-large')],
  'rule-refused': ['A rule was refused', refused('rule-refused')],
  conflict: ['A conflict', refused('conflict')],
} satisfies Cases
