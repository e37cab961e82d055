import { expect, it, vi } from 'vitest'
import { openPreview } from '../../connectors/hub/operations/preview/open-preview.ts'
import { Refusal } from '../../connectors/hub/ports.ts'
import { localPreview, refusalOf } from './local-preview.ts'

const run = vi.fn(async (_request: unknown, _sample: string) => 'answer')
vi.mock('../../connectors/hub/operations/preview/open-preview.ts', () => ({
  openPreview: vi.fn(() => ({ run })),
}))

it('a draft is previewed on its sample, in Spanish unless asked otherwise, with the seconds measured last', async () => {
  const preview = localPreview('material' as never)
  const [material, , seconds] = vi.mocked(openPreview).mock.lastCall ?? []
  expect([material, seconds?.('shop')]).toEqual(['material', undefined])
  const request = { template: 't', rules: 'r', role: 'adviser', on: { sample: 's1' } } as never
  expect(await preview(request, 'published' as never, () => 1 as never)).toBe('answer')
  expect(run.mock.lastCall).toEqual([
    { template: 't', rules: 'r', role: 'adviser', locale: 'es', published: 'published' },
    's1',
  ])
  expect(seconds?.('shop')).toBe(1)
  await preview({ ...(request as object), locale: 'pt' } as never, 'published' as never, (c) => c as never)
  expect(run.mock.lastCall?.[0]).toMatchObject({ locale: 'pt' })
  expect(seconds?.('shop')).toBe('shop')
})
it('only what the preview refuses has words for the author', () => {
  expect(refusalOf(new Refusal('bad-request', 'no such sample'))).toBe('no such sample')
  expect(refusalOf(new Error('a fault of ours'))).toBeUndefined()
  expect(refusalOf(undefined)).toBeUndefined()
})
