import { lookup } from 'node:dns'
import { Agent, type RequestInit as UndiciInit, fetch as undiciFetch } from 'undici'
import { judgeAnswers } from './addresses.ts'
import { AddressRefused, type Transport } from './outbound.ts'

/** Resolves a name to every address it has. */
export interface Address {
  address: string
  family: number
}
export type Resolve = (hostname: string) => Promise<readonly Address[]>
const systemResolve: Resolve = (hostname) =>
  new Promise((done, fail) =>
    lookup(hostname, { all: true, verbatim: true }, (e, found) => (e ? fail(e) : done(found))),
  )

/**
 * Connects only to addresses it has judged itself: the name is resolved once, all answers are checked, and
 * the socket gets exactly those, so a name that answers differently a moment later changes nothing. Literals
 * never reach a resolver: the door judged them before.
 */
export function nodeTransport(resolve: Resolve = systemResolve): Transport & { close(): Promise<void> } {
  const agentFor = (privateAllowed: boolean) =>
    new Agent({
      connections: 64,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      connect: {
        timeout: 5_000,
        lookup: (hostname, options, callback) => {
          resolve(hostname).then(
            (found) => {
              if (
                !judgeAnswers(
                  found.map((a) => a.address),
                  privateAllowed,
                )
              )
                return callback(new AddressRefused('address refused'), '', 0)
              const first = found[0] as Address
              if (options.all) (callback as unknown as (e: null, all: Address[]) => void)(null, [...found])
              else callback(null, first.address, first.family)
            },
            (e: NodeJS.ErrnoException) => callback(e, '', 0),
          )
        },
      },
    })
  const agents = { open: agentFor(false), inside: agentFor(true) }
  const transport: Transport = async ({ url, method, headers, body, signal, privateAllowed }) => {
    const init: UndiciInit = {
      method,
      headers: [...headers],
      body: body ?? null,
      signal,
      redirect: 'manual',
      dispatcher: privateAllowed ? agents.inside : agents.open,
    }
    return (await undiciFetch(url, init)) as unknown as Response
  }
  return Object.assign(transport, {
    close: async () => {
      await Promise.all([agents.open.destroy(), agents.inside.destroy()])
    },
  })
}
