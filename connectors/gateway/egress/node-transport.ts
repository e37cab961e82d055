import { lookup } from 'node:dns'
import { Agent, type RequestInit as UndiciInit, fetch as undiciFetch } from 'undici'
import { judgeAnswers } from './addresses.ts'
import { AddressRefused, type Transport } from './outbound.ts'

/** One address of a name. */
export interface Address {
  /** The address, such as `192.0.2.7`. */
  address: string
  /** 4 or 6. */
  family: number
}
/** Resolves a name to every address it has. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>
const systemResolve: Resolve = (hostname) =>
  new Promise((done, fail) =>
    lookup(hostname, { all: true, verbatim: true }, (e, found) => (e ? fail(e) : done(found))),
  )

/**
 * A transport that connects only to addresses it has checked itself. The name is resolved once, all its
 * addresses are checked, and the socket gets exactly those: a name that resolves differently a moment later
 * changes nothing. Literal addresses were checked before and never reach a resolver.
 *
 * @param resolve How names are resolved. Default: the system's resolver.
 * @returns The transport; `close` ends its connections.
 * @throws AddressRefused From a request whose name has an address that is not allowed.
 */
export function nodeTransport(resolve: Resolve = systemResolve): Transport & {
  /** Ends the connections. */
  close(): Promise<void>
} {
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
