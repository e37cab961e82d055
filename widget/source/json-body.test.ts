import { expect, it } from 'vitest'
import { jsonBody } from './json-body.ts'
import { SourceError } from './port.ts'

it('an answer is read when it is the one that was due', async () => {
  expect(await jsonBody(Response.json({ says: 'Hecho' }), (b) => b.says === 'Hecho')).toEqual({
    says: 'Hecho',
  })
})
it.each([
  ['a page', new Response('<html>')],
  ['nothing', new Response('')],
  ['null', Response.json(null)],
  ['a text', Response.json('says')],
  ['another one', Response.json({ said: 'Hecho' })],
])('%s is a lost line', async (_what, response) => {
  await expect(jsonBody(response, (b) => 'says' in b)).rejects.toEqual(
    new SourceError('lost', 'not the answer that was due'),
  )
})
