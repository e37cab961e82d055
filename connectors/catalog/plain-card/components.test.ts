import { expect, test } from 'vitest'
import { blocksOf, maxBlocks } from './components.ts'

const text = (plainText: string, more: object = {}) => ({ componentPlainText: { plainText, ...more } })
const row = (...content: unknown[]) => ({ componentRow: { rowMainContent: content, rowAsideContent: [] } })
const box = (...content: unknown[]) => ({ componentContainer: { containerContent: content } })
const said = (words: string) => ({ is: 'text', text: words, tone: 'normal', size: 'm' })

test('a card holds five hundred components, those inside others counted, and with one more it is none', () => {
  const many = (n: number) => Array.from({ length: n }, () => text('x'))
  expect(maxBlocks).toBe(500)
  expect(blocksOf(many(500))).toHaveLength(500)
  expect(blocksOf(many(501))).toBeUndefined()
  expect(blocksOf([box(...many(499))])?.[0]).toMatchObject({ is: 'box', content: { length: 499 } })
  expect(blocksOf([box(...many(500))])).toBeUndefined()
})

test('a box holds rows, a row holds neither rows nor boxes, and a box no box', () => {
  expect(blocksOf([row(row(text('a')), box(text('b')), text('c'))])).toEqual([
    { is: 'row', main: [said('c')], aside: [] },
  ])
  expect(blocksOf([box(box(text('a')), row(text('b'), row(text('c'))), text('d'))])).toEqual([
    { is: 'box', content: [{ is: 'row', main: [said('b')], aside: [] }, said('d')] },
  ])
})

test('each part has its length: a text ten thousand letters, a badge and a label five hundred, a value to copy a thousand', () => {
  const x = 'x'.repeat(20_000)
  expect(
    blocksOf([
      text(x),
      { componentText: { text: x } },
      { componentBadge: { badgeLabel: x } },
      { componentCopyButton: { copyButtonValue: x, copyButtonTooltipLabel: x } },
      { componentLinkButton: { linkButtonLabel: x, linkButtonUrl: 'https://x.example' } },
      { componentDateTime: { dateTimeIso8601: x } },
      { componentUser: { userIdentifier: { emailAddress: x } } },
    ])?.map((b) => ['text', 'value', 'label'].map((part) => (b as Record<string, string>)[part]?.length)),
  ).toEqual([
    [10_000, undefined, undefined],
    [10_000, undefined, undefined],
    [500, undefined, undefined],
    [undefined, 1_000, 500],
    [undefined, undefined, 500],
    [100, undefined, undefined],
    [320, undefined, undefined],
  ])
})

test('colours and sizes are Plain’s words for ours, and a word it has not is the plain one', () => {
  const tone = (plainTextColor: unknown) => blocksOf([text('x', { plainTextColor })])?.[0]
  expect(
    ['NORMAL', 'MUTED', 'SUCCESS', 'WARNING', 'ERROR', 'toString', 7].map(
      (c) => (tone(c) as { tone: string }).tone,
    ),
  ).toEqual(['normal', 'muted', 'good', 'warn', 'bad', 'normal', 'normal'])
  const badge = (badgeColor: unknown) => blocksOf([{ componentBadge: { badgeLabel: 'x', badgeColor } }])?.[0]
  expect(
    ['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE', 'PINK'].map((c) => (badge(c) as { tone: string }).tone),
  ).toEqual(['muted', 'good', 'warn', 'bad', 'normal', 'muted'])
  const size = (plainTextSize: unknown) => blocksOf([text('x', { plainTextSize })])?.[0]
  expect(['S', 'M', 'L', 'XL'].map((s) => (size(s) as { size: string }).size)).toEqual(['s', 'm', 'l', 'm'])
})

test('what holds nothing, and what only Plain has, is left out', () =>
  expect(
    blocksOf([
      null,
      [],
      'x',
      {},
      text(''),
      { componentPlainText: null },
      { componentBadge: {} },
      { componentCopyButton: { copyButtonTooltipLabel: 'x' } },
      { componentLinkButton: { linkButtonUrl: 'https://x.example' } },
      { componentUser: { userIdentifier: { userId: 'u_1' } } },
      { componentWorkflowButton: { workflowButtonLabel: 'x' } },
      { componentRow: {} },
    ]),
  ).toEqual([{ is: 'row', main: [], aside: [] }]))

test('a day that is none stays what was written, a link that may not be followed its words', () =>
  expect(
    blocksOf([
      { componentDateTime: { dateTimeIso8601: 'mañana' } },
      { componentLinkButton: { linkButtonLabel: 'Abrir', linkButtonUrl: 'javascript:alert(1)' } },
      { componentText: { text: '[Abrir](https://x.example) y [ver](https://y.example)' } },
    ]),
  ).toEqual([
    said('mañana'),
    said('Abrir'),
    said('Abrir y ver'),
    { is: 'link', label: 'Abrir', url: 'https://x.example' },
    { is: 'link', label: 'ver', url: 'https://y.example' },
  ]))
