import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api'

/**
 * One OpenTelemetry span around some work. Costs nothing until the operator installs an SDK. Attributes are
 * names and codes, never a person.
 */
export function spanned<T>(
  name: string,
  attributes: Attributes,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  return trace.getTracer('ficha').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run(span)
    } catch (e) {
      // The code only: a message may quote what a system answered.
      span.setStatus({
        code: SpanStatusCode.ERROR,
        message: String((e as { code?: unknown }).code ?? 'failed'),
      })
      throw e
    } finally {
      span.end()
    }
  })
}
