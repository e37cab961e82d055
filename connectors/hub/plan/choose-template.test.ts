import { expect, test } from 'vitest'
import type { Template } from '../../contract/index.ts'
import { agent, all, clear, never, policy, request, role, template, testHub } from '../testing/test-hub.ts'
import { chooseTemplate, viewerFor } from './choose-template.ts'

const published = {
  connectors: [],
  templates: [
    template({ for: { roles: ['adviser'] } }),
    template({ id: 'till', title: 'Caja', for: { roles: ['store'] } }),
  ],
  policy: policy({ adviser: role(clear), store: role(clear) }),
}
const refused = (more: object, who = agent()) =>
  all(testHub(published).hub.open(request(more), who, never)).then(
    () => 'opened',
    (e: Error) => e.message,
  )

test('why a ficha, a purpose or a role is refused is said in the language of the card, with what may be had instead', async () => {
  expect(await refused({ template: 'till' })).toBe('La ficha «till» no es para «adviser»; elige «adviser».')
  expect(await refused({ template: 'till', locale: 'en' })).toBe(
    'The card “till” is not for “adviser”; choose «adviser».',
  )
  expect(await refused({ purpose: 'sale', locale: 'pt' })).toBe(
    'A finalidade «sale» não é de «adviser»; use «care».',
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
  await expect(all(testHub(fixed).hub.open(request({ template: 'other' }), agent(), never))).rejects.toThrow(
    'Aquí la ficha «Asesor» no se puede cambiar por otra; quien administra las fichas puede permitirlo con mayOverride.',
  )
  await expect(
    all(
      testHub({ ...published, templates: [template({ for: { roles: ['store'] } })] }).hub.open(
        request({ context: { channel: 'chat' } }),
        agent(),
        never,
      ),
    ),
  ).rejects.toThrow(
    'No hay ninguna ficha publicada para «adviser» (chat): quien administra las fichas debe publicar una.',
  )
})

test('the ficha that says most about the situation is chosen; where none fits, one that says nothing of it', () => {
  const roles = ['adviser']
  const plain = template({ id: 'plain' })
  const chat = template({ id: 'chat', for: { roles, channels: ['chat'] } })
  const desk = template({ id: 'desk', for: { roles, hosts: ['chatwoot'] } })
  const both = template({ id: 'both', for: { roles, channels: ['chat'], hosts: ['chatwoot'] } })
  const waited = template({ id: 'waited', for: { roles, when: 'context.waited > 60' } })
  const twin = template({ id: 'twin' })
  const chosen = (
    templates: Template[],
    {
      channel,
      host,
      signed,
      holds = true,
    }: { channel?: 'chat' | 'phone'; host?: string; signed?: string; holds?: boolean } = {},
  ) =>
    chooseTemplate(
      { revision: '', templates, rules: [], policy: published.policy },
      agent(signed ? { host: signed } : {}),
      {
        context: { ...(channel ? { channel } : {}), ...(host ? { host } : {}) },
        locale: 'es',
        confirmed: false,
      },
      [],
      { condition: () => holds },
    ).template.id
  const all = [plain, desk, chat, both, waited]
  expect(chosen(all, { channel: 'chat', host: 'chatwoot' })).toBe('waited')
  expect(chosen(all, { channel: 'chat', host: 'chatwoot', holds: false })).toBe('both')
  expect(chosen(all, { channel: 'chat', holds: false })).toBe('chat')
  expect(chosen(all, { channel: 'phone', host: 'chatwoot', holds: false })).toBe('desk')
  expect(chosen([desk, chat, plain], { holds: false })).toBe('plain')
  expect(chosen([desk, chat], { channel: 'chat', host: 'chatwoot' })).toBe('chat')
  expect(chosen([plain, twin])).toBe('plain')
  // What the host signed counts, not what the page says of itself.
  expect(chosen(all, { host: 'chatwoot', signed: 'zendesk', holds: false })).toBe('plain')
  expect(() => chosen([desk, chat])).toThrow('No hay ninguna ficha publicada')
})

test('others are offered that the roles may have, none where the ficha may not be exchanged', () => {
  const others = (mayOverride: boolean) =>
    chooseTemplate(
      {
        ...published,
        revision: '',
        rules: [],
        templates: [
          template({ mayOverride }),
          template({ id: 'second', for: { roles: ['adviser'] } }),
          template({ id: 'till', for: { roles: ['store'] } }),
        ],
      },
      agent(),
      { context: {}, locale: 'es', confirmed: false },
      [],
      { condition: () => true },
    ).others.map((t) => t.id)
  expect([others(true), others(false)]).toEqual([['second'], []])
})

test('a role that waits for a confirmed question lends its eyes only afterwards', () => {
  const guarded = role(clear, { afterConfirmation: true })
  const eyes = (roles: string[], confirmed: boolean) => {
    const { viewer, afterConfirmation } = viewerFor(
      { revision: '', templates: [], rules: [], policy: policy({ adviser: guarded, store: role(clear) }) },
      agent({ roles }),
      { locale: 'es', confirmed },
      [],
    )
    return [viewer.roles.map((r) => r.name), afterConfirmation]
  }
  expect(eyes(['adviser', 'store'], false)).toEqual([['store'], false])
  expect(eyes(['adviser', 'store'], true)).toEqual([['adviser', 'store'], false])
  expect(eyes(['adviser'], false)).toEqual([['adviser'], true])
  expect(eyes(['adviser'], true)).toEqual([['adviser'], false])
})

test('only the roles that hold the purpose lend their eyes to it', () => {
  const { viewer } = viewerFor(
    {
      revision: '',
      templates: [],
      rules: [],
      policy: policy({ adviser: role(clear), store: role(clear, { purposes: ['sale', 'care'] }) }),
    },
    agent({ roles: ['adviser', 'store', 'unknown'] }),
    { locale: 'es', confirmed: false, purpose: 'sale' },
    [],
  )
  expect(viewer.roles.map((r) => r.name)).toEqual(['store'])
})
