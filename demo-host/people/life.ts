import type {
  DeskStatus,
  DeskTicket,
  OrderState,
  PaymentState,
  PhoneCall,
  ShopConsent,
  ShopLine,
  ShopReturn,
  Subscription,
  SurveyAnswer,
  TillMember,
  TillPreferences,
  TillPromise,
  TillRelation,
  TillScore,
  TillThing,
  WebCampaign,
  WebEvent,
} from './raw.ts'

/**
 * One person as life made them, before any system spelt it its own way. Days are counted from today: -3 is
 * three days ago. `shop`, `desk`, `till`: what that system has instead of the truth; `undefined` system: it
 * does not know them.
 */
export interface Life {
  key: string
  given: string
  family: string
  sex: 'f' | 'm'
  born?: string
  taxId?: string
  /** The first one is the one they use. */
  mails: string[]
  /** E.164. */
  phones: string[]
  street?: string
  zip?: string
  town?: string
  region?: string
  language?: string
  /** Days ago they first came. */
  since: number
  shop?: ShopCopy[]
  desk?: Copy
  till?: TillCopy
  /** Web visitor ids, the signed-in ones first. */
  visitors?: { id: string; known: boolean; device?: string }[]
  orders?: LifeOrder[]
  tickets?: LifeTill[]
  requests?: LifeRequest[]
  calls?: (Omit<PhoneCall, 'id' | 'number' | 'at'> & { day: number; hour?: number; number?: string })[]
  surveys?: (Omit<SurveyAnswer, 'id' | 'mail' | 'at'> & { day: number })[]
  subscriptions?: (Omit<Subscription, 'id' | 'mail' | 'started' | 'renews' | 'ended'> & {
    day: number
    renews?: number
    ended?: number
  })[]
  consents?: Pick<ShopConsent, 'purpose' | 'granted' | 'channel'>[]
  campaigns?: (Omit<WebCampaign, 'id' | 'mail' | 'at'> & { day: number })[]
  events?: (Omit<WebEvent, 'id' | 'visitor' | 'at'> & { day: number; hour?: number })[]
  preferences?: Omit<TillPreferences, 'member'>
  things?: (Pick<TillThing, 'name' | 'serial' | 'state'> & { day: number; years: number })[]
  friends?: { day: number; friend: string; bought: boolean }[]
  scores?: (Omit<TillScore, 'id' | 'member' | 'at'> & { day: number })[]
  relations?: Omit<TillRelation, 'id' | 'member'>[]
  promises?: (Pick<TillPromise, 'what' | 'by' | 'order'> & { made: number; due: number; kept?: number })[]
}
export interface Copy {
  given?: string
  family?: string
  mail?: string | null
  phone?: string | null
  created?: number
  updated?: number
}
export interface ShopCopy extends Copy {
  street?: string
  zip?: string
  town?: string
  company?: string
  segment?: string
  bare?: boolean
}
export interface TillCopy extends Copy {
  name?: string
  card?: string
  tier?: TillMember['tier']
  tierBefore?: TillMember['tier']
  tierDays?: number
  points?: number
  expiring?: number
  voucher?: number
  shop?: string
  street?: string
  vip?: string
  bare?: boolean
}
export interface LifeOrder {
  number?: string
  day: number
  state?: OrderState
  lines?: ShopLine[]
  cents?: number
  channel?: 'web' | 'app' | 'phone'
  promised?: number
  delivered?: number
  pickup?: string
  why?: string
  account?: number
  paid?: PaymentState
  method?: string
  due?: number
  back?: { product?: string; cents?: number; reason: string; day: number; state?: ShopReturn['state'] }
}
export interface LifeTill {
  number?: string
  day: number
  shop: string
  lines?: ShopLine[]
  cents?: number
  back?: { reason: string; day: number }
}
export interface LifeRequest {
  subject: string
  queue: DeskTicket['queue']
  status: DeskStatus
  day: number
  hour?: number
  priority?: number
  dueIn?: number
  closed?: number
  channel?: DeskTicket['channel']
  order?: string
  matter?: string
  said?: string[]
  offered?: string[]
  /** Who wrote and what: `c` the customer, `a` an adviser, `n` an inner note. */
  words: ['c' | 'a' | 'n', number, string][]
}
