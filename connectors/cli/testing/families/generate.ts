import type { Field as Column } from '../../files/columns.ts'
import { seeded } from '../../linkage/train.ts'
import { english, portuguese, spanish, type Tradition } from './traditions.ts'

/** A record as a file holds it, and whose it is: `entity` and `role` never reach the matcher. */
export type FamilyRecord = Partial<Record<Column, string>> & {
  id: string
  entity: string
  role: Role
  house: string
}
export type Role = 'father' | 'mother' | 'child' | 'twin' | 'namesake' | 'alone' | 'flatmate'
/** One surname, or two in the order they are written. */
type Surnames = readonly string[]
type Field = 'birthdate' | 'nationalid' | 'email' | 'phone' | 'street' | 'locality' | 'postcode'

export interface WorldSettings {
  people: number
  /** Share of households of one. */
  alone: number
  seed: number
  traditions: readonly Tradition[]
  /** Chance that a record holds the field at all. */
  kept: Readonly<Record<Field, number>>
  /** Chance that a first son or daughter bears the parent's name; that a pair of children are twins. */
  namesakes: number
  twins: number
  /** Chance that somebody of a family gives the household's mail, or telephone. */
  sharedMail: number
  sharedPhone: number
  /**
   * Chance that a record after a person's first is written with a slip somewhere; chance of another record,
   * each time.
   */
  slips: number
  again: number
}

/**
 * Settings drawn from the seed: which fields a file has, and how full, differs from world to world. No world
 * has a national id unless asked.
 */
export function worldSettings(
  seed: number,
  people: number,
  fixed: Partial<WorldSettings> = {},
): WorldSettings {
  const random = seeded(seed * 7919 + 1)
  const any = <X>(list: readonly X[]): X => list[Math.floor(random() * list.length)] as X
  return {
    people,
    seed,
    alone: 0.3,
    traditions: any([[spanish], [portuguese], [english], [spanish, portuguese, english]]),
    kept: {
      birthdate: any([0.5, 0.7, 0.9, 1]),
      nationalid: 0,
      email: any([0, 0.4, 0.7, 0.95]),
      phone: any([0, 0.5, 0.8, 0.95]),
      street: any([0.4, 0.8, 1]),
      locality: any([0.6, 1]),
      postcode: any([0.6, 0.9, 1]),
    },
    namesakes: any([0.05, 0.15, 0.3]),
    twins: any([0.02, 0.08]),
    sharedMail: any([0.1, 0.3, 0.6]),
    sharedPhone: any([0.2, 0.5, 0.8]),
    slips: any([0.15, 0.3]),
    again: any([0.35, 0.5]),
    ...fixed,
  }
}

const plain = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ /g, '')
const two = (n: number): string => String(n).padStart(2, '0')

/**
 * A labelled world of families: parents, children, twins, sons of their father's name, flatmates and people
 * alone, each on some records of unequal fullness.
 */
export function familyWorld(settings: WorldSettings): FamilyRecord[] {
  const random = seeded(settings.seed)
  const any = <X>(list: readonly X[]): X => list[Math.floor(random() * list.length)] as X
  /** The first of a list are the common ones, as names are. */
  const common = <X>(list: readonly X[]): X => list[Math.floor(random() ** 1.6 * list.length)] as X
  const chance = (p: number): boolean => random() < p
  const digits = (n: number): string => Array.from({ length: n }, () => Math.floor(random() * 10)).join('')
  const out: FamilyRecord[] = []
  let people = 0
  let houses = 0
  const boxes = new Set<string>()
  /** A mailbox is one person's, or one household's. */
  const own = (mail: string): string => {
    const free = boxes.has(mail) ? mail.replace('@', `${boxes.size}@`) : mail
    boxes.add(free)
    return free
  }

  interface Home {
    street: string
    locality: string
    postcode: string
    phone: string
    mail: string
    t: Tradition
    id: string
  }
  interface Person {
    entity: string
    role: Role
    given: string
    family: Surnames
    born: string
    year: number
    phone: string
    mail: string
    home: Home
    dni: string
    maiden: Surnames
  }

  const homeOf = (t: Tradition, family: Surnames): Home => {
    const [locality, zone] = any(t.places)
    const postcode =
      t.country === 'GB'
        ? `${zone}${1 + Math.floor(random() * 9)} ${digits(1)}${any(['AB', 'CD', 'QT', 'XN', 'HP'])}`
        : t.country === 'PT'
          ? `${zone}${digits(3)}`
          : `${zone}${digits(2)}`
    const landline =
      t.country === 'GB'
        ? `+44113${digits(7)}`
        : t.country === 'PT'
          ? `+35121${digits(7)}`
          : `9${any(['1', '3', '5'])}${digits(7)}`
    return {
      street:
        t.country === 'GB'
          ? `${1 + Math.floor(random() * 150)} ${any(t.streets)}`
          : `${any(t.streets)} ${1 + Math.floor(random() * 150)}`,
      locality,
      postcode,
      phone: landline,
      mail: own(
        `${any(['familia', 'casa', 'home', 'the'])}.${plain(family.join(''))}${digits(2)}@${any(t.hosts)}`,
      ),
      t,
      id: `h${houses++}`,
    }
  }
  const mobile = (t: Tradition): string =>
    t.country === 'GB'
      ? `${t.mobile}${any(['4', '7', '9'])}${digits(8)}`
      : t.country === 'PT'
        ? `${t.mobile}${any(['1', '2', '3', '6'])}${digits(7)}`
        : `${t.mobile}${digits(8)}`
  const day = (year: number): string =>
    `${year}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`
  const person = (
    home: Home,
    role: Role,
    given: string,
    family: Surnames,
    year: number,
    born = day(year),
    maiden = family,
  ): Person => {
    const { t } = home
    const house = role !== 'alone' && role !== 'flatmate'
    const number = digits(8)
    return {
      entity: `p${people++}`,
      role,
      given,
      family,
      born,
      year,
      home,
      maiden,
      dni: number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23],
      phone: house && chance(settings.sharedPhone) ? home.phone : mobile(t),
      mail:
        house && chance(settings.sharedMail)
          ? home.mail
          : own(
              `${plain(given.split(' ')[0] as string)}${any(['.', '', '_'])}${plain(family[0] as string)}${chance(0.6) ? digits(2) : ''}@${any(t.hosts)}`,
            ),
    }
  }
  /**
   * Spanish children bear their father's first surname and their mother's; Portuguese the last ones, the
   * mother's before.
   */
  const child = (t: Tradition, father: Surnames, mother: Surnames): Surnames =>
    t.names === 'one, married'
      ? father
      : t.names === 'two'
        ? [father[0] as string, mother[0] as string]
        : [mother.at(-1) as string, father.at(-1) as string]
  const full = (t: Tradition): Surnames =>
    t.names === 'one, married' ? [common(t.families)] : [common(t.families), common(t.families)]
  const slip = (s: string): string => {
    if (s.length < 4) return s
    const i = 1 + Math.floor(random() * (s.length - 2))
    const kind = Math.floor(random() * 4)
    const other = /\d/.test(s[i] as string) ? digits(1) : String.fromCharCode(97 + Math.floor(random() * 26))
    return kind === 0
      ? s.slice(0, i) + s.slice(i + 1)
      : kind === 1
        ? s.slice(0, i) + other + s.slice(i)
        : kind === 2
          ? s.slice(0, i) + other + s.slice(i + 1)
          : s.slice(0, i) + (s[i + 1] ?? '') + (s[i] as string) + s.slice(i + 2)
  }

  function household(): Person[] {
    const t = any(settings.traditions)
    const father = full(t)
    const home = homeOf(t, father)
    const kind = random()
    if (kind < settings.alone)
      return [
        person(
          home,
          'alone',
          common(chance(0.5) ? t.women : t.men),
          father,
          1935 + Math.floor(random() * 70),
        ),
      ]
    if (kind < settings.alone + 0.06)
      return [1, 2, 3].map(() =>
        person(
          home,
          'flatmate',
          common(chance(0.5) ? t.women : t.men),
          full(t),
          1985 + Math.floor(random() * 20),
        ),
      )
    const year = 1940 + Math.floor(random() * 40)
    const maiden = full(t)
    const mother = t.names === 'one, married' && chance(0.8) ? father : maiden
    const [he, she] = [common(t.men), common(t.women)]
    const members = [
      person(home, 'father', he, father, year),
      person(home, 'mother', she, mother, year + Math.floor(random() * 8) - 3, undefined, maiden),
    ]
    const surname = child(t, father, maiden)
    const taken = new Set([...he.split(' '), ...she.split(' ')])
    // brothers and sisters bear no name that is part of another's: María beside María José is told by nothing
    const fresh = (list: readonly string[]): string => {
      let n = common(list)
      while (n.split(' ').some((w) => taken.has(w))) n = any(list)
      for (const w of n.split(' ')) taken.add(w)
      return n
    }
    const grown = year + 22 + Math.floor(random() * 12)
    if (chance(settings.namesakes)) {
      const boy = chance(0.7)
      members.push(
        person(
          home,
          'namesake',
          boy ? he : she,
          surname,
          grown,
          chance(0.15) ? `${grown}${(members[boy ? 0 : 1] as Person).born.slice(4)}` : undefined,
        ),
      )
    }
    if (chance(settings.twins)) {
      const born = day(grown + 3)
      for (let k = 0; k < 2; k++)
        members.push(person(home, 'twin', fresh(chance(0.5) ? t.women : t.men), surname, grown + 3, born))
    }
    for (let k = Math.floor(random() * 3); k > 0; k--)
      members.push(person(home, 'child', fresh(chance(0.5) ? t.women : t.men), surname, grown + 2 + 2 * k))
    return members
  }

  function written(p: Person, copy: number): void {
    const { t } = p.home
    const wrong = (): boolean => copy > 0 && chance(settings.slips)
    let given =
      wrong() && t.called[p.given]
        ? (t.called[p.given] as string)
        : wrong() && chance(0.3)
          ? `${p.given[0]}.`
          : wrong() && chance(0.5)
            ? slip(p.given)
            : p.given
    const borne = chance(0.15) ? p.maiden : p.family
    const short = borne.length > 1 && wrong()
    let family = (short ? (t.names === 'two' ? borne.slice(0, 1) : borne.slice(-1)) : borne).join(' ')
    if (!short && wrong() && chance(0.6)) family = slip(family)
    if (p.role === 'namesake' && chance(0.3)) family = `${family} ${t.younger}`
    let home: Pick<Home, 'street' | 'locality' | 'postcode'> = p.home
    if (copy > 0 && chance(0.12)) home = homeOf(t, p.family)
    const made: FamilyRecord = {
      id: `r${out.length}`,
      entity: p.entity,
      role: p.role,
      house: p.home.id,
      country: t.country,
      street: home.street,
      locality: home.locality,
      postcode: home.postcode,
      birthdate: p.born,
      email: p.mail,
      phone: p.phone,
      nationalid: p.dni,
    }
    if (chance(0.25))
      Object.assign(made, { name: chance(0.4) ? `${family}, ${given}`.toUpperCase() : `${given} ${family}` })
    else {
      if (copy > 0 && chance(0.02)) [given, family] = [family, given]
      Object.assign(made, { given, family })
    }
    if (wrong() && chance(0.4))
      made.birthdate =
        chance(0.4) && Number(p.born.slice(8)) <= 12
          ? `${p.born.slice(0, 5)}${p.born.slice(8)}-${p.born.slice(5, 7)}`
          : `${p.born.slice(0, 8)}${two(1 + Math.floor(random() * 28))}`
    if (wrong() && chance(0.4)) made.street = slip(made.street as string)
    if (wrong() && chance(0.2)) made.phone = slip(p.phone)
    else if (copy > 0 && chance(0.15)) made.phone = chance(0.5) ? p.home.phone : mobile(t)
    if (wrong() && chance(0.2)) made.email = slip(p.mail)
    else if (copy > 0 && chance(0.1)) made.email = own(`${plain(p.given)}${digits(3)}@${any(t.hosts)}`)
    for (const field of Object.keys(settings.kept) as Field[])
      if (!chance(settings.kept[field])) delete made[field]
    out.push(made)
  }

  while (people < settings.people) {
    for (const p of household()) {
      let copy = 0
      do written(p, copy++)
      while (copy < 6 && chance(settings.again))
    }
  }
  // files come in no order that tells whose a record is
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j] as FamilyRecord, out[i] as FamilyRecord]
  }
  return out
}
