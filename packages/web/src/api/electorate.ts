/** Calls of the API about who elects a township's deputies. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components } from './schema.d.ts'

type Schemas = components['schemas']
export type Electorate = Schemas['Electorate']
export type ElectingCommunity = Schemas['ElectingCommunity']
export type ElectingUnit = Schemas['ElectingUnit']
export type NewElectingUnit = Schemas['NewElectingUnitInput']
export type TownshipPerson = Schemas['TownshipPeople']['items'][number]
export type TownshipAnswer = Schemas['TownshipAnswerInput']

const of = (id: string) => ({ path: { id } })

export const readElectorate = (id: string) => bodyOf(api.GET('/api/elections/{id}/electorate', { params: of(id) }))
export const electorateTableUrl = (id: string) => `/api/elections/${encodeURIComponent(id)}/electorate/table.csv`
export const setCommunityDefaults = (id: string, body: Schemas['CommunityDefaultsInput'], requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/electorate/communities', { params: of(id), body, headers: once(requestId) }))
export const setElectingUnit = (id: string, body: NewElectingUnit, requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/electorate/units', { params: of(id), body, headers: once(requestId) }))
export const removeElectingUnit = (id: string, name: string, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/electorate/units/remove', { params: of(id), body: { name }, headers: once(requestId) }))
export const readTownshipPeople = (id: string, cursor: string | undefined) =>
  bodyOf(api.GET('/api/elections/{id}/electorate/people', { params: { ...of(id), query: cursor ? { cursor } : {} } }))
export const answerForPerson = (
  id: string,
  { countyCode, registrationId }: Pick<TownshipPerson, 'countyCode' | 'registrationId'>,
  body: TownshipAnswer,
  requestId: string,
) =>
  bodyOf(
    api.PUT('/api/elections/{id}/electorate/people/{countyCode}/{registrationId}', {
      params: { path: { id, countyCode, registrationId } },
      body,
      headers: once(requestId),
    }),
  )
