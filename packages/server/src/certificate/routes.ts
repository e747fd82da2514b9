/** HTTP of certificates: voters ask and take, offices give, stations take. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../access/index.ts'
import { contextOf, type VoterContext, voterContextOf } from '../access/index.ts'
import { ElectionIdSchema } from '../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, RetryHeaders } from '../platform/http/index.ts'
import { type CertificateFailure, certificateFailures } from './errors.ts'
import type { CertificateFile } from './issue/index.ts'
import {
  AcceptAtStation,
  AcceptancePage,
  AcceptanceQuery,
  Accepted,
  AcceptMine,
  CertificateFigures,
  CertificateId,
  CertificateItem,
  CertificatePage,
  CertificateQuery,
  IssueBody,
  Mine,
  NewRequest,
  NewRequestAtStation,
  ReasonBody,
  Verified,
  VerifyBody,
} from './schema.ts'

type Answered<T> = Promise<Result<T, Failure<CertificateFailure>>>
interface One {
  readonly electionId: string
  readonly id: string
}

export interface CertificateUseCases {
  askForCertificate(ctx: VoterContext, input: { electionId: string; to?: string | undefined }): Answered<CertificateItem>
  findMyCertificates(ctx: VoterContext): Promise<Mine>
  acceptMyCertificate(ctx: VoterContext, input: AcceptMine): Answered<Accepted>
  askAtStation(ctx: Context, electionId: string, input: NewRequestAtStation): Answered<CertificateItem>
  listCertificates(ctx: Context, electionId: string, query: CertificateQuery): Answered<CertificatePage>
  findCertificateFigures(ctx: Context, electionId: string): Answered<CertificateFigures>
  listAcceptances(ctx: Context, electionId: string, query: AcceptanceQuery): Answered<AcceptancePage>
  issueCertificate(ctx: Context, input: One & { readonly validUntil?: string | undefined }): Answered<CertificateItem>
  refuseCertificate(ctx: Context, input: One & { readonly reason: string }): Answered<CertificateItem>
  revokeCertificate(ctx: Context, input: One & { readonly reason: string }): Answered<CertificateItem>
  reprintCertificate(ctx: Context, input: One): Answered<CertificateItem>
  printOwnCertificate(ctx: Context, input: One): Answered<CertificateFile>
  acceptAtStation(ctx: Context, electionId: string, input: AcceptAtStation): Answered<Accepted>
  verifyCertificate(ctx: Context, input: { text: string; electionId?: string | undefined }): Answered<Verified>
}

const TAGS = ['certificate']
const LIST = '/api/elections/:id/certificates'
const ONE = `${LIST}/:cid`
const MINE = '/api/voter/certificates'

const { unwrap } = certificateFailures
const of = ({ id, cid }: { id: string; cid: string }): One => ({ electionId: id, id: cid })

export const registerCertificateRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  registerVoterRoutes(instance, useCases)
  registerListRoutes(instance, useCases)
  registerStationRoutes(instance, useCases)
  registerDecisionRoutes(instance, useCases)
  registerPaperRoutes(instance, useCases)
}

/** What a voter does: ask for a certificate, see their own, and take one to a new place. */
const registerVoterRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    MINE,
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'askForCertificate',
        tags: TAGS,
        summary: 'Ask for a certificate; whoever is not registered yet is registered first. Asking twice is asking once',
        headers: RetryHeaders,
        body: NewRequest,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.askForCertificate(voterContextOf(request), request.body)),
  )
  app.get(
    MINE,
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'findMyCertificates',
        tags: TAGS,
        summary: 'The voter’s own certificates, with the text of the QR, and those that were taken',
        response: answers({ 200: Mine }),
      },
    },
    async request => useCases.findMyCertificates(voterContextOf(request)),
  )
  app.post(
    `${MINE}/accept`,
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'acceptMyCertificate',
        tags: TAGS,
        summary: 'Register at a new place with a certificate of the old one',
        headers: RetryHeaders,
        body: AcceptMine,
        response: answers({ 200: Accepted }),
      },
    },
    async request => unwrap(await useCases.acceptMyCertificate(voterContextOf(request), request.body)),
  )
}

/** Certificates of an election, given and taken, with their figures. */
const registerListRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    LIST,
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findCertificates',
        tags: TAGS,
        summary: 'Every certificate ever asked for, with figures by state',
        params: ElectionIdSchema,
        querystring: CertificateQuery,
        response: answers({ 200: CertificatePage }),
      },
    },
    async request => unwrap(await useCases.listCertificates(contextOf(request), request.params.id, request.query)),
  )
  app.get(
    `${LIST}/figures`,
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getCertificateFigures',
        tags: TAGS,
        summary: 'Asked, issued, accepted; who needs a certificate by the rules, and who does not',
        params: ElectionIdSchema,
        response: answers({ 200: CertificateFigures }),
      },
    },
    async request => unwrap(await useCases.findCertificateFigures(contextOf(request), request.params.id)),
  )
  app.get(
    `${LIST}/accepted`,
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findAcceptedCertificates',
        tags: TAGS,
        summary: 'Certificates taken in this election, and how far each is',
        params: ElectionIdSchema,
        querystring: AcceptanceQuery,
        response: answers({ 200: AcceptancePage }),
      },
    },
    async request => unwrap(await useCases.listAcceptances(contextOf(request), request.params.id, request.query)),
  )
}

/** What a registration station does for someone who is there. */
const registerStationRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    LIST,
    {
      config: { access: 'register' },
      schema: {
        operationId: 'askForCertificateAtStation',
        tags: TAGS,
        summary: 'Someone asks for a certificate at a station, with their ID card',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewRequestAtStation,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.askAtStation(contextOf(request), request.params.id, request.body)),
  )
  app.post(
    `${LIST}/accept`,
    {
      config: { access: 'register' },
      schema: {
        operationId: 'acceptCertificate',
        tags: TAGS,
        summary: 'Take a certificate at a station',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: AcceptAtStation,
        response: answers({ 200: Accepted }),
      },
    },
    async request => unwrap(await useCases.acceptAtStation(contextOf(request), request.params.id, request.body)),
  )
}

/** What an office decides about one certificate. */
const registerDecisionRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    `${ONE}/issue`,
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'issueCertificate',
        tags: TAGS,
        summary: 'Give the certificate',
        headers: RetryHeaders,
        params: CertificateId,
        body: IssueBody,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.issueCertificate(contextOf(request), { ...of(request.params), ...request.body })),
  )
  app.post(
    `${ONE}/refuse`,
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'refuseCertificate',
        tags: TAGS,
        summary: 'Refuse it, and say why',
        headers: RetryHeaders,
        params: CertificateId,
        body: ReasonBody,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.refuseCertificate(contextOf(request), { ...of(request.params), ...request.body })),
  )
  app.post(
    `${ONE}/revoke`,
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'revokeCertificate',
        tags: TAGS,
        summary: 'Take an issued certificate back, and say why',
        headers: RetryHeaders,
        params: CertificateId,
        body: ReasonBody,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.revokeCertificate(contextOf(request), { ...of(request.params), ...request.body })),
  )
}

/** Prints of a certificate, and the check of one that is shown. */
const registerPaperRoutes = (instance: FastifyInstance, useCases: CertificateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    `${ONE}/reprint`,
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'reprintCertificate',
        tags: TAGS,
        summary: 'Another print, marked as a copy and counted',
        headers: RetryHeaders,
        params: CertificateId,
        response: answers({ 200: CertificateItem }),
      },
    },
    async request => unwrap(await useCases.reprintCertificate(contextOf(request), of(request.params))),
  )
  app.get(
    `${ONE}/certificate.pdf`,
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'printCertificate',
        tags: TAGS,
        summary: 'An issued certificate on paper, one A5 page; after a reprint marked as that copy (副本)',
        params: CertificateId,
        produces: ['application/pdf'],
        response: answers({ 200: FileAnswer }),
      },
    },
    async (request, reply) => {
      const { name, pdf } = unwrap(await useCases.printOwnCertificate(contextOf(request), of(request.params)))
      return attachment(reply, name).send(Buffer.from(pdf))
    },
  )
  app.post(
    '/api/certificates/verify',
    {
      config: { access: 'register' },
      schema: {
        operationId: 'verifyCertificate',
        tags: TAGS,
        summary: 'Is this certificate genuine and in time? Nobody else is asked',
        body: VerifyBody,
        response: answers({ 200: Verified }),
      },
    },
    async request => unwrap(await useCases.verifyCertificate(contextOf(request), request.body)),
  )
}
