import { describe, expect, it } from 'vitest'
import { cardHeaders } from '../../connectors/gateway/page/headers.ts'
import { withStyleNonce } from './front.ts'
import { partsOf } from './parts.ts'

describe('what starts again after a change', () => {
  it.each([
    ['connectors/hub/hub.ts', ['gateway']],
    ['connectors/contract/index.ts', ['gateway']],
    ['demo-host/ficha.config.ts', ['gateway']],
    ['demo-host/connect/shop.ts', ['gateway']],
    ['demo-host/fichas/policy.json', ['gateway']],
    ['connectors/hub/templates/rules/open.rule.json', ['gateway']],
    ['demo-host/host/token.ts', ['host']],
    ['demo-host/systems/shop.ts', ['systems', 'gateway', 'host']],
    ['demo-host/people/world.ts', ['systems', 'gateway', 'host']],
    ['widget/i18n/es.ts', []],
    ['demo-host/pages/helpdesk.ts', []],
    ['demo-host/static/card.ts', []],
    ['connectors/hub/hub.test.ts', []],
    ['connectors/README.md', []],
  ])('%s: %j', (file, parts) => expect(partsOf(file)).toEqual(parts))
})

describe('the policy of a page from its sources', () => {
  const directives = (policy: string) => policy.split('; ')
  const strict = String(
    cardHeaders(['http://localhost:4173'], { scripts: [], styles: [] })['content-security-policy'],
  )
  it('lets Vite write styles under one nonce, and is else the one of production', () => {
    const loosened = directives(withStyleNonce(strict, 'n0nce'))
    expect(loosened.filter((one) => !directives(strict).includes(one))).toEqual([
      "style-src 'self' 'nonce-n0nce'",
    ])
    expect(loosened).toHaveLength(directives(strict).length)
  })
})
