/**
 * Files that people send. The bytes go straight to a file that only this process's user may read; nothing of them stays in memory, and the
 * file is removed when its reader is done, or here when the upload is no good.
 */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { httpFailures } from './failures.ts'

/** A population register of a city with all its columns stays below this. */
export const UPLOAD_LIMIT_BYTES = 2 * 1024 ** 3

declare module 'fastify' {
  interface FastifyInstance {
    uploadDirectory: string
  }
}

export interface ReceivedFile {
  /** Where it lies, readable by this process's user only. Whoever reads it removes it. */
  readonly path: string
  /** As the person named it, without folders. */
  readonly name: string
  readonly bytes: number
}

/** Takes uploads of at most `limitBytes` into `directory`, which is emptied first: what lies there is from a run that was cut off. */
export const takeUploads = async (app: FastifyInstance, directory: string, limitBytes = UPLOAD_LIMIT_BYTES): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chmod(directory, 0o700)
  for (const left of await readdir(directory)) if (left.endsWith('.upload')) await rm(path.join(directory, left), { force: true })
  app.decorate('uploadDirectory', directory)
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: limitBytes, files: 1, fields: 20, fieldSize: 10_000, parts: 21 },
  })
}

/** The end of the name a file came with: no folder, no control characters, at most 120 characters. */
const plainName = (name: string): string =>
  [...(name.split(/[\\/]/).at(-1) ?? '').normalize('NFC')]
    .filter(c => c >= ' ' && c !== '\u007f')
    .slice(-120)
    .join('') || 'file'

/**
 * Reads a multipart body: text parts checked by `form`, one part `file` written to disk.
 * Refuses `request.invalid` (field named) and `request.too-large`; then nothing is left on disk.
 */
export const receiveUpload = async <Form extends z.ZodObject>(
  request: FastifyRequest,
  form: Form,
): Promise<{ readonly file: ReceivedFile; readonly fields: z.infer<Form> }> => {
  const fields: Record<string, string> = {}
  let file: ReceivedFile | null = null
  const target = path.join(request.server.uploadDirectory, `${randomUUID()}.upload`)
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        fields[part.fieldname] = String(part.value)
        continue
      }
      if (part.fieldname !== 'file') throw httpFailures.refuse({ code: 'request.invalid', field: part.fieldname })
      await pipeline(part.file, createWriteStream(target, { mode: 0o600, flags: 'wx' }))
      if (part.file.truncated) throw httpFailures.refuse({ code: 'request.too-large', field: 'file' })
      file = { path: target, name: plainName(part.filename), bytes: part.file.bytesRead }
    }
    if (!file || file.bytes === 0) {
      const text = { zh: '没有收到文件，或文件是空的', en: 'No file came, or it is empty' }
      throw httpFailures.refuse({ code: 'request.invalid', field: 'file', text })
    }
    const checked = form.safeParse(fields)
    if (!checked.success) throw httpFailures.refuse({ code: 'request.invalid', field: checked.error.issues[0]?.path.join('.') })
    return { file, fields: checked.data as z.infer<Form> }
  } catch (error) {
    await rm(target, { force: true })
    throw error
  }
}
