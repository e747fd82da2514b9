/** HTTP of files that are imported together, and of templates to fill in. */
import type { Readable } from 'node:stream'
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../../access/index.ts'
import { ElectionIdSchema } from '../../../election/index.ts'
import {
  answers,
  attachment,
  type Failure,
  FileAnswer,
  type ReceivedFile,
  RetryHeaders,
  receiveUpload,
} from '../../../platform/http/index.ts'
import { type RosterFailure, rosterFailures } from '../errors.ts'
import { ImportKind, Preview } from '../schema.ts'
import {
  Batch,
  BatchChoice,
  BatchFileId,
  BatchFilesAdded,
  BatchForm,
  BatchId,
  BatchMade,
  BatchStarted,
  NewBatch,
} from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<RosterFailure>>>
type FileRef = z.infer<typeof BatchFileId>

export interface BatchUseCases {
  createBatch(ctx: Context, electionId: string, input: NewBatch): Answer<{ readonly id: number }>
  /** The sealed file is theirs, whatever the answer. */
  addFiles(ctx: Context, batchId: number, file: ReceivedFile): Answer<{ readonly added: number }>
  getBatch(ctx: Context, batchId: number): Answer<Batch>
  previewFile(ctx: Context, batchId: number, fileId: number): Answer<Preview>
  chooseFile(ctx: Context, ref: FileRef, choice: BatchChoice): Answer<{ readonly changed: number }>
  removeFile(ctx: Context, batchId: number, fileId: number): Answer<{ readonly changed: number }>
  startBatch(ctx: Context, batchId: number): Answer<{ readonly started: number }>
  openTemplate(kind: ImportKind): { readonly name: string; readonly content: Readable }
}

const { unwrap } = rosterFailures
const ACCESS = 'import-registrations'
const Changed = z.object({ changed: z.number().int().nonnegative() })

export const registerBatchRoutes = (instance: FastifyInstance, useCases: BatchUseCases): void => {
  registerRoutesOfBatch(instance, useCases)
  registerRoutesOfFile(instance, useCases)
}

const registerRoutesOfBatch = (instance: FastifyInstance, useCases: BatchUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/elections/:id/import-batches',
    {
      config: { access: ACCESS },
      schema: {
        operationId: 'createBatch',
        tags: ['import'],
        summary: 'Begin an import of several files of registrations',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewBatch,
        response: answers({ 201: BatchMade }),
      },
    },
    async (request, reply) => {
      const made = unwrap(await useCases.createBatch(contextOf(request), request.params.id, request.body))
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/import-batches/:batchId',
    {
      config: { access: ACCESS },
      schema: {
        operationId: 'getBatch',
        tags: ['import'],
        summary: 'The files of a batch, and how far each is',
        params: BatchId,
        response: answers({ 200: Batch }),
      },
    },
    async request => unwrap(await useCases.getBatch(contextOf(request), request.params.batchId)),
  )

  app.post(
    '/api/import-batches/:batchId/start',
    {
      config: { access: ACCESS, work: 'batch' },
      schema: {
        operationId: 'startBatch',
        tags: ['import'],
        summary: 'Import the files that are ready, each as an import of its own',
        headers: RetryHeaders,
        params: BatchId,
        response: answers({ 200: BatchStarted }),
      },
    },
    async request => unwrap(await useCases.startBatch(contextOf(request), request.params.batchId)),
  )

  app.get(
    '/api/import-templates/:kind',
    {
      config: { access: ['import-registers', 'import-registrations'] },
      schema: {
        operationId: 'downloadTemplate',
        tags: ['import'],
        summary: 'An empty workbook with the columns of a kind of file',
        params: z.object({ kind: ImportKind }),
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const { name, content } = useCases.openTemplate(request.params.kind)
      return attachment(reply, name).send(content)
    },
  )
}

const registerRoutesOfFile = (instance: FastifyInstance, useCases: BatchUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/import-batches/:batchId/files',
    {
      config: { access: ACCESS, form: BatchForm, work: 'batch' },
      schema: {
        operationId: 'addBatchFiles',
        tags: ['import'],
        summary: 'Add a file, or the files of a ZIP archive; they are looked at after the answer',
        consumes: ['multipart/form-data'],
        headers: RetryHeaders,
        params: BatchId,
        response: answers({ 202: BatchFilesAdded }),
      },
    },
    async (request, reply) => {
      const { file } = await receiveUpload(request, BatchForm, contextOf(request).files)
      // After the upload, so that equal uploads are one request.
      const added = unwrap(await useCases.addFiles(contextOf(request), request.params.batchId, file))
      return reply.code(202).send(added)
    },
  )

  app.get(
    '/api/import-batches/:batchId/files/:fileId/preview',
    {
      config: { access: ACCESS, work: 'batch' },
      schema: {
        operationId: 'previewBatchFile',
        tags: ['import'],
        summary: 'How the columns and sheets of a file are read',
        params: BatchFileId,
        response: answers({ 200: Preview }),
      },
    },
    async request => unwrap(await useCases.previewFile(contextOf(request), request.params.batchId, request.params.fileId)),
  )

  app.put(
    '/api/import-batches/:batchId/files/:fileId/choice',
    {
      config: { access: ACCESS },
      schema: {
        operationId: 'chooseBatchFile',
        tags: ['import'],
        summary: 'Choose columns and sheets of a file, or answer what is asked of it',
        headers: RetryHeaders,
        params: BatchFileId,
        body: BatchChoice,
        response: answers({ 200: Changed }),
      },
    },
    async request => unwrap(await useCases.chooseFile(contextOf(request), request.params, request.body)),
  )

  app.delete(
    '/api/import-batches/:batchId/files/:fileId',
    {
      config: { access: ACCESS },
      schema: {
        operationId: 'removeBatchFile',
        tags: ['import'],
        summary: 'Take a file away that is not started',
        params: BatchFileId,
        response: answers({ 200: Changed }),
      },
    },
    async request => unwrap(await useCases.removeFile(contextOf(request), request.params.batchId, request.params.fileId)),
  )
}
