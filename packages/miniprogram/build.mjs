// Builds the mini program into a folder that WeChat's developer tools open: TypeScript to CommonJS, everything else as it is.
//   node build.mjs --portal https://xm.example.cn [--app-id wx…] [--login wx…:pages/login] [--out dist]
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'

const HERE = import.meta.dirname
const SOURCE = join(HERE, 'src')
const APP_ID = /^(wx[0-9a-f]{16}|touristappid)$/

const script = (path, text) =>
  ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2018,
      module: ts.ModuleKind.CommonJS,
      rewriteRelativeImportExtensions: true,
      esModuleInterop: true,
    },
  }).outputText

/** Throws with what is wrong: WeChat opens only https addresses of registered domains. */
export const configOf = ({ portal, login, local = false }) => {
  const url = new URL(portal)
  if (url.protocol !== 'https:' && !local) throw new Error(`--portal has to be https, not ${portal}`)
  if (url.pathname !== '/' || url.search || url.hash) throw new Error(`--portal is an origin without a path, not ${portal}`)
  const [appId = '', path = ''] = (login ?? '').split(':')
  if (login && !APP_ID.test(appId)) throw new Error(`--login is <app id>:<path>, not ${login}`)
  return { portal: url.origin, login: login ? { appId, path } : null }
}

/** Builds into `out`, which is emptied. */
export const build = ({ out, appId = 'touristappid', ...options }) => {
  const config = configOf(options)
  if (!APP_ID.test(appId)) throw new Error(`--app-id is not one of WeChat's: ${appId}`)
  rmSync(out, { recursive: true, force: true })
  for (const name of readdirSync(SOURCE, { recursive: true, withFileTypes: true })) {
    if (!name.isFile() || name.name.endsWith('.test.ts')) continue
    const from = join(name.parentPath, name.name)
    const to = join(out, from.slice(SOURCE.length))
    mkdirSync(dirname(to), { recursive: true })
    if (from.endsWith('.ts')) writeFileSync(to.replace(/\.ts$/, '.js'), script(from, readFileSync(from, 'utf8')))
    else cpSync(from, to)
  }
  writeFileSync(join(out, 'config.js'), script('config.ts', `export const CONFIG = ${JSON.stringify(config)}\n`))
  const project = JSON.parse(readFileSync(join(HERE, 'project.config.json'), 'utf8'))
  writeFileSync(
    join(out, 'project.config.json'),
    `${JSON.stringify({ ...project, miniprogramRoot: './', appid: appId }, null, 2)}\n`,
  )
  // Node takes the scripts for CommonJS, as WeChat does.
  writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { portal: { type: 'string' }, 'app-id': { type: 'string' }, login: { type: 'string' }, out: { type: 'string' } },
  })
  const portal = values.portal ?? process.env.MINGCE_PORTAL_URL
  if (!portal) {
    console.error('node build.mjs --portal https://… [--app-id wx…] [--login wx…:path] [--out folder]')
    process.exit(2)
  }
  const out = resolve(values.out ?? join(HERE, 'dist'))
  try {
    build({ portal, appId: values['app-id'], login: values.login, out })
    console.error(`built into ${out}`)
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
