// The rules about files and syntax. Each finds violations as `path` or `path: name`; the names stay the same when lines move.
import { dirname } from 'node:path'
import ts from 'typescript'
import { calledName, listFiles, nameAround, textOf, walk } from './source.mjs'

/** The folders of `packages/server/src` whose files have names from the vocabulary. */
const MODULES =
  /^packages\/server\/src\/(area|notice|election|district|population|registration|roll|certificate|nomination|polling|tally|report|access)\//
const VOCABULARY = /^(routes|schema|service|store|errors|module)(\.[a-z0-9-]+)*\.ts$|^index\.ts$|\.test\.ts$/
const MOST_FILES = 15

const SERVER = 'packages/server/src/'
const isServer = path => path.startsWith(SERVER)
const mayHoldSql = ({ path, name, isTest }) =>
  isTest || /^store(\.[a-z0-9-]+)*\.ts$/.test(name) || path.startsWith(`${SERVER}platform/database/`)
const SQL =
  /\bSELECT\s|\bINSERT\s+INTO\b|\bUPDATE\s+\S+\s+(\S+\s+)?SET\b|\bDELETE\s+FROM\b|\b(CREATE|ALTER|DROP|TRUNCATE)\s+(TEMP\s+)?TABLE\b/
const QUERY_BUILDER = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom'])

/** The modules whose facts are sets of bits; elsewhere a bit operator is part of an algorithm. */
const MASK_MODULES = /^packages\/(server|domain)\/src\/(election|population|registration|roll|certificate)\//
const BIT_OPERATORS = new Set([
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.LessThanLessThanToken,
])
/** `facts & 8`, `1 << bit`, `const AGE = 1 << 3`; not a size such as `highWaterMark: 1 << 16`. */
const isNumericMask = node => {
  if (!ts.isBinaryExpression(node) || !BIT_OPERATORS.has(node.operatorToken.kind)) return false
  const [left, right] = [ts.isNumericLiteral(node.left), ts.isNumericLiteral(node.right)]
  return left && right ? !ts.isPropertyAssignment(node.parent) : left || right
}
/** `facts & 8` or `1 << 3` in the text of a statement; `&&` and `||` are operators of other things. */
const SQL_MASK = /(?<![&|])[&|]\s*\d+\b|\b1\s*<<\s*\d+/

/** `+=` and its like; not `??=`, `||=` and `&&=`, which assign only once. */
const COMPOUND = /^(?:[-+*/%&|^]|\*\*|<<|>>>?)=$/

/** Each sees one node of one file and answers whether it is a violation. */
const nodeRules = {
  'export-star': (_, node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && !node.exportClause,

  'sql-outside-store': (file, node) => {
    if (!isServer(file.path) || mayHoldSql(file)) return false
    const text = textOf(node)
    if (text !== undefined) return SQL.test(text)
    return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && QUERY_BUILDER.has(calledName(node))
  },

  'as-unknown-as': (file, node) =>
    !file.isTest &&
    ts.isAsExpression(node) &&
    ts.isAsExpression(node.expression) &&
    node.expression.type.kind === ts.SyntaxKind.UnknownKeyword,

  'numeric-mask': (file, node) => {
    if (file.isTest || file.name.startsWith('findings') || !MASK_MODULES.test(file.path)) return false
    const text = isServer(file.path) ? textOf(node) : undefined
    return isNumericMask(node) || (text !== undefined && SQL.test(text) && SQL_MASK.test(text))
  },

  // `x += await f()` reads x before it waits: what others add meanwhile is lost.
  'update-across-await': (_, node) => {
    if (!ts.isBinaryExpression(node) || !COMPOUND.test(node.operatorToken.getText())) return false
    let waits = false
    walk(node.right, other => {
      waits ||= ts.isAwaitExpression(other)
    })
    return waits
  },

  'write-stream-outside-pipeline': (file, node) => {
    if (file.isTest || !ts.isCallExpression(node) || calledName(node) !== 'createWriteStream') return false
    let variable
    for (let at = node.parent; at !== undefined; at = at.parent) {
      if (ts.isCallExpression(at) && calledName(at) === 'pipeline') return false
      if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) variable ??= at.name.text
    }
    let isPiped = false
    walk(file.tree, other => {
      if (ts.isCallExpression(other) && calledName(other) === 'pipeline')
        isPiped ||= other.arguments.some(argument => argument.getText() === variable)
    })
    return !isPiped
  },
}

export const nodeViolations = files => {
  const found = Object.fromEntries(Object.keys(nodeRules).map(rule => [rule, []]))
  for (const file of files)
    walk(file.tree, node => {
      for (const [rule, isViolation] of Object.entries(nodeRules))
        if (isViolation(file, node))
          found[rule].push(`${file.path}: ${ts.isExportDeclaration(node) ? node.moduleSpecifier.text : nameAround(node)}`)
    })
  return found
}

export const fileNames = files =>
  files.filter(({ path, name, isTest }) => MODULES.test(path) && !isTest && !VOCABULARY.test(name)).map(({ path }) => path)

export const fullFolders = files => {
  const counts = new Map()
  for (const { path, isTest } of files)
    if (isServer(path) && !isTest) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > MOST_FILES).map(([folder]) => folder)
}

/** Files named `0001_….sql`, `0002_….sql`, … without a gap or a repeated number. */
export const migrationGaps = () =>
  listFiles(`${SERVER}**/migrations/*.sql`)
    .sort()
    .filter(
      (path, index) =>
        !path
          .split('/')
          .at(-1)
          .startsWith(`${String(index + 1).padStart(4, '0')}_`),
    )
