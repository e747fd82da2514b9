// What knip finds (knip.json): files and exports that nothing uses, and dependencies that are not used or not listed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './source.mjs'

const RULES = {
  'unused-file': ['files'],
  'unused-export': ['exports', 'types', 'nsExports', 'nsTypes', 'enumMembers', 'namespaceMembers', 'duplicates'],
  dependency: ['dependencies', 'devDependencies', 'optionalPeerDependencies', 'unlisted', 'binaries', 'unresolved', 'catalog'],
}

export const unused = () => {
  const knip = join(root, 'node_modules/knip/bin/knip.js')
  if (!existsSync(knip)) throw new Error('knip is not installed: run npm install --ignore-scripts')
  const { stdout, stderr } = spawnSync(process.execPath, [knip, '--reporter', 'json', '--no-progress'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (!stdout.startsWith('{')) throw new Error(`knip printed no report: ${stderr}${stdout}`)
  const { issues } = JSON.parse(stdout)
  const namesIn = (issue, kind) =>
    (issue[kind] ?? []).map(found =>
      [found]
        .flat()
        .map(({ name }) => name)
        .join(' and '),
    )
  return Object.fromEntries(
    Object.entries(RULES).map(([rule, kinds]) => [
      rule,
      issues.flatMap(issue => kinds.flatMap(kind => namesIn(issue, kind).map(name => `${issue.file}: ${name}`))),
    ]),
  )
}
