import { type ASTNode, ParseError } from '@marcbachmann/cel-js'

/** Every child of a node, in source order. */
export function children(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'list':
      return node.args
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}
export const countNodes = (node: ASTNode): number =>
  children(node).reduce((n, child) => n + countNodes(child), 1)

/** `o` in `exists(o, …)`. */
export function loopVariable(node: ASTNode): string {
  if (node.op === 'id') return node.args
  throw new ParseError({ code: 'invalid_macro_argument', message: 'the first argument names each row', node })
}

/** Fields of the loop's row that an expression reads: `o.status.code` → `status`. */
export function fieldsRead(node: ASTNode, variable: string): string[] {
  if ((node.op === '.' || node.op === '.?') && node.args[0].op === 'id' && node.args[0].args === variable)
    return [node.args[1]]
  return [...new Set(children(node).flatMap((child) => fieldsRead(child, variable)))]
}
