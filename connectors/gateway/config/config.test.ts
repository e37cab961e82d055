import { expect, test } from 'vitest'
import { defaultLimits, defineConfig, hostOrigins } from './config.ts'

test('the limits in force where nothing else is said are the documented ones', () =>
  expect(defaultLimits).toEqual({
    requestsPerMinute: 600,
    searchesPerMinute: 120,
    previewsPerMinute: 60,
    countsPerMinute: 30,
    refusalsPerMinute: 60,
    customersPer10Minutes: 120,
    foundPer10Minutes: 240,
    revealsPer10Minutes: 30,
  }))

test('the origins that may hold the card are the exact ones, each once, whatever the host is called', () =>
  expect(
    hostOrigins({
      hosts: [
        'https://desk.example.com',
        { origin: 'https://acme.zendesk.com', name: 'zendesk' },
        { origin: 'https://desk.example.com', name: 'desk' },
      ],
    }),
  ).toEqual(['https://desk.example.com', 'https://acme.zendesk.com']))

test('a configuration comes back as it was written', () => {
  const config = { tenant: 'demo', hosts: [], issuers: [], connectors: [] }
  expect(defineConfig(config)).toBe(config)
})
