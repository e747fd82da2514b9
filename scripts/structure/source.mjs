// The source files of the repository as syntax trees, and what the rules ask about them.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Files that Git knows or would add, without those that were deleted; paths from the root. */
export const listFiles = (...patterns) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(path => path !== '' && existsSync(join(root, path)))

/** Tests, what is kept for tests, and the programs that only measure. */
const isTest = path => /\.test\.tsx?$|\/(testing|test|e2e|dev)\//.test(path)

export const readSource = path => ({
  path,
  name: basename(path),
  isTest: isTest(path),
  tree: ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  ),
})

/** Calls `see` with every node of a tree. */
export const walk = (node, see) => {
  see(node)
  ts.forEachChild(node, child => walk(child, see))
}

/** The names of the functions and constants around a node, outermost first: `openLine.ask`. Stays the same when lines move. */
export const nameAround = node => {
  const names = []
  for (let at = node; at !== undefined; at = at.parent) {
    const isNamed =
      ts.isFunctionDeclaration(at) ||
      ts.isVariableDeclaration(at) ||
      ts.isMethodDeclaration(at) ||
      ts.isPropertyAssignment(at) ||
      ts.isClassDeclaration(at) ||
      ts.isAccessor(at)
    if (isNamed && at.name !== undefined && !ts.isObjectBindingPattern(at.name) && !ts.isArrayBindingPattern(at.name))
      names.unshift(at.name.getText())
  }
  return names.join('.') || '(top level)'
}

/** The text of a string, or of a template with `$` for what is filled in; undefined for every other node. */
export const textOf = node => {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(span => span.literal.text)].join('$')
  return undefined
}

/** The name of what a call calls: `pipeline` of `pipeline(…)`, `selectFrom` of `db.selectFrom(…)`. */
export const calledName = call =>
  ts.isPropertyAccessExpression(call.expression)
    ? call.expression.name.text
    : ts.isIdentifier(call.expression)
      ? call.expression.text
      : undefined
