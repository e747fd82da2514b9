/** Calls of the API about plans of districts. All throw ApiError. */
import { api, bodyOf, once, upload } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
export type DistrictPlan = Schemas['DistrictPlan']
export type DistrictPlanSummary = Schemas['DistrictPlanSummary']
export type DistrictPlanUnit = Schemas['DistrictPlanUnit']
export type DistrictPlanDistrict = Schemas['DistrictPlanDistrict']
export type DistrictPlanShapes = Schemas['DistrictPlanShapes']
export type DistrictPlanComparison = Schemas['DistrictPlanComparison']
export type DistrictPlanMoves = Schemas['DistrictPlanMoves']
export type DividedCommunity = Schemas['DividedCommunity']
export type NewCommunityParts = Schemas['NewCommunityPartsInput']
type BodyOf<Operation extends { requestBody: { content: { 'application/json': unknown } } }> =
  Operation['requestBody']['content']['application/json']
export type DistrictPlanChange = BodyOf<operations['changeDistrictPlan']>
export type DistrictPlanProposal = BodyOf<operations['proposeDistrictPlan']>
export type NewDistrictPlan = BodyOf<operations['makeDistrictPlan']>

const refOf = (id: string, planId: number) => ({ path: { id, planId } })
const PLAN = '/api/elections/{id}/district-plans/{planId}' as const

export const readPlans = (id: string) => bodyOf(api.GET('/api/elections/{id}/district-plans', { params: { path: { id } } }))
export const readPlan = (id: string, planId: number) => bodyOf(api.GET(PLAN, { params: refOf(id, planId) }))
export const readPlanShapes = (id: string, planId: number) => bodyOf(api.GET(`${PLAN}/shapes`, { params: refOf(id, planId) }))
export const readPlanMoves = (id: string, planId: number) => bodyOf(api.GET(`${PLAN}/moves`, { params: refOf(id, planId) }))
export const readPlanComparison = (id: string, planId: number, other: number) =>
  bodyOf(api.GET(`${PLAN}/comparison`, { params: { ...refOf(id, planId), query: { with: other } } }))
export const makePlan = (id: string, body: NewDistrictPlan, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/district-plans', { params: { path: { id } }, body, headers: once(requestId) }))
export const sendPlanFile = (id: string, level: string, name: string, file: File) => {
  const form = new FormData()
  form.append('level', level)
  form.append('name', name)
  form.append('file', file)
  return upload<DistrictPlan>(`/api/elections/${encodeURIComponent(id)}/district-plans/files`, form, () => undefined)
}
export const changePlan = (id: string, planId: number, body: DistrictPlanChange, requestId: string) =>
  bodyOf(api.POST(`${PLAN}/changes`, { params: refOf(id, planId), body, headers: once(requestId) }))
export const proposePlan = (id: string, planId: number, body: DistrictPlanProposal, requestId: string) =>
  bodyOf(api.POST(`${PLAN}/propose`, { params: refOf(id, planId), body, headers: once(requestId) }))
export const undoPlan = (id: string, planId: number, requestId: string) =>
  bodyOf(api.POST(`${PLAN}/undo`, { params: refOf(id, planId), headers: once(requestId) }))
export const freezePlan = (id: string, planId: number, overrideReason: string | undefined, requestId: string) =>
  bodyOf(
    api.POST(`${PLAN}/freeze`, {
      params: refOf(id, planId),
      body: overrideReason ? { overrideReason } : {},
      headers: once(requestId),
    }),
  )
export const announcementOf = (id: string, planId: number) =>
  `/api/elections/${encodeURIComponent(id)}/district-plans/${planId}/announcement.pdf`

const PARTS = '/api/elections/{id}/community-parts' as const

/** Communities with their parts, and what rosters and the register say of them; `area`: a prefix of their codes. */
export const readCommunityParts = (id: string, area?: string) =>
  bodyOf(api.GET(PARTS, { params: { path: { id }, query: area === undefined ? {} : { area } } }))
export const setCommunityParts = (id: string, community: string, body: NewCommunityParts, requestId: string) =>
  bodyOf(api.PUT(`${PARTS}/{community}`, { params: { path: { id, community } }, body, headers: once(requestId) }))
export const partsTableOf = (id: string) => `/api/elections/${encodeURIComponent(id)}/community-parts/table.csv`
