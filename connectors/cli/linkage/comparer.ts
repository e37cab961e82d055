import { mailbox } from '../../contract/mail.ts'
import { compareProfiles, type Levels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field, Level } from '../../hub/identity/compare/weights.ts'

/**
 * A host that one mail in fifty is of is a provider, where anybody may open a mailbox of their name; a rarer
 * one (an employer's, one's own) says something by itself.
 */
const provider = 1 / 50

export type Compare = (a: Profile, b: Profile, levels: Levels) => Levels

/**
 * `compareProfiles`, except that mails which only repeat the name count as different: ana.ruiz@ and
 * anaruiz22@ at a public provider may as well be two namesakes as one person.
 */
export function createComparer(profiles: readonly Profile[]): Compare {
  const hosts = new Map<string, number>()
  let mails = 0
  for (const p of profiles)
    for (const m of p.mails) {
      mails++
      hosts.set(hostOf(m), (hosts.get(hostOf(m)) ?? 0) + 1)
    }
  const atProvider = (mail: string): boolean => (hosts.get(hostOf(mail)) ?? 0) >= mails * provider
  return (a, b, levels) => {
    compareProfiles(a, b, levels)
    const level = levels.at[Field.mail] as number
    if (
      level >= Level.mail.sameMailbox &&
      level < Level.mail.other &&
      a.mails.every(atProvider) &&
      b.mails.every(atProvider) &&
      repeatNames(a, b)
    )
      levels.at[Field.mail] = Level.mail.other
    return levels
  }
}
const hostOf = (mail: string): string => mail.slice(mail.lastIndexOf('@') + 1)

/** Each mail of both is its bearer's name, besides digits that are not the same, in other mailboxes. */
function repeatNames(a: Profile, b: Profile): boolean {
  return (
    a.mails.every((m) => isName(m, a)) &&
    b.mails.every((m) => isName(m, b)) &&
    !a.mails.some((x) =>
      b.mails.some((y) => mailbox(x) === mailbox(y) || (digitsOf(x) !== '' && digitsOf(x) === digitsOf(y))),
    )
  )
}
const localOf = (mail: string): string => mail.slice(0, mail.lastIndexOf('@'))
const digitsOf = (mail: string): string => localOf(mail).replace(/\D/g, '')

/** Every mail of both is the name over again, and nothing else. */
export const mailsAreNames = (a: Profile, b: Profile): boolean =>
  a.mails.every((m) => !/\d/.test(localOf(m)) && isName(m, a)) &&
  b.mails.every((m) => !/\d/.test(localOf(m)) && isName(m, b))
function isName(mail: string, { name }: Profile): boolean {
  const words = name?.text.split(' ') ?? []
  return localOf(mail)
    .split(/[^a-z]+/)
    .every(
      (part) =>
        part.length < 2 ||
        words.some((w) => w.startsWith(part)) ||
        words.some((w) => part.startsWith(w) && words.includes(part.slice(w.length))),
    )
}
