import { expect, test } from 'vitest'
import { type ReportData, reportHtml } from './report-html.ts'

const empty: ReportData = {
  title: 'Links',
  facts: [],
  histogram: [0, 3, 0, 9],
  from: -2,
  threshold: 0,
  waterfall: null,
  generic: [],
  big: [],
  score: null,
}
const html = (more: Partial<ReportData>) => reportHtml({ ...empty, ...more })
/** The parts of all elements of one name, in order. */
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((m) => m.slice(1))

test('whatever stands in the files stands in the report as text', () => {
  const evil = `<img src=x onerror="alert('1')">&`
  const text = html({
    title: evil,
    facts: [[evil, evil]],
    waterfall: { a: evil, b: evil, bits: 1, reasons: [{ field: 'mail', says: evil, bits: 1, systems: [] }] },
    generic: [{ field: evil, value: evil, count: 4 }],
    big: [{ size: 9, ids: [evil], weakest: 1 }],
  })
  expect(text).not.toContain('<img')
  expect(text).not.toMatch(/alert\('1'\)|onerror="/)
  expect(text.match(/&#60;img src=x onerror=&#34;alert\(&#39;1&#39;\)&#34;&#62;&#38;/g)).toHaveLength(10)
})

test('a bar for each weight that a pair has, coloured by whether it is a link', () => {
  const bars = all(html({}), /<rect class="(\w+)" x="([\d.]+)"[^>]*height="([\d.]+)"><title>(.*?)<\/title>/g)
  expect(bars).toEqual([
    ['rest', '225.0', '108.4', '-1 bits: 3'],
    ['for', '675.0', '180.0', '1 bits: 9'],
  ])
  expect(html({})).toContain('<line class="cut" x1="450" x2="450"')
  expect(all(html({ threshold: -1 }), /<rect class="(\w+)"/g)).toEqual([['for'], ['for']])
})

test('the weight of a pair begins at the prior, adds one field after the other, and says its sum', () => {
  const text = html({
    waterfall: {
      a: '1',
      b: '2',
      bits: 6.04,
      reasons: [
        { field: 'mail', says: 'same mail', bits: 20, systems: [] },
        { field: 'family', says: 'other surname', bits: -4, systems: [] },
        { field: 'prior', says: 'of so many', bits: -10, systems: [] },
      ],
    },
  })
  const rows = all(
    text,
    /<text x="0" y="\d+">([^<]*)<\/text><rect class="(\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)" height="15"\/><text[^>]*>([^<]*)</g,
  )
  expect(rows).toEqual([
    ['of so many', 'against', '330.0', '250.0', '-10'],
    ['same mail', 'for', '330.0', '500.0', '+20'],
    ['other surname', 'against', '730.0', '100.0', '-4'],
  ])
  expect(text).toContain('Why 1 and 2 are one')
  expect(text).toContain('Sum: 6.0 bits')
})

test('figures against labels, generic values and clusters stand in tables, or a sentence says there are none', () => {
  const text = html({
    score: { found: 4, right: 3, wanted: 6, precision: 0.75, recall: 0.5, f1: 0.6 },
    generic: [{ field: 'phone', value: '600000000', count: 12 }],
    big: [{ size: 31, ids: Array.from({ length: 31 }, (_, i) => `r${i}`), weakest: -1.26 }],
  })
  expect(text).toContain(
    ['0.7500', '0.5000', '0.6000', '4', '3', '6'].map((x) => `<td class="n">${x}</td>`).join(''),
  )
  expect(text).toContain('<td>phone</td><td>600000000</td><td class="n">12</td>')
  expect(text).toMatch(/<td class="n">31<\/td><td class="n">-1\.3<\/td><td>r0, r1, .*r29 …<\/td>/)
  expect(html({ big: [{ size: 30, ids: ['a', 'b'], weakest: 1 }] })).toContain('<td>a, b</td>')
  const none = html({})
  expect(none).toContain('None is seen on more than a few people.')
  expect(none).toContain('<p>None.</p>')
  expect(none).not.toMatch(/Against the labels|Why/)
})
