/**
 * What each sample system keeps: its own partial copy, in its own words. Moments are epoch ms here; each
 * system writes them its own way.
 */
export interface ShopCustomer {
  id: string
  email?: string
  firstName: string
  lastName: string
  phone?: string
  born?: string
  taxId?: string
  street?: string
  zip?: string
  city?: string
  region?: string
  language?: string
  segment?: string
  company?: string
  contactBy?: 'mail' | 'phone' | 'sms' | 'store'
  emailVerified: boolean
  created: number
  updated: number
}
export interface ShopLine {
  product: string
  category: string
  quantity: number
  cents: number
  gift?: string
}
export type OrderState =
  | 'placed'
  | 'paid'
  | 'packed'
  | 'shipped'
  | 'delayed'
  | 'ready'
  | 'delivered'
  | 'cancelled'
export interface ShopOrder {
  number: string
  customer: string
  placed: number
  state: OrderState
  cents: number
  channel: 'web' | 'app' | 'phone'
  lines: ShopLine[]
  promised?: number
  delivered?: number
  pickup?: string
  why?: string
  shipTo?: string
}
export type PaymentState = 'captured' | 'pending' | 'declined' | 'refunded' | 'overdue'
export interface ShopPayment {
  ref: string
  customer: string
  order: string
  cents: number
  state: PaymentState
  method: string
  at: number
  due?: number
  iban?: string
}
export interface ShopReturn {
  rma: string
  customer: string
  order: string
  cents: number
  state: 'requested' | 'received' | 'refunded' | 'rejected'
  reason: string
  product: string
  at: number
}
export interface ShopConsent {
  id: string
  customer: string
  purpose: 'marketing' | 'profiling' | 'surveys'
  granted: boolean
  channel: 'mail' | 'sms' | 'phone'
  at: number
  basis: string
}

export interface DeskUser {
  id: number
  name: string
  mail?: string
  realName: string
  mobile?: string
  work?: string
  created: number
  updated: number
}
export type DeskStatus = 'new' | 'open' | 'stalled' | 'resolved' | 'rejected'
export interface DeskEntry {
  id: number
  type: 'Create' | 'Correspond' | 'Comment' | 'Status'
  at: number
  by: string
  text: string
  subject?: string
  from?: string
  to?: string
}
export interface DeskTicket {
  id: number
  user: number
  queue: 'Reclamaciones' | 'Consultas' | 'Incidencias'
  subject: string
  status: DeskStatus
  priority: number
  created: number
  updated: number
  resolved?: number
  due?: number
  told?: number
  channel: 'mail' | 'phone' | 'chat' | 'web' | 'store'
  order?: string
  matter?: string
  said: string[]
  offered: string[]
  entries: DeskEntry[]
}

export interface TillMember {
  id: number
  card?: string
  name: string
  phone?: string
  mail?: string
  born?: string
  street?: string
  zip?: string
  town?: string
  tier?: 'basica' | 'plata' | 'oro'
  tierSince?: string
  tierBefore?: 'basica' | 'plata' | 'oro'
  points: number
  expiring: number
  expires?: string
  voucher: number
  since?: string
  shop?: string
  vip?: string
  updated: number
}
export interface TillTicket {
  number: string
  member?: number
  at: number
  shop: string
  cents: number
  lines: ShopLine[]
}
export interface TillPreferences {
  member: number
  address?: 'tú' | 'usted'
  language?: string
  channel?: 'mail' | 'phone' | 'store'
  hour?: string
  shop?: string
  top?: string
  shoe?: string
  brands?: string
  likes?: string
  remark?: string
}
export interface TillThing {
  id: number
  member: number
  name: string
  serial: string
  bought: number
  warranty: number
  state: 'ok' | 'repair' | 'replaced'
  ticket?: string
}
export interface TillReturn {
  id: number
  member: number
  ticket: string
  cents: number
  reason: string
  product: string
  at: number
}
export interface TillReferral {
  id: number
  member: number
  at: number
  friend: string
  bought: boolean
  reward: number
}
export interface TillScore {
  id: number
  member: number
  kind: 'value' | 'churn' | 'propensity' | 'profit'
  value: number
  before?: number
  cents?: number
  at: number
  model: string
}
export interface TillRelation {
  id: number
  member: number
  kind: 'household' | 'company' | 'parent'
  name: string
  role?: string
  since?: string
  parent?: string
  cents?: number /** card of whom it names, where they have one */
  card?: string
}
export interface TillPromise {
  id: number
  member: number
  what: string
  made: number
  due: number
  kept?: number
  by: string
  order?: string
}

export interface Subscription {
  id: string
  mail: string
  product: string
  plan: 'mensual' | 'anual'
  cents: number
  state: 'active' | 'paused' | 'cancelled' | 'past_due'
  started: number
  renews?: number
  ended?: number
  why?: 'price' | 'unused' | 'service' | 'moved'
}
export interface SurveyAnswer {
  id: string
  mail: string
  kind: 'nps' | 'csat' | 'ces' | 'review'
  score: number
  comment?: string
  at: number
  order?: string
  ticket?: string
  channel: 'mail' | 'web' | 'phone' | 'store'
}
export interface WebVisitor {
  id: string
  mail?: string
  name?: string
  first: number
  last: number
  device: string
  language: string
}
export interface WebEvent {
  id: number
  visitor: string
  type: 'visit' | 'cart' | 'search' | 'app' | 'video' | 'mention' | 'store'
  at: number
  what: string
  cents?: number
  place?: string
}
export interface WebCampaign {
  id: number
  mail: string
  name: string
  offer: string
  at: number
  channel: 'mail' | 'sms' | 'app'
  opened: boolean
  answer?: 'clicked' | 'bought' | 'declined' | 'unsubscribed'
}
export interface PhoneCall {
  id: number
  number: string
  at: number
  seconds: number
  waited: number
  direction: 'in' | 'out'
  kind: 'call' | 'chat' | 'visit'
  matter: string
  summary: string
  said: string[]
  offered: string[]
  transfers: number
  solved: boolean
  place?: string
}

export interface Raw {
  shop: {
    customers: ShopCustomer[]
    orders: ShopOrder[]
    payments: ShopPayment[]
    returns: ShopReturn[]
    consents: ShopConsent[]
  }
  desk: { users: DeskUser[]; tickets: DeskTicket[] }
  till: {
    members: TillMember[]
    tickets: TillTicket[]
    preferences: TillPreferences[]
    things: TillThing[]
    returns: TillReturn[]
    referrals: TillReferral[]
    scores: TillScore[]
    relations: TillRelation[]
    promises: TillPromise[]
  }
  subs: { subscriptions: Subscription[] }
  survey: { answers: SurveyAnswer[] }
  web: { visitors: WebVisitor[]; events: WebEvent[]; campaigns: WebCampaign[] }
  phone: { calls: PhoneCall[] }
}
export const emptyRaw = (): Raw => ({
  shop: { customers: [], orders: [], payments: [], returns: [], consents: [] },
  desk: { users: [], tickets: [] },
  till: {
    members: [],
    tickets: [],
    preferences: [],
    things: [],
    returns: [],
    referrals: [],
    scores: [],
    relations: [],
    promises: [],
  },
  subs: { subscriptions: [] },
  survey: { answers: [] },
  web: { visitors: [], events: [], campaigns: [] },
  phone: { calls: [] },
})

/** Which raw records are really this person's: only tests may know it; no system does. */
export interface Owned {
  shop: string[]
  desk: number[]
  till: number[]
  visitors: string[]
  mails: string[]
  phones: string[]
}
