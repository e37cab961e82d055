import { ConnectorError } from '../../contract/index.ts'
import { look } from '../../contract/mapping/pointer.ts'
import type { Values } from '../../contract/mapping/template.ts'
import type { Paging } from './options.ts'

/**
 * The position in a list: the page of the system, and how many of its rows were already given. A system's
 * page may be larger than what was wanted, because its size is fixed or it ignores the limit. The rest is
 * given next time, so no row is lost or repeated.
 */
export interface Place {
  skip: number
  size: number
  seen: number
  at: string
}

export function placeOf(cursor: string | undefined, limit: number, paging: Paging | undefined): Place {
  const max = paging && paging.by !== 'cursor' ? paging.max : undefined
  if (cursor === undefined)
    return {
      skip: 0,
      size: Math.max(1, Math.min(limit, max ?? limit)),
      seen: 0,
      at: paging?.by === 'page' ? String(paging.first ?? 1) : paging?.by === 'offset' ? '0' : '',
    }
  const m = /^(\d{1,9})~(\d{1,9})~(\d{1,9})~(.*)$/s.exec(cursor)
  if (!m)
    throw new ConnectorError('unsupported', 'this cursor is not one of ours; ask for the first page again')
  return { skip: Number(m[1]), size: Number(m[2]), seen: Number(m[3]), at: m[4] as string }
}

export const pageValues = (place: Place, paging: Paging | undefined): Values => ({
  limit: place.size,
  cursor: paging?.by === 'cursor' && place.at !== '' ? place.at : undefined,
  page: paging?.by === 'page' ? Number(place.at) : undefined,
  offset: paging?.by === 'offset' ? Number(place.at) : undefined,
})

/** The wanted part of this page of the system, and the cursor for what follows. */
export function cut(
  list: readonly unknown[],
  limit: number,
  place: Place,
  paging: Paging | undefined,
  body: unknown,
): {
  rows: readonly unknown[]
  next: string | undefined
  /** Whether the system said, where the mapping looks, that this is the end; else it is only what came last. */
  ended: boolean
  /** Whether the mapping says where a count is, rows came, and none is there. */
  uncounted: boolean
} {
  const end = place.skip + limit
  const rows = list.slice(place.skip, end)
  if (end < list.length) return { rows, next: text({ ...place, skip: end }), ended: false, uncounted: false }
  const at = nextPage(list.length, place, paging, body)
  return {
    rows,
    next:
      at === undefined || at === place.at
        ? undefined
        : text({ skip: 0, size: place.size, seen: place.seen + list.length, at }),
    ended: at === undefined && paging !== undefined && saidEnd(paging, body),
    uncounted:
      list.length > 0 &&
      paging !== undefined &&
      paging.by !== 'cursor' &&
      endPointer(paging) !== undefined &&
      !saidEnd(paging, body),
  }
}

/** Where the mapping looks for what follows, and whether what stands there can say that nothing does. */
export const endPointer = (paging: Paging): string | undefined =>
  paging.by === 'cursor' ? paging.next : (paging.total ?? (paging.by === 'page' ? paging.pages : undefined))
function saidEnd(paging: Paging, body: unknown): boolean {
  const at = endPointer(paging)
  const found = at === undefined ? undefined : look(body, at)
  return paging.by === 'cursor'
    ? found === null || found === '' || found === false
    : found !== undefined && found !== null && Number.isFinite(Number(found))
}

const text = (p: Place) => `${p.skip}~${p.size}~${p.seen}~${p.at}`

function nextPage(got: number, place: Place, paging: Paging | undefined, body: unknown): string | undefined {
  if (!paging) return undefined
  if (paging.by === 'cursor') {
    const next = look(body, paging.next)
    return typeof next === 'string' || typeof next === 'number' ? String(next) || undefined : undefined
  }
  if (got === 0) return undefined
  const total = paging.total === undefined ? undefined : Number(look(body, paging.total))
  const pages =
    paging.by === 'page' && paging.pages !== undefined ? Number(look(body, paging.pages)) : undefined
  const here = Number(place.at)
  const more =
    total !== undefined && Number.isFinite(total)
      ? place.seen + got < total
      : pages !== undefined && Number.isFinite(pages) && paging.by === 'page'
        ? here - (paging.first ?? 1) + 1 < pages
        : got >= place.size
  return more ? String(paging.by === 'page' ? here + 1 : here + got) : undefined
}
