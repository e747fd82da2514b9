// Long and complex functions, as Biome counts them. A reason beside the function is Biome's own `biome-ignore lint/…: reason`.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import ts from 'typescript'
import { nameAround, root } from './source.mjs'

const RULES = {
  'lint/complexity/noExcessiveLinesPerFunction': 'long-function',
  'lint/complexity/noExcessiveCognitiveComplexity': 'complex-function',
}

const nodeAt = (tree, { line, column }) => {
  const starts = tree.getLineStarts()
  const position = (starts[line - 1] ?? 0) + column - 1
  let found = tree
  const enter = node => {
    if (node.getStart() <= position && position < node.getEnd()) {
      found = node
      ts.forEachChild(node, enter)
    }
  }
  ts.forEachChild(tree, enter)
  return found
}

export const functionViolations = files => {
  const only = Object.keys(RULES).map(rule => `--only=${rule.slice('lint/'.length)}`)
  const args = ['lint', ...only, '--reporter=json', '--diagnostic-level=info', '--max-diagnostics=none', '.']
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (!stdout.startsWith('{')) throw new Error(`Biome printed no report: ${stderr}`)
  // --only switches a rule on for tests too, where biome.json has it off.
  const trees = new Map(files.filter(({ isTest }) => !isTest).map(({ path, tree }) => [path, tree]))
  const found = { 'long-function': [], 'complex-function': [] }
  for (const { category, location } of JSON.parse(stdout).diagnostics) {
    const tree = trees.get(location.path)
    if (RULES[category] !== undefined && tree !== undefined)
      found[RULES[category]].push(`${location.path}: ${nameAround(nodeAt(tree, location.start))}`)
  }
  return found
}
