import { expect, test } from 'vitest'
import { agent, all, ana, hubOf, lastReading, never, of, order, request, system, type Call } from './hub.trial.ts'

test('a card says who it is, then what each system answered, then that nothing more comes', async () => {
  const calls: Call[] = []
  const { hub, audit } = hubOf({ connectors: [system('shop', { records: [ana], rows: { orders: [order('1'), order('2')] } }, calls), system('till', { records: [] , rows: { orders: [] } }, calls)] })
  const events = await all(hub.open(request(), agent(), never))
  expect(events.map((e) => e.event)[0]).toBe('who')
  expect(events.at(-1)?.event).toBe('settled')
  expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i))
  const who = of(events, 'who').at(-1)
  expect(who?.outcome).toBe('identified')
  expect(who?.person?.name).toEqual({ shown: 'clear', value: ana.name })
  expect(who?.keys).toEqual([{ kind: 'phone', value: { shown: 'clear', value: '600 12 34 56' }, found: true }])
  const shop = lastReading(events, 'shop')
  expect(shop?.state.known).toBe('value')
  expect(shop?.state.known === 'value' && shop.state.value.map((r) => r.fields.orderNumber)).toEqual([{ shown: 'clear', value: 'N-2' }, { shown: 'clear', value: 'N-1' }])
  expect(lastReading(events, 'till')?.state.known).toBe('none')
  expect(JSON.stringify(events)).not.toContain('c-7001')
  expect(audit.lines.map((l) => l.act)).toEqual(['open'])
})
