import { signal } from '@preact/signals'
import { render } from 'preact'
import type { Source } from '../../source/port.ts'
import { type TraceEntry, tracedSource } from '../../source/trace.ts'
import { loadStylesheet } from '../style.ts'
import looks from './debug.css?url'

/** The oldest lines are dropped, because a card that polls for changes all day would fill the page. */
const maxEntries = 500

/**
 * For developers who connect a system or embed the card (`…/card?debug`): a list of requests and events at
 * the foot of the frame, in English as the console messages are. It shows kinds and times, no values.
 *
 * @returns The source to use instead, whose requests are listed.
 */
export function debugList(source: Source, document: Document = globalThis.document): Source {
  const entries = signal<readonly TraceEntry[]>([])
  void loadStylesheet(looks)
  const place = document.createElement('div')
  document.body.append(place)
  render(<List />, place)
  return tracedSource(source, (entry) => {
    entries.value = [...entries.peek(), entry].slice(-maxEntries)
  })

  function List() {
    return (
      <details class="debug" lang="en" open>
        <summary>Card events ({entries.value.length})</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col" class="n">
                after, ms
              </th>
              <th scope="col">event</th>
              <th scope="col">kind</th>
              <th scope="col">system</th>
              <th scope="col" class="n">
                took, ms
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.value.map((entry, i) => (
              <tr key={i} data-event={entry.event}>
                <td>{entry.request}</td>
                <td class="n">{entry.after}</td>
                <td>{entry.event}</td>
                <td>{entry.kind}</td>
                <td>{entry.system}</td>
                <td class="n">{entry.took}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    )
  }
}
