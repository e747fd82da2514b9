/** Calls of the API about setting an election up: its timetable, seats and committees. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
export type Timetable = Schemas['Timetable']
export type TimetableStep = Schemas['TimetableStep']
export type StepName = Schemas['StepName']
export type MovedDay = Schemas['MovedDay']
export type Congress = Schemas['Congress']
export type Committee = Schemas['Committee']
export type RecordStep = operations['recordStep']['requestBody']['content']['application/json']
export type MoveDay = operations['moveElectionDay']['requestBody']['content']['application/json']
export type NewSeatDecision = operations['setSeats']['requestBody']['content']['application/json']
export type NamedCommittee = operations['nameCommittee']['requestBody']['content']['application/json']
export type AppointedMember = operations['appointMember']['requestBody']['content']['application/json']
export type EndedMembership = operations['endMembership']['requestBody']['content']['application/json']

const of = (id: string) => ({ path: { id } })

export const readTimetable = (id: string) => bodyOf(api.GET('/api/elections/{id}/timetable', { params: of(id) }))
export const recordStep = (id: string, step: StepName, body: RecordStep, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/timetable/{step}', { params: { path: { id, step } }, body, headers: once(requestId) }))
export const takeBackStep = (id: string, step: StepName, reason: string, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/timetable/{step}/take-back', {
      params: { path: { id, step } },
      body: { reason },
      headers: once(requestId),
    }),
  )
export const moveDay = (id: string, body: MoveDay, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/timetable/move', { params: of(id), body, headers: once(requestId) }))
export const timetableFileUrl = (id: string, language: 'zh' | 'en') =>
  `/api/elections/${encodeURIComponent(id)}/timetable.ics?language=${language}`

export const readSeats = (id: string) => bodyOf(api.GET('/api/elections/{id}/seats', { params: of(id) }))
export const setSeats = (id: string, body: NewSeatDecision, requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/seats', { params: of(id), body, headers: once(requestId) }))
export const seatSheetUrl = (id: string, { level, areaCode }: Pick<Congress, 'level' | 'areaCode'>) =>
  `/api/elections/${encodeURIComponent(id)}/seats/${level}/${areaCode}/sheet.pdf`

export const readCommittees = (id: string) => bodyOf(api.GET('/api/elections/{id}/committees', { params: of(id) }))
export const nameCommittee = (id: string, body: NamedCommittee, requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/committees', { params: of(id), body, headers: once(requestId) }))
export const appointMember = (id: string, body: AppointedMember, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/committees/members', { params: of(id), body, headers: once(requestId) }))
export const endMembership = (id: string, memberId: number, body: EndedMembership, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/committees/members/{memberId}/leave', {
      params: { path: { id, memberId } },
      body,
      headers: once(requestId),
    }),
  )
