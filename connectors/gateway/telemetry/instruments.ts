/**
 * Every figure the gateway keeps, once: its kind, and what `/metrics` and OpenTelemetry say of it. No label
 * ever holds a person.
 */
export const instruments = {
  ficha_requests_total: { kind: 'counter', help: 'Requests answered, by route, method and status.' },
  ficha_sessions_refused_total: { kind: 'counter', help: 'Host tokens refused, by cause.' },
  ficha_events_total: { kind: 'counter', help: 'Card events sent, by kind.' },
  ficha_streams_total: { kind: 'counter', help: 'Card streams ended, by how.' },
  ficha_audit_lines_total: { kind: 'counter', help: 'Audit lines made durable, by act and outcome.' },
  ficha_audit_failures_total: { kind: 'counter', help: 'Audit lines that could not be written.' },
  ficha_upstream_requests_total: {
    kind: 'counter',
    help: 'Requests to connected systems, by connector and outcome: answered, cancelled, or the code of the failure.',
  },
  ficha_connector_failures_total: {
    kind: 'counter',
    help: 'Questions that a connector could not answer, by connector, question and code; `stranger`: a record that does not bear what it was asked by.',
  },
  ficha_upstream_refused_total: {
    kind: 'counter',
    help: 'Requests to connected systems that the egress rules refused, by connector and cause.',
  },
  ficha_refusals_total: { kind: 'counter', help: 'Requests refused, by code.' },
  ficha_reveals_total: { kind: 'counter', help: 'Masked values asked for, by outcome.' },
  ficha_publications_total: { kind: 'counter', help: 'Fichas published.' },
  ficha_failures_total: { kind: 'counter', help: 'Failures inside the gateway.' },
  ficha_streams_open: { kind: 'up-down', help: 'Card streams open now.' },
  ficha_polls_open: { kind: 'up-down', help: 'Long polls open now.' },
  ficha_breaker_open: {
    kind: 'gauge',
    help: 'Circuit breaker of a connected system: 1 open (not asked for now), 0.5 half open, 0 closed.',
  },
  ficha_identify_seconds: {
    kind: 'histogram',
    help: 'Time from the request to knowing who it is, by the kind of identifier that decided.',
  },
  ficha_request_seconds: { kind: 'histogram', help: 'Time to the response headers, by route.' },
  ficha_upstream_seconds: {
    kind: 'histogram',
    help: 'Time to the whole answer of a connected system, by connector.',
  },
} as const satisfies Readonly<
  Record<string, { kind: 'counter' | 'up-down' | 'gauge' | 'histogram'; help: string }>
>

export type InstrumentName = keyof typeof instruments
type Named<Kind> = {
  [Name in InstrumentName]: (typeof instruments)[Name]['kind'] extends Kind ? Name : never
}[InstrumentName]
export type CounterName = Named<'counter'>
export type UpDownName = Named<'up-down'>
export type GaugeName = Named<'gauge'>
export type HistogramName = Named<'histogram'>
export type Labels = Readonly<Record<string, string>>
