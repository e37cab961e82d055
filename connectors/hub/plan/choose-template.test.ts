import { expect, test } from 'vitest'
import { agent, all, clear, hubOf, never, policy, request, role, template } from '../testing/test-hub.ts'

const published = {
  connectors: [],
  templates: [
    template({ for: { roles: ['adviser'] } }),
    template({ id: 'till', title: 'Caja', for: { roles: ['store'] } }),
  ],
  policy: policy({ adviser: role(clear), store: role(clear) }),
}
const refused = (more: object, who = agent()) =>
  all(hubOf(published).hub.open(request(more), who, never)).then(
    () => 'opened',
    (e: Error) => e.message,
  )

test('why a ficha, a purpose or a role is refused is said in the language of the card, with what may be had instead', async () => {
  expect(await refused({ template: 'till' })).toBe('La ficha «till» no es para «adviser»; elige «adviser».')
  expect(await refused({ template: 'till', locale: 'en' })).toBe(
    'The card “till” is not for “adviser”; choose «adviser».',
  )
  expect(await refused({ purpose: 'sale', locale: 'pt' })).toBe(
    'A finalidade «sale» não é de «adviser»; pergunte com «care».',
  )
  expect(await refused({}, agent({ roles: ['stranger'] }))).toBe(
    'No hay política para «stranger»: quien administra las fichas debe añadirla, o la página debe enviar otro puesto.',
  )
  expect(await refused({})).toBe('opened')
})

test('a ficha that may not be exchanged, and a role for which none is published, say who can mend it', async () => {
  const fixed = {
    ...published,
    templates: [
      template({ mayOverride: false }),
      template({ id: 'other', title: 'Otra', for: { roles: ['adviser'], channels: ['chat'] } }),
    ],
  }
  await expect(all(hubOf(fixed).hub.open(request({ template: 'other' }), agent(), never))).rejects.toThrow(
    'Aquí la ficha «Asesor» no se puede cambiar por otra; quien administra las fichas puede permitirlo con mayOverride.',
  )
  await expect(
    all(
      hubOf({ ...published, templates: [template({ for: { roles: ['store'] } })] }).hub.open(
        request({ context: { channel: 'chat' } }),
        agent(),
        never,
      ),
    ),
  ).rejects.toThrow(
    'No hay ninguna ficha publicada para «adviser» (chat): quien administra las fichas debe publicar una.',
  )
})
