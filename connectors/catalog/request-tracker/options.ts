import type { Access, Text } from '../../contract/index.ts'

/**
 * Request Tracker 5 over REST 2.0. RT ignores a filter it does not know and answers with everybody, so every
 * record and every ticket is checked again.
 */
export interface RequestTrackerOptions {
  id: string
  title: Text
  /** `https://rt.example.com`: what stands before `/REST/2.0`. */
  base: string
  /** Basic (user and password) or a header (`Authorization`, whose secret is `token 1-14-…`). */
  access: Extract<Access, { kind: 'basic' | 'header' | 'bearer' }>
  /** Where agents open tickets, if not `base`. Links are made only when given. */
  pages?: string
  /** The names of the custom fields for these values. */
  customFields?: {
    order?: string
    matter?: string
    channel?: string
    told?: string
    offered?: string
    messages?: string
  }
  /** The meaning of a queue: `{ Reclamaciones: 'complaint' }`. */
  queues?: Readonly<Record<string, string>>
  /**
   * The queue in which to open a ticket for a note when the customer has none open. Without it the note is
   * refused, with a message.
   */
  handoffQueue?: string
  /** Calling code of telephones that carry none: `'+34'`. */
  phonePrefix?: string
  /** ISO 4217 of amounts that carry none. */
  currency?: string
}
