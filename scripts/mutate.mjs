// `npm run mutate [-- PATH … --limit N --from N]`: changes one operator, constant or condition at a time in the sources below PATH (default: the
// count) and runs the tests of that folder. A change that no test notices survives, and is listed: a test is missing, or the code means
// the same either way. Not part of CI: each change starts the tests anew. No file is written; the change is made while the file is loaded.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string' }, from: { type: 'string', default: '0' }, list: { type: 'boolean' } },
})
const folders = positionals.length > 0 ? positionals : ['packages/domain/src/tally']

/** Each operator, and what takes its place. */
const OPERATORS = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
}

const conditionOf = node => {
  if (ts.isIfStatement(node)) return node.expression
  return ts.isConditionalExpression(node) ? node.condition : undefined
}

/** The changes to one node, as [node to replace, text]. */
const changesTo = node => {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken
    return (OPERATORS[operator.getText()] ?? []).map(text => [operator, text])
  }
  if (ts.isNumericLiteral(node)) return [[node, String(Number(node.text) + 1)]]
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, 'false']]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, 'true']]
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [[node, node.operand.getText()]]
  const condition = conditionOf(node)
  return condition === undefined
    ? []
    : [
        [condition, 'true'],
        [condition, 'false'],
      ]
}

const isType = node => ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)

const mutantsIn = path => {
  const text = readFileSync(path, 'utf8')
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found = []
  const visit = node => {
    if (isType(node)) return
    for (const [at, replacement] of changesTo(node)) {
      const [start, end] = [at.getStart(), at.getEnd()]
      const { line } = tree.getLineAndCharacterOfPosition(start)
      const code = text.split('\n')[line].trim()
      found.push({
        path,
        start,
        end,
        replacement,
        where: `${relative(root, path)}:${line + 1}`,
        was: text.slice(start, end),
        code,
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const sources = folders.flatMap(folder =>
  readdirSync(join(root, folder))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
    .map(name => join(root, folder, name)),
)
const all = sources.flatMap(mutantsIn)
const from = Number(values.from)
const mutants = all.slice(from, values.limit === undefined ? undefined : from + Number(values.limit))

const TIMEOUT_MS = 120_000
const describe = ({ where, was, replacement, code }) => `${where}  ${was} → ${replacement}  in: ${code}`
const isNoticed = mutant => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const ran = spawnSync(process.execPath, [vitest, 'run', '--config', 'scripts/mutate-config.mjs', ...folders], {
    cwd: root,
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
    env: { ...process.env, MUTANT: JSON.stringify(mutant ?? null) },
  })
  return ran.status !== 0
}

if (values.list) {
  for (const mutant of mutants) console.log(describe(mutant))
} else {
  if (isNoticed()) throw new Error('the tests fail without a change')
  let noticed = 0
  for (const mutant of mutants)
    if (isNoticed(mutant)) noticed += 1
    else console.log(`survived  ${describe(mutant)}`)
  console.log(`${noticed} of ${mutants.length} changes were noticed (${all.length} in all)`)
}
