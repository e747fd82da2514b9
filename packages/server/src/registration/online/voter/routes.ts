/** HTTP of a signed-in voter: elections, the form, places, registering, the own registrations and the card. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type VoterContext, voterContextOf } from '../../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../../platform/http/index.ts'
import { type OnlineFailure, onlineFailures } from '../errors.ts'
import {
  MyElectionId,
  MyRegistration,
  NewRegistration,
  PlaceDetail,
  PlaceItem,
  PlaceQuery,
  RegistrationAnswer,
  VoterElection,
  VoterElectionId,
  VoterForm,
  VoterPlaceId,
} from '../schema.ts'

type Answered<T> = Promise<Result<T, Failure<OnlineFailure>>>

export interface VoterUseCases {
  findElectionsForVoter(ctx: VoterContext): Promise<VoterElection[]>
  getVoterForm(ctx: VoterContext, electionId: string): Answered<VoterForm>
  findPlaces(ctx: VoterContext, electionId: string, query: PlaceQuery): Answered<PlaceItem[]>
  getPlace(ctx: VoterContext, electionId: string, community: string): Answered<PlaceDetail>
  registerVoter(ctx: VoterContext, electionId: string, input: NewRegistration): Answered<RegistrationAnswer>
  findMyRegistrations(ctx: VoterContext): Promise<MyRegistration[]>
  getMyRegistration(ctx: VoterContext, electionId: string): Answered<MyRegistration>
  getMyCard(ctx: VoterContext, electionId: string): Answered<{ text: string }>
}

const ACCESS = { access: 'voter' } as const
const TAGS = ['voter']

export const registerVoterRoutes = (instance: FastifyInstance, useCases: VoterUseCases): void => {
  registerFormRoutes(instance, useCases)
  registerRegistrationRoutes(instance, useCases)
}

/** Elections, the form and the places to register for. */
const registerFormRoutes = (instance: FastifyInstance, useCases: VoterUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = onlineFailures

  app.get(
    '/api/voter/elections',
    {
      config: ACCESS,
      schema: {
        operationId: 'findVoterElections',
        tags: TAGS,
        summary: 'Elections a voter may register for',
        response: answers({ 200: z.array(VoterElection) }),
      },
    },
    async request => useCases.findElectionsForVoter(voterContextOf(request)),
  )

  app.get(
    '/api/voter/elections/:id/form',
    {
      config: ACCESS,
      schema: {
        operationId: 'getVoterForm',
        tags: TAGS,
        summary: 'What registering asks of this voter, and why',
        params: VoterElectionId,
        response: answers({ 200: VoterForm }),
      },
    },
    async request => unwrap(await useCases.getVoterForm(voterContextOf(request), request.params.id)),
  )

  app.get(
    '/api/voter/elections/:id/places',
    {
      config: ACCESS,
      schema: {
        operationId: 'findVoterPlaces',
        tags: TAGS,
        summary: 'Communities by name, part of it, or initials of its pinyin',
        params: VoterElectionId,
        querystring: PlaceQuery,
        response: answers({ 200: z.array(PlaceItem) }),
      },
    },
    async request => unwrap(await useCases.findPlaces(voterContextOf(request), request.params.id, request.query)),
  )

  app.get(
    '/api/voter/elections/:id/places/:community',
    {
      config: ACCESS,
      schema: {
        operationId: 'getVoterPlace',
        tags: TAGS,
        summary: 'Districts and stations of a community',
        params: VoterPlaceId,
        response: answers({ 200: PlaceDetail }),
      },
    },
    async request => unwrap(await useCases.getPlace(voterContextOf(request), request.params.id, request.params.community)),
  )
}

/** Registering, and the voter's own registrations. */
const registerRegistrationRoutes = (instance: FastifyInstance, useCases: VoterUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = onlineFailures

  app.post(
    '/api/voter/elections/:id/registrations',
    {
      config: ACCESS,
      schema: {
        operationId: 'registerVoter',
        tags: TAGS,
        summary: 'Register the voter, or a family member who agreed',
        headers: RetryHeaders,
        params: VoterElectionId,
        body: NewRegistration,
        response: answers({ 200: RegistrationAnswer }),
      },
    },
    async request => unwrap(await useCases.registerVoter(voterContextOf(request), request.params.id, request.body)),
  )

  app.get(
    '/api/voter/registrations',
    {
      config: ACCESS,
      schema: {
        operationId: 'findMyRegistrations',
        tags: TAGS,
        summary: 'The voter’s own registrations',
        response: answers({ 200: z.array(MyRegistration) }),
      },
    },
    async request => useCases.findMyRegistrations(voterContextOf(request)),
  )

  app.get(
    '/api/voter/registrations/:electionId',
    {
      config: ACCESS,
      schema: {
        operationId: 'getMyRegistration',
        tags: TAGS,
        summary: 'Am I registered?',
        params: MyElectionId,
        response: answers({ 200: MyRegistration }),
      },
    },
    async request => unwrap(await useCases.getMyRegistration(voterContextOf(request), request.params.electionId)),
  )

  app.get(
    '/api/voter/registrations/:electionId/card',
    {
      config: ACCESS,
      schema: {
        operationId: 'getMyCard',
        tags: TAGS,
        summary: 'The signed text of the voter’s card, for a QR',
        params: MyElectionId,
        response: answers({ 200: z.object({ text: z.string() }) }),
      },
    },
    async request => unwrap(await useCases.getMyCard(voterContextOf(request), request.params.electionId)),
  )
}
