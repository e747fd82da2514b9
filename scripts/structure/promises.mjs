// Promises that nobody waits for, by TypeScript's type checker. Biome 2.5 has this rule in its nursery and does not see promises of methods
// whose type comes from an interface in another file, which is every statement sent to the database.
import { join } from 'node:path'
import ts from 'typescript'
import { calledName, nameAround, root, walk } from './source.mjs'

const isPromise = type =>
  type.isUnion() ? type.types.some(isPromise) : type.getProperty('then') !== undefined && type.getProperty('catch') !== undefined

/** `.catch(…)` and `.then(…, …)` take care of a failure. */
const isHandled = node =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  ((calledName(node) === 'catch' && node.arguments.length > 0) || (calledName(node) === 'then' && node.arguments.length > 1))

const isAssignment = node =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment

export const floatingPromises = paths => {
  const config = ts.readConfigFile(join(root, 'tsconfig.depcruise.json'), ts.sys.readFile).config
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root)
  const program = ts.createProgram({
    rootNames: paths.map(path => join(root, path)),
    options: {
      ...options,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      noEmit: true,
      resolveJsonModule: true,
    },
  })
  const checker = program.getTypeChecker()
  const found = []
  for (const path of paths) {
    const tree = program.getSourceFile(join(root, path))
    if (tree === undefined) continue
    walk(tree, node => {
      if (!ts.isExpressionStatement(node)) return
      const { expression } = node
      if (
        ts.isAwaitExpression(expression) ||
        ts.isVoidExpression(expression) ||
        isAssignment(expression) ||
        isHandled(expression)
      )
        return
      if (isPromise(checker.getTypeAtLocation(expression))) found.push(`${path}: ${nameAround(node)}`)
    })
  }
  return found
}
