import { expect, test } from 'vitest'
import { clientAddress, isRange } from './client-address.ts'

test('without a trusted proxy the header is not even looked at', () => {
  expect(clientAddress('203.0.113.9', '198.51.100.1', [])).toBe('203.0.113.9')
  expect(clientAddress('::ffff:203.0.113.9', null, [])).toBe('203.0.113.9')
  expect(clientAddress(undefined, '198.51.100.1', ['127.0.0.1'])).toBeUndefined()
})
test('behind our proxies, the first address from the right that is not ours', () => {
  const trusted = ['127.0.0.1', '10.0.0.0/8']
  expect(clientAddress('127.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('127.0.0.1', '198.51.100.1, 10.2.3.4', trusted)).toBe('198.51.100.1')
  // what the client wrote itself stands further left, and changes nothing
  expect(clientAddress('127.0.0.1', '1.2.3.4, 127.0.0.1, 198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('127.0.0.1', '198.51.100.1, no address', trusted)).toBe('127.0.0.1')
  expect(clientAddress('127.0.0.1', null, trusted)).toBe('127.0.0.1')
  expect(clientAddress('::1', '2001:db8:1:2:aaaa::1', ['::1'])).toBe('2001:db8:1:2::/64')
})
test('an address is read however a proxy writes it, and beside ranges of the other family', () => {
  const trusted = ['fd00::/8', '::1', '10.0.0.0/8']
  expect(clientAddress('10.0.0.1', ' 198.51.100.1 ,  10.2.3.4 ', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', '[2001:db8:1:2::7]', trusted)).toBe('2001:db8:1:2::/64')
  expect(clientAddress('fd00::1', '198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('fd00::1', '198.51.100.1', ['10.0.0.0/8'])).toBe('fd00:0:0:0::/64')
})
test('of a long list only the last twenty are read', () => {
  const hops = Array.from({ length: 25 }, (_, i) => `10.0.0.${i + 1}`)
  expect(clientAddress('10.0.0.99', ['198.51.100.1', ...hops].join(', '), ['10.0.0.0/8'])).toBe('10.0.0.6')
  expect(clientAddress('10.0.0.99', ['198.51.100.1', ...hops.slice(0, 19)].join(', '), ['10.0.0.0/8'])).toBe(
    '198.51.100.1',
  )
})
test('one line of IPv6 is one address, however many it has', () => {
  expect(clientAddress('2001:db8:1:2::1', null, [])).toBe(clientAddress('2001:db8:1:2:ffff:1:2:3', null, []))
  expect(clientAddress('2001:db8:1:3::1', null, [])).not.toBe(clientAddress('2001:db8:1:2::1', null, []))
})
test('a range is an address or a CIDR', () =>
  expect(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', 'nginx', '10.0.0.0/99', ''].map(isRange)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]))
