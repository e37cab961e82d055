import { expect, test } from 'vitest'
import type { SystemRecord } from '../../../contract/index.ts'
import { agent, ana, clear, never, policy, role, system, testHub } from '../../testing/test-hub.ts'

const again: SystemRecord = { ...ana, id: 'customer¤7002' }
const found = (records: SystemRecord[], more: object = {}) =>
  system('shop', { extra: { search: { run: async () => records }, ...more } }, [])
const search = (hub: ReturnType<typeof testHub>['hub'], who = agent()) =>
  hub.search({ text: 'Ana Pérez', locale: 'es', limit: 8 }, who, never)

test('two records of one system are two people, unless that system may hold somebody twice', async () => {
  const { hub } = testHub({ connectors: [found([ana, again])] })
  expect(await search(hub)).toHaveLength(2)
  const twice = testHub({ connectors: [found([ana, again], { mayHoldDuplicates: true })] })
  expect(await search(twice.hub)).toHaveLength(1)
})

test('a role that waits for a confirmed question lends its eyes to no search', async () => {
  const { hub } = testHub({
    connectors: [found([ana])],
    policy: policy({
      adviser: role({ none: 'clear', pseudonymous: 'clear', personal: 'masked' }),
      vault: role(clear, { afterConfirmation: true }),
    }),
  })
  const [one] = await search(hub, agent({ roles: ['adviser', 'vault'] }))
  expect(one?.name).toMatchObject({ shown: 'masked' })
})
