import type { ForeignBlock, ForeignCard, ReleasedRow } from '../../../connectors/contract/index.ts'
import { date, time } from '../../i18n/format.ts'
import { language, t } from '../../i18n/index.ts'
import { Copy } from '../values/clear.tsx'
import { Out, Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

const clear = (row: ReleasedRow, name: string): unknown => {
  const f = row.fields[name]
  return f?.shown === 'clear' ? f.value : undefined
}
/**
 * A foreign card comes whole in one field, or spread over the row's fields; its content is not interpreted.
 */
const cardOf = (row: ReleasedRow): Partial<ForeignCard> => {
  const whole = Object.values(row.fields).find(
    (f) => f.shown === 'clear' && typeof f.value === 'object' && f.value !== null && 'blocks' in f.value,
  )
  if (whole?.shown === 'clear') return whole.value as ForeignCard
  return {
    key: clear(row, 'key') as string,
    title: clear(row, 'title') as string,
    state: clear(row, 'state') as ForeignCard['state'],
    blocks: clear(row, 'blocks') as readonly ForeignBlock[],
  }
}

/** Another system's cards, rendered from parsed blocks: text and checked links, no markup. */
export default function Foreign({ rows }: { rows: readonly ReleasedRow[] }) {
  return (
    <>
      {rows.map((row, i) => {
        const hidden = Object.values(row.fields).every((f) => f.shown !== 'clear')
        const card = cardOf(row)
        const title = typeof card.title === 'object' ? (card.title[language()] ?? card.title.es) : card.title
        return (
          <div class="foreign" key={`${row.from.connector} ${card.key ?? i}`}>
            {title && (
              <h3>
                <Words>{title}</Words>
              </h3>
            )}
            {hidden ? (
              <p class="hatch">{t('withheld')}</p>
            ) : card.state === 'missing' ? (
              <p class="unknown">{t('foreign.missing')}</p>
            ) : card.state === 'nothing' ? (
              <p>{t('foreign.nothing')}</p>
            ) : (
              <Parts blocks={card.blocks ?? []} />
            )}
          </div>
        )
      })}
    </>
  )
}

const Parts = ({ blocks }: { blocks: readonly ForeignBlock[] }) => (
  <>
    {blocks.map((block, i) => (
      <Part key={i} block={block} />
    ))}
  </>
)

function Part({ block }: { block: ForeignBlock }) {
  const { now } = useView()
  switch (block.is) {
    case 'text':
      return (
        <p class={`size-${block.size} tone-${block.tone}`}>
          {block.text.split('\n').map((line, i) => (
            <span key={i}>
              {i > 0 && <br />}
              <Words>{line}</Words>
            </span>
          ))}
        </p>
      )
    case 'badge':
      return (
        <span class={`tag ${block.tone}`}>
          <Words>{block.text}</Words>
        </span>
      )
    case 'copy':
      return (
        <p>
          {block.label && (
            <span class="soft">
              <Words>{block.label}</Words>{' '}
            </span>
          )}
          <Copy text={block.value} words={block.value} />
        </p>
      )
    case 'link':
      return (
        <p>
          <Out url={block.url}>
            <Words>{block.label}</Words>
          </Out>
        </p>
      )
    case 'datetime':
      return (
        <time dateTime={block.at}>
          {date(block.at, now.peek())} {Number.isNaN(Date.parse(block.at)) ? '' : time(Date.parse(block.at))}
        </time>
      )
    case 'divider':
      return <hr />
    case 'spacer':
      return <div class="gap" />
    case 'row':
      return (
        <div class="pair">
          <div>
            <Parts blocks={block.main} />
          </div>
          <div class="n">
            <Parts blocks={block.aside} />
          </div>
        </div>
      )
    case 'box':
      return (
        <div class="box">
          <Parts blocks={block.content} />
        </div>
      )
  }
}
