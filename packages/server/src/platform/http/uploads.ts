/**
 * Uploaded files. The bytes are encrypted as they arrive: a file is never held in memory, nor written to the disk in clear. A refused upload
 * leaves nothing behind.
 */
import { createHash, type Hash } from 'node:crypto'
import multipart, { type Multipart } from '@fastify/multipart'
import type { Text } from '@mingce/domain/result'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { SealedFiles } from '../files/index.ts'
import { httpFailures } from './failures.ts'

/** More than the population register of a city with all its columns. */
const UPLOAD_LIMIT_BYTES = 2 * 1024 ** 3

export interface ReceivedFile {
  /** Id in the store of sealed files. The caller removes the file when it is no longer needed. */
  readonly sealedId: string
  /** The file's name without folders. */
  readonly name: string
  readonly bytes: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the fields and the bytes of an upload that was received: equal uploads have equal digests. */
    uploadDigest: string | null
  }
}

/** Accepts multipart bodies with one file of at most `limitBytes`. */
export const acceptUploads = async (app: FastifyInstance, limitBytes = UPLOAD_LIMIT_BYTES): Promise<void> => {
  app.decorateRequest('uploadDigest', null)
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: limitBytes, files: 1, fields: 20, fieldSize: 10_000, parts: 21 },
  })
}

/** The last 120 characters of a file name, without folders and control characters. */
const plainName = (name: string): string =>
  [...(name.split(/[\\/]/).at(-1) ?? '').normalize('NFC')]
    .filter(character => character >= ' ' && character !== '\u007f')
    .slice(-120)
    .join('') || 'file'

const CUT_OFF: Text = { zh: '上传的内容不完整，请重新上传', en: 'The upload is incomplete; send it again' }
const BROKEN_FORM = () => httpFailures.refuse({ code: 'request.invalid', text: CUT_OFF })

/** The parser gives these errors no code. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error && /^(?:Part terminated early|Unexpected end of )/.test(error.message)

/** The parts of a form; what the parser cannot read is a mistake of the request. */
async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  const parts = request.parts()
  try {
    for (;;) {
      const next = await parts.next().catch((error: { statusCode?: unknown }) => {
        throw error.statusCode === undefined ? BROKEN_FORM() : error
      })
      if (next.done) return
      yield next.value
    }
  } finally {
    await parts.return?.(undefined).catch(() => undefined)
  }
}

async function* digested(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

const NO_FILE = { zh: '没有收到文件，或文件是空的', en: 'There is no file, or it is empty' }

const checkFields = <Form extends z.ZodObject>(form: Form, fields: Readonly<Record<string, string>>): z.output<Form> => {
  const checked = form.safeParse(fields)
  if (checked.success) return checked.data
  throw httpFailures.refuse({ code: 'request.invalid', field: checked.error.issues[0]?.path.join('.') ?? 'file' })
}

/**
 * Reads a multipart body: text parts validated by `form`, and one part `file`, encrypted into `files`.
 * Refuses with `request.invalid` (and the field), `request.too-large` or `request.unsupported`.
 */
export const receiveUpload = async <Form extends z.ZodObject>(
  request: FastifyRequest,
  form: Form,
  files: Pick<SealedFiles, 'put' | 'remove'>,
): Promise<{ readonly file: ReceivedFile; readonly fields: z.output<Form> }> => {
  if (!request.isMultipart()) throw httpFailures.refuse({ code: 'request.unsupported' })
  const fields: Record<string, string> = {}
  let sealedId: string | undefined
  let file: ReceivedFile | undefined
  const hash = createHash('sha256')
  try {
    for await (const part of partsOf(request)) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value)
      else if (part.fieldname !== 'file') throw httpFailures.refuse({ code: 'request.invalid', field: part.fieldname })
      else {
        sealedId = await files.put(digested(part.file, hash)).catch(error => {
          throw isCutOff(error) ? BROKEN_FORM() : error
        })
        file = { sealedId, name: plainName(part.filename), bytes: part.file.bytesRead }
        if (part.file.truncated) throw httpFailures.refuse({ code: 'request.too-large', field: 'file' })
      }
    }
    if (!file || file.bytes === 0) throw httpFailures.refuse({ code: 'request.invalid', field: 'file', text: NO_FILE })
    const checked = checkFields(form, fields)
    request.uploadDigest = hash.update(JSON.stringify([file.name, checked])).digest('hex')
    return { file, fields: checked }
  } catch (error) {
    if (sealedId !== undefined) await files.remove(sealedId)
    throw error
  }
}
