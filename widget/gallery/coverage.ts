import type {
  AdviceItem,
  Asking,
  ConnectorErrorCode,
  Fault,
  Field,
  JourneyFigure,
  JourneyPromise,
  JourneyStep,
  Known,
  Problem,
  RollUpMember,
  SignalEvent,
  Sureness,
  SystemEvent,
  TimelineGap,
  Tone,
  TriState,
  Who,
} from '../../connectors/contract/index.ts'
import type { Connection, PanelRequest, PanelState } from '../state/index.ts'
import type { CaseName } from './cases/index.ts'

/** Every state that a union of the contract, or of the card's own state, has a word for. */
export type Shown =
  | `known ${Known['known']}`
  | `missing ${Extract<Known, { known: 'incomplete' }>['missing']}`
  | `asking ${Asking['asking']}`
  | `code ${ConnectorErrorCode}`
  | `shown ${Field['shown']}`
  | `panel ${PanelState['is']}`
  | `request ${PanelRequest['is']}`
  | `line ${Connection['line']}`
  | `problem ${Problem['code']}`
  | `outcome ${Who['outcome']}`
  | `level ${Sureness['level']}`
  | `being ${NonNullable<Who['person']>['kind']}`
  | `system ${SystemEvent['state']}`
  | `fault ${Fault['code']}`
  | `signal ${SignalEvent['kind']}`
  | `tone ${Tone}`
  | `answer ${TriState['is']}`
  | `rank ${AdviceItem['rank']}`
  | `member ${RollUpMember['is']}`
  | `gap ${TimelineGap['is']}`
  | `figure ${JourneyFigure<unknown>['is']}`
  | `moment ${JourneyStep['is']}`
  | `promise ${JourneyPromise['is']}`

/** A case of the gallery for each of them: a state that is new to the contract does not compile without one. */
export const shownIn: Readonly<Record<Shown, CaseName>> = {
  'known nothing': 'waiting',
  'known none': 'none',
  'known value': 'sure',
  'known incomplete': 'truncated',
  'known withheld': 'withheld',
  'missing truncated': 'truncated',
  'missing filtered': 'filtered',
  'missing unreadable': 'unreadable',
  'asking idle': 'sure',
  'asking waiting': 'waiting',
  'asking late': 'late',
  'asking failed': 'down',
  'code denied': 'down-codes',
  'code limited': 'down-codes',
  'code unavailable': 'down-codes',
  'code malformed': 'down-codes',
  'code late': 'down-codes',
  'code unsupported': 'down-codes',
  'shown clear': 'sure',
  'shown masked': 'masked',
  'shown withheld': 'masked',
  'panel withheld': 'withheld',
  'panel closed': 'sure',
  'panel waiting': 'waiting',
  'panel late': 'late',
  'panel none': 'none',
  'panel rows': 'sure',
  'panel unknown': 'down',
  'request asking': 'panel-asked',
  'request asked': 'panel-empty',
  'request failed': 'panel-failed',
  'line blank': 'blank',
  'line asking': 'looking',
  'line ready': 'sure',
  'line lost': 'lost',
  'line offline': 'offline',
  'line refused': 'forbidden',
  'problem bad-request': 'bad-request',
  'problem unauthorised': 'session-ended',
  'problem forbidden': 'forbidden',
  'problem not-found': 'not-found',
  'problem expired-handle': 'expired-handle',
  'problem too-many': 'too-many',
  'problem too-large': 'too-large',
  'problem audit-unavailable': 'audit-unavailable',
  'problem issuer-unavailable': 'issuer-unavailable',
  'problem rule-refused': 'rule-refused',
  'problem conflict': 'conflict',
  'problem internal': 'internal',
  'outcome identified': 'sure',
  'outcome possible': 'possible',
  'outcome several': 'several',
  'outcome nobody': 'nobody',
  'level sure': 'sure',
  'level probable': 'probable',
  'level possible': 'possible',
  'being person': 'sure',
  'being company': 'company',
  'being household': 'household',
  'being prospect': 'prospect',
  'system asking': 'waiting',
  'system answered': 'sure',
  'system late': 'late',
  'system down': 'down-codes',
  'system not-asked': 'not-asked',
  'fault stranger-dropped': 'faults',
  'fault rule-stopped': 'faults',
  'fault too-many-records': 'faults',
  'fault duplicate-in-system': 'faults',
  'fault conflict': 'faults',
  'fault bad-hint': 'nobody-unread',
  'fault card-missing': 'faults',
  'fault malformed': 'faults',
  'fault hub': 'faults',
  'signal glance': 'sure',
  'signal signal': 'signals',
  'signal stage': 'sure',
  'signal margin': 'sure',
  'signal promise': 'signals',
  'tone good': 'sure',
  'tone calm': 'sure',
  'tone warn': 'sure',
  'tone bad': 'sure',
  'answer yes': 'sure',
  'answer no': 'signals',
  'answer unknown': 'down',
  'rank repair': 'advice-all',
  'rank promise': 'advice-all',
  'rank help': 'advice-all',
  'rank thanks': 'advice-all',
  'rank offer': 'advice-all',
  'member waiting': 'sum-partial',
  'member value': 'sum-whole',
  'member none': 'sum-whole',
  'member incomplete': 'sum-partial',
  'member unknown': 'sum-partial',
  'member withheld': 'sum-partial',
  'gap waiting': 'timeline-gaps',
  'gap failed': 'timeline-gaps',
  'gap filtered': 'timeline-gaps',
  'gap unordered': 'timeline-gaps',
  'gap unread': 'timeline-gaps',
  'figure known': 'journey',
  'figure withheld': 'journey-unknown',
  'figure unknown': 'journey-unknown',
  'moment ordered': 'journey',
  'moment delivered': 'journey',
  'moment contact': 'journey',
  'moment reached': 'journey',
  'moment answered': 'journey',
  'moment opened': 'journey',
  'moment closed': 'journey',
  'moment returned': 'journey',
  'moment said': 'journey',
  'moment promised': 'journey',
  'moment kept': 'journey',
  'promise kept': 'journey',
  'promise late': 'journey',
  'promise broken': 'journey',
  'promise open': 'journey',
  'promise unknown': 'journey',
}
