import { signal } from '@preact/signals'
import { beforeEach, expect, it, vi } from 'vitest'
import type { MaterialAnswer, PreviewRequest } from '../../../connectors/contract/index.ts'
import type { Api } from './api.ts'
import { previews } from './local-preview.ts'

let run: (...args: unknown[]) => Promise<unknown>
vi.mock('../../source/local-preview.ts', () => ({
  localPreview:
    () =>
    (...args: unknown[]) =>
      run(...args),
  refusalOf: (error: Error) => (error.message.startsWith('refused: ') ? error.message.slice(9) : undefined),
}))

const asked: PreviewRequest[] = []
const api = {
  preview: async (request: PreviewRequest) => {
    asked.push(request)
    return 'of the gateway'
  },
} as unknown as Api
const material = signal({
  preview: {},
  systems: [
    { connector: 'shop', title: 'Tienda', seconds: 0.4, measured: 12 },
    { connector: 'desk', title: 'Soporte' },
  ],
} as unknown as MaterialAnswer)
const look = previews(api, material, () => ({}) as never)
const on = (whom: object) => look({ on: whom } as PreviewRequest)
beforeEach(() => {
  asked.length = 0
  run = async () => 'of this page'
})

it('a made-up customer is answered by this page, a real one by the gateway alone', async () => {
  expect([await on({ sample: 'lucia' }), asked.length]).toEqual(['of this page', 0])
  expect([await on({ candidate: 'c1' }), asked.length]).toEqual(['of the gateway', 1])
})
it('knows how long each system takes as the gateway measured it, and of the others nothing', async () => {
  let seconds: ((connector: string) => unknown) | undefined
  run = async (...args) => {
    seconds = args[2] as typeof seconds
  }
  await on({ sample: 'lucia' })
  expect([seconds?.('shop'), seconds?.('desk')]).toEqual([{ mean: 0.4, count: 12 }, undefined])
})
it('what the hub refuses is refused with its words; a fault of the page is none of the hub’s', async () => {
  run = async () => {
    throw new Error('refused: Tu puesto no puede verlo.')
  }
  await expect(on({ sample: 'lucia' })).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Tu puesto no puede verlo.',
  })
  run = async () => {
    throw new TypeError('a fault')
  }
  await expect(on({ sample: 'lucia' })).rejects.toThrow(TypeError)
})
