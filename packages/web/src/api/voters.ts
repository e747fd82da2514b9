/** The roll of an area: its people, by place or by name; one person by number; the changes of an officer. */
import { api, bodyOf, once } from './request.ts'
import type { paths } from './schema.d.ts'
import type { SecondGiven } from './types.ts'

type Found = paths['/api/elections/{id}/voters']['get']['responses']['200']['content']['application/json']
export type Voter = Found['items'][number]
export type VotersFilter = NonNullable<paths['/api/elections/{id}/voters/count']['get']['parameters']['query']>
export type NumberAnswer =
  paths['/api/elections/{id}/voters/by-number']['post']['responses']['200']['content']['application/json']

export const readVoters = (id: string, filter: VotersFilter, cursor?: string) =>
  bodyOf(api.GET('/api/elections/{id}/voters', { params: { path: { id }, query: { ...filter, ...(cursor ? { cursor } : {}) } } }))
export const countVoters = (id: string, filter: VotersFilter) =>
  bodyOf(api.GET('/api/elections/{id}/voters/count', { params: { path: { id }, query: filter } }))

/** Not a query: the answer is kept nowhere. */
export const lookUpNumber = (id: string, body: { name: string; number: string; reason: string }) =>
  bodyOf(api.POST('/api/elections/{id}/voters/by-number', { params: { path: { id } }, body }))

export const readVoterDistricts = (id: string) =>
  bodyOf(api.GET('/api/elections/{id}/voters/districts', { params: { path: { id } } }))

interface Ref {
  readonly countyCode: string
  readonly registrationId: number
}
const pathOf = ({ countyCode, registrationId }: Ref) => ({ countyCode, registrationId })

type One = paths['/api/registrations/{countyCode}/{registrationId}']['get']['responses']['200']['content']['application/json']
export type RegisteredPerson = One
type Body<Path extends keyof paths> = paths[Path] extends { post: { requestBody: { content: { 'application/json': infer B } } } }
  ? B
  : never
export type VoterCorrection = Body<'/api/registrations/{countyCode}/{registrationId}/correction'>
export type VoterRemoval = Body<'/api/registrations/{countyCode}/{registrationId}/removal'>
export type DeskRegistration = Body<'/api/elections/{id}/registrations'>

export const readRegisteredPerson = (of: Ref): Promise<One> =>
  bodyOf(api.GET('/api/registrations/{countyCode}/{registrationId}', { params: { path: pathOf(of) } }))
export const correctVoter = (of: Ref, body: VoterCorrection, requestId: string): Promise<One> =>
  bodyOf(
    api.POST('/api/registrations/{countyCode}/{registrationId}/correction', {
      params: { path: pathOf(of) },
      body,
      headers: once(requestId),
    }),
  )
export const askRemoval = (of: Ref, body: VoterRemoval, requestId: string): Promise<One> =>
  bodyOf(
    api.POST('/api/registrations/{countyCode}/{registrationId}/removal', {
      params: { path: pathOf(of) },
      body,
      headers: once(requestId),
    }),
  )
export const settleRemoval = (of: Ref, decision: 'confirm' | 'withdraw', requestId: string, second?: SecondGiven): Promise<One> =>
  bodyOf(
    decision === 'confirm'
      ? api.POST('/api/registrations/{countyCode}/{registrationId}/removal/confirm', {
          params: { path: pathOf(of) },
          body: second ? { second } : null,
          headers: once(requestId),
        })
      : api.POST('/api/registrations/{countyCode}/{registrationId}/removal/withdraw', {
          params: { path: pathOf(of) },
          headers: once(requestId),
        }),
  )
export const registerAtDesk = (id: string, body: DeskRegistration, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/registrations', { params: { path: { id } }, body, headers: once(requestId) }))

/** People, cases, communities and imports by a few words. */
export const searchEverything = (id: string, q: string) =>
  bodyOf(api.GET('/api/elections/{id}/search', { params: { path: { id }, query: { q } } }))
