/** What a tree itself says against its release. `changes` is what `git status --porcelain` prints. */
export function treeProblems(version: string, changelog: string, changes: string): string[] {
  const heading = changelog
    .split('\n')
    .find((line) => line === `## ${version}` || line.startsWith(`## ${version} `))
  const problems: string[] = []
  if (changes.trim() !== '') problems.push(`the tree is not clean; commit or remove:\n${changes.trimEnd()}`)
  if (!heading)
    problems.push(`CHANGELOG.md has no heading "## ${version} — YYYY-MM-DD"; write what changed under one`)
  else if (!/\d{4}-\d{2}-\d{2}$/.test(heading))
    problems.push(
      `CHANGELOG.md says "${heading}"; write the date of the release: "## ${version} — YYYY-MM-DD"`,
    )
  return problems
}
