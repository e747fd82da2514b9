/** HTTP of imports: a look at the file first, then the import itself, its progress and its per-row report. */
import type { Readable } from 'node:stream'
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf, GRANTS } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import {
  answers,
  attachment,
  type Failure,
  FileAnswer,
  type ReceivedFile,
  RetryHeaders,
  receiveUpload,
} from '../../platform/http/index.ts'
import { type BatchUseCases, registerBatchRoutes } from './batch/index.ts'
import { type RosterFailure, rosterFailures } from './errors.ts'
import { type MendUseCases, registerMendRoutes } from './mend/index.ts'
import {
  HeldBody,
  Import,
  ImportFilter,
  ImportForm,
  ImportId,
  type ImportKind,
  type ImportProgress,
  ImportStarted,
  Preview,
  PreviewForm,
} from './schema.ts'
import { registerSenderRoutes, type SenderUseCases } from './senders/index.ts'

type Answer<T> = Promise<Result<T, Failure<RosterFailure>>>

export interface ImportUseCases extends MendUseCases, BatchUseCases, SenderUseCases {
  findImports(ctx: Context, electionId: string, filter?: ImportFilter): Answer<readonly Import[]>
  getImport(ctx: Context, importId: number): Answer<Import>
  /** Looks at a plain copy of the file, at `path`. */
  previewImport(
    ctx: Context,
    input: {
      readonly electionId: string
      readonly kind: ImportKind
      readonly file: { readonly path: string; readonly name: string }
      readonly reading?: PreviewForm['reading']
    },
  ): Answer<Preview>
  /** Records the import, which goes on after the answer. The sealed file is theirs from a good answer on. */
  startImport(ctx: Context, input: ImportForm & { electionId: string; file: ReceivedFile }): Answer<{ readonly id: number }>
  /** The per-row report, opened on the way from the sealed store. */
  openImportReport(ctx: Context, importId: number): Answer<{ readonly name: string; readonly content: Readable }>
  /** Another officer decides about a file that waits. */
  decideHeld(
    ctx: Context,
    input: { readonly importId: number; readonly decision: 'let-in' | 'send-back'; readonly reason: string },
  ): Answer<{ readonly id: number }>
  /** Of an import that runs in this process. */
  progressOf(importId: number): ImportProgress | undefined
}

const permissionFor = (kind: ImportKind) => (kind === 'registrations' ? 'import-registrations' : 'import-registers')

const { unwrap, refuse } = rosterFailures

/** While its job runs an import is not done, even when its rows stand already: the report is still being written. */
const withProgress = (one: Import, progress: ImportProgress | null): Import => ({
  ...one,
  progress,
  state: progress && one.state === 'done' ? 'deciding' : one.state,
})

export const registerImportRoutes = (instance: FastifyInstance, useCases: ImportUseCases): void => {
  registerRoutesOfElection(instance, useCases)
  registerRoutesOfImport(instance, useCases)
  registerMendRoutes(instance, useCases)
  registerBatchRoutes(instance, useCases)
  registerSenderRoutes(instance, useCases)
}

/** The imports of an election: listed, a file looked at, a file imported. */
const registerRoutesOfElection = (instance: FastifyInstance, useCases: ImportUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/elections/:id/imports',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findImports',
        tags: ['import'],
        summary: 'Imports, newest first, at most a hundred; a station sees its own',
        params: ElectionIdSchema,
        querystring: ImportFilter,
        response: answers({ 200: z.array(Import) }),
      },
    },
    async request =>
      unwrap(await useCases.findImports(contextOf(request), request.params.id, request.query)).map(one =>
        withProgress(one, useCases.progressOf(one.id) ?? null),
      ),
  )

  app.post(
    '/api/elections/:id/imports/preview',
    {
      config: { access: ['import-registers', 'import-registrations'], form: PreviewForm, work: 'batch' },
      schema: {
        operationId: 'previewImport',
        tags: ['import'],
        summary: 'What a file holds and how its columns are read; nothing is kept',
        consumes: ['multipart/form-data'],
        params: ElectionIdSchema,
        response: answers({ 200: Preview }),
      },
    },
    async request => {
      const ctx = contextOf(request)
      const { file, fields } = await receiveUpload(request, PreviewForm, ctx.files)
      try {
        if (!GRANTS[ctx.actor.role].includes(permissionFor(fields.kind))) throw refuse({ code: 'forbidden', field: 'kind' })
        const { kind, reading } = fields
        return await ctx.files.withPlainCopy(file.sealedId, async path =>
          unwrap(
            await useCases.previewImport(ctx, { electionId: request.params.id, kind, file: { path, name: file.name }, reading }),
          ),
        )
      } finally {
        await ctx.files.remove(file.sealedId)
      }
    },
  )

  app.post(
    '/api/elections/:id/imports',
    {
      config: { access: ['import-registers', 'import-registrations'], form: ImportForm, work: 'batch' },
      schema: {
        operationId: 'startImport',
        tags: ['import'],
        summary: 'Import a file; it goes on after the answer',
        headers: RetryHeaders,
        consumes: ['multipart/form-data'],
        params: ElectionIdSchema,
        response: answers({ 202: ImportStarted }),
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request)
      const { file, fields } = await receiveUpload(request, ImportForm, ctx.files)
      try {
        if (!GRANTS[ctx.actor.role].includes(permissionFor(fields.kind))) throw refuse({ code: 'forbidden', field: 'kind' })
        const { id } = unwrap(await useCases.startImport(contextOf(request), { ...fields, electionId: request.params.id, file }))
        return reply.code(202).send({ id })
      } catch (error) {
        await ctx.files.remove(file.sealedId)
        throw error
      }
    },
  )
}

/** One import: how far it is, and its report. */
const registerRoutesOfImport = (instance: FastifyInstance, useCases: ImportUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/imports/:importId',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getImport',
        tags: ['import'],
        summary: 'One import and how far it is',
        params: ImportId,
        response: answers({ 200: Import }),
      },
    },
    async request => {
      const one = unwrap(await useCases.getImport(contextOf(request), request.params.importId))
      return withProgress(one, useCases.progressOf(one.id) ?? null)
    },
  )

  app.post(
    '/api/imports/:importId/held',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'decideHeldImport',
        tags: ['import'],
        summary: 'Let in a file that waits for an officer, or send it back',
        headers: RetryHeaders,
        params: ImportId,
        body: HeldBody,
        response: answers({ 200: ImportStarted }),
      },
    },
    async request => unwrap(await useCases.decideHeld(contextOf(request), { ...request.params, ...request.body })),
  )

  app.get(
    '/api/imports/:importId/report',
    {
      config: { access: ['import-registers', 'import-registrations'], work: 'batch' },
      schema: {
        operationId: 'downloadImportReport',
        tags: ['import'],
        summary: 'The same file with a result for each row',
        params: ImportId,
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const report = unwrap(await useCases.openImportReport(contextOf(request), request.params.importId))
      return attachment(reply, report.name).send(report.content)
    },
  )
}
