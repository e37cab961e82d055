import ipaddr from 'ipaddr.js'

/**
 * Where cloud machines keep their credentials. Nobody's connector lives there, whatever the operator lists.
 */
const metadata = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd20:ce::254',
])
const metadataNames = new Set([
  'metadata.google.internal',
  'metadata',
  'instance-data',
  'metadata.azure.internal',
  'metadata.goog',
])
const insideRanges = new Set(['unicast', 'private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

export type AddressVerdict = 'public' | 'private' | 'never'

/**
 * An address as a system wrote it. `never`: link-local, multicast, metadata, unspecified, translated (NAT64,
 * 6to4 …) and what cannot be read.
 */
export function judgeAddress(address: string): AddressVerdict {
  const bare = address.replace(/^\[|\]$/g, '').split('%')[0] as string
  if (!ipaddr.isValid(bare)) return 'never'
  const parsed = ipaddr.process(bare)
  if (metadata.has(parsed.toString())) return 'never'
  const range = parsed.range()
  return range === 'unicast' ? 'public' : insideRanges.has(range) ? 'private' : 'never'
}

/**
 * A URL's host before anything connects. Literals are judged here, because no resolver is ever asked about
 * them; names are judged again, all their addresses, when they resolve.
 */
export function judgeHost(hostname: string, privateAllowed: boolean): 'ok' | 'resolve' | 'refused' {
  const name = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (metadataNames.has(name)) return 'refused'
  if (ipaddr.isValid(name)) {
    const verdict = judgeAddress(name)
    return verdict === 'public' || (verdict === 'private' && privateAllowed) ? 'ok' : 'refused'
  }
  if (
    !privateAllowed &&
    (name === 'localhost' ||
      name.endsWith('.localhost') ||
      name.endsWith('.internal') ||
      name.endsWith('.local') ||
      !name.includes('.'))
  )
    return 'refused'
  return 'resolve'
}

/** All answers of a resolver must be good: one bad one is enough to be somebody's trick. */
export const judgeAnswers = (addresses: readonly string[], privateAllowed: boolean): boolean =>
  addresses.length > 0 &&
  addresses.every((a) => {
    const v = judgeAddress(a)
    return v === 'public' || (v === 'private' && privateAllowed)
  })
