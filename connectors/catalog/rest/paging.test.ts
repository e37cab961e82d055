import { describe, expect, it } from 'vitest'
import type { Paging } from './options.ts'
import { cut, pageValues, placeOf } from './paging.ts'

interface Body {
  rows: readonly number[]
  next?: string
  total?: number
  pages?: number
}
/** The pages that come of a system's answers, one after the other, asked by `limit`. */
const pagesOf = (answers: readonly Body[], limit: number, paging: Paging) => {
  const pages: (readonly unknown[])[] = []
  let cursor: string | undefined
  let answer = 0
  for (let calls = 0; calls < 10; calls++) {
    const place = placeOf(cursor, limit, paging)
    const body: Body = answers[answer] ?? { rows: [] }
    const page = cut(body.rows, limit, place, paging, body)
    pages.push(page.rows)
    if (page.next === undefined) return pages
    // The rest of a page is asked of the same answer again.
    if (placeOf(page.next, limit, paging).skip === 0) answer++
    cursor = page.next
  }
  throw new Error('these pages never end')
}

describe('a list that goes on', () => {
  it('ends where the cursor of the system does not move', () =>
    expect(
      pagesOf(
        [
          { rows: [1], next: 'a' },
          { rows: [2], next: 'a' },
        ],
        1,
        { by: 'cursor', next: 'next' },
      ),
    ).toEqual([[1], [2]]))
  it('counts the rows the system gave, not those that were wanted, against its total', () =>
    expect(
      pagesOf(
        [
          { rows: [1, 2, 3], total: 4 },
          { rows: [4], total: 4 },
        ],
        2,
        { by: 'page', total: 'total' },
      ),
    ).toEqual([[1, 2], [3], [4]]))
  it('ends with the last page, whether the system counts them from 0 or from 1', () => {
    const answers = [
      { rows: [1], pages: 2 },
      { rows: [2], pages: 2 },
    ]
    expect(pagesOf(answers, 1, { by: 'page', first: 0, pages: 'pages' })).toEqual([[1], [2]])
    expect(pagesOf(answers, 1, { by: 'page', pages: 'pages' })).toEqual([[1], [2]])
  })
  it('ends with an empty page, whatever the total says', () =>
    expect(
      pagesOf([{ rows: [1], total: 9 }, { rows: [] }], 1, {
        by: 'offset',
        total: 'total',
      }),
    ).toEqual([[1], []]))
  it('is never asked for more rows at once than the system gives', () => {
    const paging: Paging = { by: 'page', max: 50 }
    expect(pageValues(placeOf(undefined, 100, paging), paging)).toMatchObject({ limit: 50, page: 1 })
    expect(pageValues(placeOf(undefined, 10, paging), paging)).toMatchObject({ limit: 10 })
  })
})
