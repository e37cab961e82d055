import {
  QueryClient,
  queryOptions,
  experimental_streamedQuery as streamedQuery,
  useQuery,
} from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Hint } from '../../../connectors/contract/index.ts'
import { urlHost } from '../../../widget/host/url.ts'
import { createGatewaySource } from '../../../widget/source/gateway.ts'
import { empty, reduce, type State } from './state.ts'

/** The host and the source are the card's own: what differs is what holds the state and what paints it. */
export const host = urlHost(window)
export const source = createGatewaySource({ token: () => host.token() })

/**
 * Nothing is kept, nothing is asked again behind the agent's back: what a customer card needs of a query
 * client.
 */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      refetchOnMount: false,
      structuralSharing: false,
    },
  },
})

export interface Subject {
  epoch: number
  hints: readonly Hint[]
}
const cardQuery = ({ epoch, hints }: Subject) =>
  queryOptions({
    queryKey: ['card', epoch],
    queryFn: streamedQuery({
      streamFn: ({ signal }) => source.open({ hints: [...hints], context: {}, epoch, locale: 'es' }, signal),
      reducer: (state, heard) => [heard].flat().reduce(reduce, state),
      initialValue: empty,
    }),
  })

const context = createContext<Subject>({ epoch: 0, hints: [] })
export const SubjectProvider = context.Provider
/** Policies show once a card has settled, and from then on. */
let ruled = false
export const useRuled = (): boolean => useCard((s) => (ruled ||= s.settled))
/** One part of the card; the component is painted again only when that part is another object. */
export function useCard<T>(select: (state: State) => T): T {
  const { data } = useQuery({ ...cardQuery(useContext(context)), select, notifyOnChangeProps: ['data'] })
  return data as T
}
