/**
 * Files of training videos and their covers, not encrypted, in a folder under random names. They are public, and a player requests ranges of
 * them; a sealed file can only be read from its beginning.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { httpFailures } from '../platform/http/index.ts'

/** More than ten minutes of a screen recording in good quality. */
export const VIDEO_LIMIT_BYTES = 200 * 1024 ** 2
export const PICTURE_LIMIT_BYTES = 1024 ** 2

export interface HelpContent {
  /** The folder of the files. */
  readonly folder: string
  /** Receives uploads of at most so many bytes. */
  taking(limitBytes: number): {
    put(source: AsyncIterable<Uint8Array> | string): Promise<string>
    remove(name: string): Promise<void>
  }
  remove(name: string): Promise<void>
  /** The first bytes of a file, which identify its type; its name does not. */
  head(name: string): Promise<Buffer>
  /** Removes files, finished or half received, that are not among `named` and were last written before `before`. Returns how many. */
  removeUnnamed(named: ReadonlySet<string>, before: Date): Promise<number>
}

const NAME = /^[0-9a-f]{32}$/
const OWN_NAME = /^([0-9a-f]{32})(?:\.part)?$/
const HEAD_BYTES = 64

export const openHelpContent = (folder: string): HelpContent => {
  const remove = async (name: string): Promise<void> => {
    if (NAME.test(name)) await rm(path.join(folder, name), { force: true })
  }
  return {
    folder,
    remove,
    taking: limitBytes => ({
      remove,
      async put(source) {
        if (typeof source === 'string') throw new Error('a stream is needed')
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const name = randomBytes(16).toString('hex')
        const draft = path.join(folder, `${name}.part`)
        let bytes = 0
        const counted = async function* () {
          for await (const chunk of source) {
            bytes += chunk.length
            if (bytes > limitBytes) {
              const megabytes = limitBytes / 1024 ** 2
              throw httpFailures.refuse({
                code: 'request.too-large',
                field: 'file',
                text: { zh: `文件超过 ${megabytes} MB`, en: `The file is larger than ${megabytes} MB` },
                next: { zh: '压缩后再上传，或分成几段', en: 'Compress it, or split it into several videos' },
              })
            }
            yield chunk
          }
        }
        try {
          await pipeline(counted(), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
          await rename(draft, path.join(folder, name))
        } catch (error) {
          await rm(draft, { force: true })
          throw error
        }
        return name
      },
    }),
    async removeUnnamed(named, before) {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      let removed = 0
      for (const file of names) {
        const name = OWN_NAME.exec(file)?.[1]
        if (name === undefined || named.has(name)) continue
        const at = path.join(folder, file)
        if ((await stat(at)).mtime >= before) continue
        await rm(at, { force: true })
        removed++
      }
      return removed
    },
    async head(name) {
      const file = await open(path.join(folder, name), 'r')
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
  }
}

/** video/mp4 or video/webm by the first bytes; null if neither. */
export const videoTypeOf = (head: Buffer): 'video/mp4' | 'video/webm' | null => {
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'video/mp4'
  return head.length > 4 && head.readUInt32BE(0) === 0x1a45dfa3 && head.includes('webm') ? 'video/webm' : null
}

/** image/png, image/jpeg or image/webp by the first bytes; null if none. */
export const pictureTypeOf = (head: Buffer): 'image/png' | 'image/jpeg' | 'image/webp' | null => {
  if (head.toString('latin1', 1, 4) === 'PNG' && head[0] === 0x89) return 'image/png'
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  return head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP' ? 'image/webp' : null
}
