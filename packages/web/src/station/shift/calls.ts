/** What this page asks of the server. All throw ApiError; without a signal its status is 0. */
import { api, bodyOf } from '../../api/request.ts'
import type { components, operations } from '../../api/schema.d.ts'
import type { SavedDevice } from './memory.ts'

type Schemas = components['schemas']
export type Bundle = Schemas['ShiftBundle']
export type Person = Bundle['people'][number]
export type Outcome = Schemas['VisitOutcome']
export type Result = Schemas['QueueResult']['results'][number]
export type Done = Extract<Result, { state: 'done' }>
export type Refused = Extract<Result, { state: 'refused' }>
export type Session = Schemas['Session']
export type Election = Schemas['Election']
type Queue = operations['syncShift']['requestBody']['content']['application/json']

const deviceHeader = ({ id, credential }: Pick<SavedDevice, 'id' | 'credential'>) => ({ 'mingce-device': `${id}.${credential}` })

export const readSession = () => bodyOf(api.GET('/api/session'))
export const readElections = () => bodyOf(api.GET('/api/elections'))
export const readAreas = (parent: string) => bodyOf(api.GET('/api/areas', { params: { query: { parent } } }))
export const signIn = (username: string, password: string) =>
  bodyOf(api.POST('/api/auth/sign-in', { body: { username, password } }))
export const takeSecondStep = (code: string) => bodyOf(api.POST('/api/auth/second-step', { body: { code } }))

export const enrol = (name: string, areaCode: string, shiftEndsAt: Date) =>
  bodyOf(api.POST('/api/devices', { body: { name, areaCode, shiftEndsAt: shiftEndsAt.toISOString() } }))

/** May this device go on? Asked with its own credential, also when nobody is signed in. */
export const readStanding = (device: SavedDevice) =>
  bodyOf(api.GET('/api/devices/this', { params: { header: deviceHeader(device) } }))

export const readBundle = (device: SavedDevice) =>
  bodyOf(api.GET('/api/elections/{id}/shift', { params: { path: { id: device.electionId }, header: deviceHeader(device) } }))

export const sendQueue = (device: SavedDevice, electionId: string, items: Queue['items']) =>
  bodyOf(
    api.POST('/api/elections/{id}/sync', {
      params: { path: { id: electionId }, header: deviceHeader(device) },
      body: { deviceId: device.id, items },
    }),
  )

/** The second officer has seen the document. */
export const confirmDocument = (electionId: string, countyCode: string, registrationId: number) =>
  bodyOf(
    api.POST('/api/elections/{id}/registrations/{countyCode}/{registrationId}/second-officer', {
      params: { path: { id: electionId, countyCode, registrationId } },
      body: {},
    }),
  )
