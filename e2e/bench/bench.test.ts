import { describe, expect, it } from 'vitest'
import { chart } from './chart.ts'
import { difference, interleaved, interval, median, quantile, ratio } from './figures.ts'
import { table } from './report.ts'

/** Noise of a working machine: skewed, with a long tail, the same at each run. */
function machine(seed: number) {
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  return () => 1 + random() * 0.3 + (random() > 0.95 ? random() * 4 : 0)
}
const measured = async (factors: Record<string, number>, rounds = 200) => {
  const noise = machine(11)
  return interleaved(Object.keys(factors), rounds, (name) => 10 * (factors[name] as number) * noise())
}
const work = (n: number) => {
  let x = 0
  for (let i = 0; i < n; i++) x += Math.sqrt(i ^ x)
  return x
}

describe('the instrument', () => {
  it('sees a contender twice as slow as slower, through the noise of a machine', async () => {
    const all = await measured({ floor: 1, slow: 2 })
    const { median: is, interval: [low, high] = [0, 0] } = ratio(
      'slow / floor',
      all.get('slow') as number[],
      all.get('floor') as number[],
    )
    expect(low).toBeGreaterThan(1.7)
    expect(high).toBeLessThan(2.3)
    expect(is).toBeGreaterThan(1.8)
    expect(
      difference('', all.get('slow') as number[], all.get('floor') as number[]).interval?.[0],
    ).toBeGreaterThan(5)
  })
  it('does not tell two equal contenders apart', async () => {
    const all = await measured({ one: 1, other: 1 })
    const [low, high] = ratio('', all.get('one') as number[], all.get('other') as number[]).interval as [
      number,
      number,
    ]
    expect(low).toBeLessThanOrEqual(1)
    expect(high).toBeGreaterThanOrEqual(1)
    expect(high - low).toBeLessThan(0.2)
  })
  it('sees it in real work on this machine too', async () => {
    // By the processor's time: what else the machine does meanwhile is nobody's work here.
    const all = await interleaved([200_000, 600_000], 60, (n) => {
      const from = process.cpuUsage()
      work(n)
      const { user, system } = process.cpuUsage(from)
      return user + system
    })
    expect(
      ratio('', all.get(600_000) as number[], all.get(200_000) as number[]).interval?.[0],
    ).toBeGreaterThan(1.5)
  })
  it('lets each go first as often as the others, each once a round', async () => {
    const order: string[] = []
    await interleaved(['a', 'b', 'c'], 6, (name) => {
      order.push(name)
      return 0
    })
    expect(order.join('')).toBe('abcbcacababcbcacab')
  })
  it('is not moved by one sample that went wrong', () => {
    const calm = Array.from({ length: 200 }, (_, i) => 10 + (i % 7) / 10)
    expect(median([...calm, 10_000])).toBeCloseTo(median(calm), 5)
    expect(interval([...calm, 10_000])[1]).toBeLessThan(11)
  })
  it('gives the same interval for the same samples, wider for fewer', () => {
    const noise = machine(3)
    const many = Array.from({ length: 200 }, noise)
    expect(interval(many)).toEqual(interval(many))
    const width = ([low, high]: [number, number]) => high - low
    expect(width(interval(many.slice(0, 10)))).toBeGreaterThan(width(interval(many)))
  })
  it('refuses to summarise nothing', () => expect(() => quantile([], 0.5)).toThrow('no samples'))
})

describe('the report', () => {
  it('says of each goal whether it was met, with its figure', () => {
    const words = table({
      title: 'T',
      lines: [{ name: 'l', unit: 'ms', n: 3, median: 1.5, p95: 2, interval: [1, 2] }],
      goals: [
        { name: 'g', goal: '≤ 1 ×', is: 1.2, unit: '×', met: false },
        { name: 'h', goal: '< 1 ×', is: 0.5, unit: '×', met: true },
      ],
    })
    expect(words).toContain('MISSED  g: 1.200 ×, goal ≤ 1 ×')
    expect(words).toContain('met     h: 0.500 ×')
    expect(words).toMatch(/l +3 +1\.50 ms +2\.00 ms +1\.00 ms … 2\.00 ms/)
  })
  it('draws growth on logarithmic axes, with names as text', () => {
    const svg = chart(
      'A <b> title',
      'x',
      'y',
      [
        {
          name: 'p95',
          points: [
            { x: 10, y: 1 },
            { x: 1_000, y: 10 },
          ],
        },
      ],
      [{ x: 10, y: 10, words: 'goal' }],
    )
    expect(svg).toContain('A &#60;b&#62; title')
    expect(svg.match(/<circle/g)).toHaveLength(2)
    expect(svg).not.toContain('NaN')
  })
})
