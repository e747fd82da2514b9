/** Writes a .br and a .gz beside each built file, so that the server sends pages compressed without compressing anything itself. */
import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|html|svg|json|webmanifest)$/
/** Below this a header costs more than is saved. */
const LEAST_BYTES = 600
/** The hardest levels take a minute for the console's charts and save little; these take seconds. */
const BROTLI_QUALITY = 9
/** What a voter's phone loads first is worth the second. */
const FIRST_LOAD = /assets[\\/](base|voter|portal|rolldown-runtime)-[^\\/]+\.js$/
const GZIP_LEVEL = 9

const squeeze = { brotli: promisify(brotliCompress), gzip: promisify(gzip) }

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? (entry.name.startsWith('.') ? [] : filesIn(join(folder, entry.name))) : [join(folder, entry.name)],
  )

/** Compresses all text files of `folder`. */
const compress = async (folder: string): Promise<void> => {
  for (const file of filesIn(folder).filter(each => TEXT.test(each))) {
    const bytes = await readFile(file)
    if (bytes.length < LEAST_BYTES) continue
    const [brotli, zipped] = await Promise.all([
      squeeze.brotli(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: FIRST_LOAD.test(file) ? constants.BROTLI_MAX_QUALITY : BROTLI_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
      squeeze.gzip(bytes, { level: GZIP_LEVEL }),
    ])
    await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, zipped)])
  }
}

export const compressedPages = (): Plugin => {
  let folder = ''
  return {
    name: 'mingce-compressed-pages',
    apply: 'build',
    configResolved: config => {
      folder = resolve(config.root, config.build.outDir)
    },
    closeBundle: { order: 'post', sequential: true, handler: () => compress(folder) },
  }
}
