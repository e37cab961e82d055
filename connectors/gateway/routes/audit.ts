import { type AuditAnswer, auditRequest } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { verifyAudit } from '../stores/audit-chain.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

const PAGE = 500

/** For whoever answers for privacy: who saw what, when and why, newest first, and whether the chain of lines is whole. No value is in it. */
export function auditRoutes(app: App, { agent: signed, ports, stores }: Context): void {
  app.post('/v1/audit', async (c) => {
    const { agent } = await signed(c.req.raw)
    const { policy } = await ports.fichas.current(agent.tenant)
    if (
      !agent.roles.some(
        (role) => Object.hasOwn(policy.roles, role) && policy.roles[role]?.purposes.includes('quality'),
      )
    )
      throw new Refusal(
        'forbidden',
        'no role of this agent has the purpose «quality»; policy.roles.<role>.purposes says who has',
      )
    const wanted = await parseBody(c.req.raw, auditRequest)
    const lines: AuditAnswer['lines'][number][] = []
    const { seq: last } = await stores.audit.head()
    for (let end = last; end > 0 && lines.length < wanted.limit; end -= PAGE) {
      const page = await stores.audit.read(Math.max(1, end - PAGE + 1), Math.min(PAGE, end))
      for (const { seq, line } of page.toReversed()) {
        if (lines.length >= wanted.limit) break
        if (line.tenant !== agent.tenant || (wanted.act && line.act !== wanted.act)) continue
        const { tenant: _, ...said } = line
        lines.push({ seq, ...said })
      }
    }
    const verdict = wanted.verify ? await verifyAudit(stores.audit) : undefined
    return json({ lines, ...(verdict && { chain: verdict }) } satisfies AuditAnswer)
  })
}
