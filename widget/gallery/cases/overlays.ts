import type { Case, Cases, MakeCase, Step } from '../case.ts'
import { emptyJourney, journey, unknownJourney } from '../journey.ts'
import type { Say } from '../people.ts'
import { fullCard } from '../readings.ts'
import { emptyTimeline, gappyTimeline } from '../timeline.ts'

/** The whole card, and what a hand does to it once it has settled. */
const then =
  (steps: readonly Step[], more: (say: Say) => Partial<Case> = () => ({})): MakeCase =>
  (say, layout) => ({
    events: fullCard(say, layout),
    end: 'settled',
    steps: [{ see: '.further' }, ...steps],
    ...more(say),
  })
const further = (nth: number) => ({ press: `.further button:nth-of-type(${nth})` })
const [toAct, toTimeline, toJourney, toMore] = [further(1), further(2), further(3), further(4)]
const search = { key: '/', after: '.tools' }
const words: Step = { type: 'form textarea, form input', text: 'Llamar el lunes a las diez' }
const send: Step = { press: '.over [type=submit]' }

export const overlayCases = {
  search: ['Search', then([search, { see: 'search input' }])],
  'search-found': [
    'Search with people found',
    then([search, { type: 'search input', text: 'Martín' }, { see: '[role=option]:nth-of-type(3)' }]),
  ],
  'search-none': [
    'Search that finds nobody',
    then([search, { type: 'search input', text: 'Zzyzx' }, { see: '[role=option]' }], () => ({
      search: 'none',
    })),
  ],
  'search-failed': [
    'Search that fails',
    then([search, { type: 'search input', text: 'Martín' }, { see: '[role=option]' }], () => ({
      search: 'too-many',
    })),
  ],
  help: ['The keys', then([{ key: '?', after: '.tools' }, { see: '.over' }])],
  more: ['Ask more', then([toMore, { see: '.over .chips button' }])],
  act: ['A form', then([toAct, { see: '.over form' }])],
  'act-wrong': [
    'A form sent empty',
    then([toAct, { see: '.over form' }, send, { see: '[aria-invalid=true]' }]),
  ],
  'act-sent': ['A form that was sent', then([toAct, words, send, { see: '.toast.on' }])],
  'act-refused': [
    'A form its system refused',
    then([toAct, words, send, { see: '.over .bad:not(:empty)' }], () => ({ act: 'refused' })),
  ],
  'act-unknown': [
    'A form of which nobody knows whether it arrived',
    then([toAct, words, send, { see: '.over .bad:not(:empty)' }], () => ({ act: 'offline' })),
  ],
  timeline: ['The line of time', then([toTimeline, { see: '.timeline .scroller li' }])],
  'timeline-waits': [
    'The line of time, on its way',
    then([toTimeline, { see: '.timeline' }], () => ({ timeline: 'waits' })),
  ],
  'timeline-gaps': [
    'The line of time with everything it may lack',
    then([toTimeline, { see: '.timeline .warn' }], (say) => ({ timeline: gappyTimeline(say) })),
  ],
  'timeline-none': [
    'A line of time with nothing on it',
    then([toTimeline, { see: '.timeline p:not(.soft)' }], (say) => ({ timeline: emptyTimeline(say) })),
  ],
  'timeline-failed': [
    'A line of time that fails',
    then([toTimeline, { see: '.timeline .warn' }], () => ({ timeline: 'internal' })),
  ],
  journey: [
    "The customer's side",
    then([toJourney, { see: '.journey .steps' }], (say) => ({ journey: journey(say) })),
  ],
  'journey-unknown': [
    "The customer's side, of which little may be seen",
    then([toJourney, { see: '.journey .warn' }], (say) => ({ journey: unknownJourney(say) })),
  ],
  'journey-none': [
    "The customer's side, where nothing happened",
    then([toJourney, { see: '.journey' }], () => ({ journey: emptyJourney })),
  ],
  'journey-waits': [
    "The customer's side, on its way",
    then([toJourney, { see: '.back' }], () => ({ journey: 'waits' })),
  ],
  'journey-failed': [
    "The customer's side that fails",
    then([toJourney, { see: '.back .warn' }], () => ({ journey: 'offline' })),
  ],
} satisfies Cases
