/** Reads `desk.handoff`: the action `handoff` of the connector `desk`. */
export function actionOf(path: string | undefined): { connector: string; name: string } | undefined {
  const at = path?.lastIndexOf('.') ?? -1
  return path === undefined || at < 1 ? undefined : { connector: path.slice(0, at), name: path.slice(at + 1) }
}
