import type { AuditAnswer, auditRequest } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import { verifyAudit } from '../stores/audit-chain.ts'
import { json } from './json.ts'
import type { AgentCall } from './route.ts'

const pageSize = 500

/** Who saw what, when and why, newest first; with `verify` also whether the chain of lines is intact. It holds no customer data. */
export async function audit(call: AgentCall<typeof auditRequest>, { stores }: Context) {
  const wanted = await call.body()
  const lines: AuditAnswer['lines'][number][] = []
  const { seq: last } = await stores.audit.head()
  for (let end = last; end > 0 && lines.length < wanted.limit; end -= pageSize) {
    const page = await stores.audit.read(Math.max(1, end - pageSize + 1), Math.min(pageSize, end))
    for (const { seq, line } of page.toReversed()) {
      if (lines.length >= wanted.limit) break
      if (line.tenant !== call.agent.tenant || (wanted.act && line.act !== wanted.act)) continue
      const { tenant: _, ...shown } = line
      lines.push({ seq, ...shown })
    }
  }
  const verdict = wanted.verify ? await verifyAudit(stores.audit) : undefined
  return json({ lines, ...(verdict && { chain: verdict }) } satisfies AuditAnswer)
}
