import type { PanelState } from '../../state/index.ts'
import Blocks from './blocks.tsx'
import Foreign from './foreign.tsx'
import Facts from './record.tsx'
import type { Column } from './rows.tsx'
import Tree from './tree.tsx'

/**
 * Answers that are not a list of rows: foreign cards, a system's own blocks, relations, and single records.
 */
export default function LaidOut({ panel, cols }: { panel: PanelState; cols: readonly Column[] }) {
  const { view, rows } = panel
  return view.question === 'cards' ? (
    <Foreign rows={rows} />
  ) : view.question === 'relations' ? (
    <Tree panel={panel} cols={cols} />
  ) : view.blocks && view.blocks.length > 0 ? (
    <Blocks view={view} rows={rows} />
  ) : (
    <Facts rows={rows} cols={cols} />
  )
}
