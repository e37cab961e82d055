import ipaddr from 'ipaddr.js'

/** `10.0.0.0/8`, `::1`, `192.0.2.7`: an address or a range of them. */
export const isRange = (x: unknown): x is string =>
  typeof x === 'string' && (ipaddr.isValidCIDR(x) || ipaddr.isValid(x))

type Address = ipaddr.IPv4 | ipaddr.IPv6
const read = (text: string | undefined): Address | undefined => {
  const bare = (text ?? '').trim().replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

/**
 * Whose address a request has. `X-Forwarded-For` is what anybody may write, so it is believed only as far as
 * trusted proxies wrote it: from the right, the first address that is not a proxy of ours. IPv6 addresses are
 * told apart by their /64, which is one customer line. Undefined: not known.
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | null,
  trusted: readonly string[],
): string | undefined {
  const ours = (address: Address) =>
    trusted.some((range) => {
      const [base, bits] = ipaddr.isValidCIDR(range)
        ? ipaddr.parseCIDR(range)
        : [ipaddr.process(range), undefined]
      return (
        base.kind() === address.kind() &&
        (bits === undefined ? base.toString() === address.toString() : address.match(base as never, bits))
      )
    })
  let at = read(peer)
  for (const hop of (forwarded ?? '').split(',').slice(-20).reverse()) {
    if (!at || !ours(at)) break
    const before = read(hop)
    if (!before) break
    at = before
  }
  if (!at) return undefined
  return at.kind() === 'ipv6'
    ? `${(at as ipaddr.IPv6).parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : at.toString()
}
