import { expect, test } from 'vitest'
import { type FieldDef, highestSensitivity } from './field.ts'
import { isQuestion, question, questions, vocabulary } from './vocabulary.ts'

const facts = questions.flatMap((q) =>
  Object.entries(question(q).fields).map(([name, def]): [fact: string, def: FieldDef] => [
    `${q}.${name}`,
    def,
  ]),
)
const where = (is: (def: FieldDef) => boolean) => facts.flatMap(([fact, def]) => (is(def) ? [fact] : []))

test('what may be read without knowing of whom is named here, fact by fact: nothing else is free of personal data', () => {
  expect(where((def) => def.sensitivity === 'none')).toEqual([
    'person.kind',
    'person.language',
    'person.verified',
    'preferences.formOfAddress',
    'preferences.language',
    'preferences.channel',
    'preferences.bestHour',
    'orders.channel',
    'orders.shop',
    'orders.items',
    'requests.kind',
    'requests.priority',
    'requests.channel',
    'requests.messages',
    'interactions.kind',
    'interactions.duration',
    'interactions.waited',
    'interactions.direction',
    'interactions.transfers',
    'interactions.resolved',
    'interactions.place',
    'feedback.kind',
    'feedback.outOf',
    'feedback.channel',
    'loyalty.shop',
    'subscriptions.every',
    'consents.purpose',
    'consents.granted',
    'consents.channel',
    'consents.basis',
    'campaigns.name',
    'campaigns.channel',
    'campaigns.offer',
    'behaviour.kind',
    'scores.kind',
    'scores.model',
    'promises.by',
    'policies.title',
    'policies.text',
    'policies.when',
    'policies.motive',
  ])
  expect(where((def) => def.sensitivity === 'personal')).toEqual([
    'person.name',
    'person.mails',
    'person.phones',
    'person.birthDate',
    'person.nationalId',
    'person.address',
    'person.remark',
    'preferences.likes',
    'preferences.remark',
    'orders.motive',
    'orders.lines',
    'orders.shippedTo',
    'requests.subject',
    'requests.told',
    'requests.offered',
    'requests.handoff',
    'interactions.summary',
    'interactions.told',
    'interactions.offered',
    'returns.reason',
    'returns.product',
    'feedback.comment',
    'referrals.friend',
    'behaviour.what',
    'behaviour.place',
    'relations.name',
    'relations.role',
    'relations.parent',
    'promises.what',
  ])
})

test('every amount of money is financial, and so are how and when it is paid', () => {
  const money = where((def) => def.type === 'money')
  expect(money).toEqual([
    'orders.total',
    'payments.amount',
    'returns.amount',
    'loyalty.voucher',
    'subscriptions.price',
    'referrals.reward',
    'behaviour.value',
    'scores.money',
    'relations.total',
  ])
  expect(where((def) => def.sensitivity === 'financial').toSorted()).toEqual(
    [...money, 'payments.status', 'payments.method', 'payments.due', 'payments.iban'].toSorted(),
  )
})

test('each question says when its rows happened, what is still to come, and whether only its owner is asked', () => {
  const said = questions.map((q) => {
    const { rows, dated, coming, ownerOnly } = question(q)
    return [q, rows, dated ?? '', coming ?? '', ownerOnly === true].join(' ')
  })
  expect(said).toEqual([
    'person one   false',
    'preferences one   false',
    'orders many orderDate expectedArrival true',
    'requests many dateCreated due true',
    'interactions many startDate  false',
    'payments many paymentDate due true',
    'returns many returnDate  true',
    'feedback many dateCreated  false',
    'loyalty one   true',
    'subscriptions many startDate renewal true',
    'referrals many dateCreated  false',
    'consents many dateModified  true',
    'campaigns many sent  false',
    'behaviour many startDate  false',
    'things many purchaseDate warrantyEnds false',
    'scores many since  false',
    'relations many   false',
    'promises many made due false',
    'policies many   false',
  ])
  for (const q of questions)
    for (const name of [question(q).dated, question(q).coming])
      if (name !== undefined) expect(question(q).fields[name]?.type, `${q}.${name}`).toBe('datetime')
})

test('what there may be several of is a list', () =>
  expect(where((def) => def.list === true)).toEqual([
    'person.mails',
    'person.phones',
    'preferences.sizes',
    'preferences.brands',
    'preferences.likes',
    'orders.lines',
    'requests.told',
    'requests.offered',
    'interactions.told',
    'interactions.offered',
  ]))

test('a question is one of the vocabulary, and no name that every object has', () => {
  expect(questions.every(isQuestion)).toBe(true)
  expect(['orders ', 'own', 'constructor', '__proto__', 'toString', '', 3, undefined].some(isQuestion)).toBe(
    false,
  )
  expect(question('orders')).toBe(vocabulary.orders)
})

test('a conclusion is as private as the most private fact it was drawn from, in whatever order they were read', () => {
  expect(highestSensitivity(['financial', 'none', 'personal'])).toBe('financial')
  expect(highestSensitivity(['none', 'special', 'pseudonymous'])).toBe('special')
  expect(highestSensitivity(['none', 'pseudonymous'])).toBe('pseudonymous')
  expect(highestSensitivity([])).toBe('none')
})
