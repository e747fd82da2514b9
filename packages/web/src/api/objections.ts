/** Calls of the API about objections to the list. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
type BodyOf<Operation extends { requestBody: { content: { 'application/json': unknown } } }> =
  Operation['requestBody']['content']['application/json']
export type ObjectionItem = Schemas['ObjectionItem']
export type ObjectionDetail = Schemas['ObjectionDetail']
export type ObjectionPage = Schemas['ObjectionPage']
export type ObjectionDecision = BodyOf<operations['decideObjection']>
export type ObjectionSuit = BodyOf<operations['recordObjectionSuit']>
export type ObjectionJudgment = BodyOf<operations['recordObjectionJudgment']>
export type StationObjection = BodyOf<operations['fileStationObjection']>

/** A step of a case, as the page takes it. */
export type ObjectionStep =
  | { readonly step: 'decision'; readonly body: ObjectionDecision }
  | { readonly step: 'undo'; readonly body: { readonly reason: string } }
  | { readonly step: 'served' }
  | { readonly step: 'suit'; readonly body: ObjectionSuit }
  | { readonly step: 'judgment'; readonly body: ObjectionJudgment }
  | { readonly step: 'close' }

export const readObjections = (id: string, state: 'open' | 'closed', cursor?: string) =>
  bodyOf(
    api.GET('/api/elections/{id}/objections', {
      params: { path: { id }, query: { state, ...(cursor ? { cursor } : {}) } },
    }),
  )

interface Ref {
  readonly countyCode: string
  readonly id: number
}
const refOf = (id: string, one: Ref) => ({ path: { id, countyCode: one.countyCode, objectionId: one.id } })
export const readObjection = (id: string, one: Ref) =>
  bodyOf(api.GET('/api/elections/{id}/objections/{countyCode}/{objectionId}', { params: refOf(id, one) }))
export const fileObjection = (id: string, body: StationObjection, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/objections', { params: { path: { id } }, body, headers: once(requestId) }))

/** Takes a step; returns the changed objection. */
export const stepObjection = (id: string, one: Ref, step: ObjectionStep, requestId: string) => {
  const sent = { params: refOf(id, one), headers: once(requestId) }
  switch (step.step) {
    case 'decision':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/decision', { ...sent, body: step.body }))
    case 'undo':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/undo', { ...sent, body: step.body }))
    case 'served':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/served', sent))
    case 'suit':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/suit', { ...sent, body: step.body }))
    case 'judgment':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/judgment', { ...sent, body: step.body }))
    case 'close':
      return bodyOf(api.POST('/api/elections/{id}/objections/{countyCode}/{objectionId}/close', sent))
  }
}
