/** What the API answers, named: every type comes from the server's own description (schema.d.ts is generated from openapi.json). */
import type { components, operations, paths } from './schema.d.ts'

type Schemas = components['schemas']

export type Text = Schemas['Text']
export type Permission = Schemas['Permission']
export type Role = Schemas['Role']
export type Place = Schemas['Area']
export type Area = Schemas['AreaWithLevel']
export type Session = Schemas['Session']
export type Finding = Schemas['FindingRule']
export type Election = Schemas['Election']
export type NewElection = operations['createElection']['requestBody']['content']['application/json']

export type PopulationSource = Schemas['PopulationSource']
export type AuthorityStanding = Schemas['AuthorityStanding']
export type DisqualificationRecord = Schemas['DisqualificationRecord']
export type Station = Schemas['ServingStation']
export type NewStation = operations['replaceStations']['requestBody']['content']['application/json']['stations'][number]
export type ImportKind = Schemas['ImportKind']
export type Import = Schemas['Import']
export type ImportPreview = Schemas['Preview']

export type RollVersion = Schemas['RollVersion']
export type DistrictPlaces = Schemas['DistrictPlaces']
export type RollPreview = Schemas['RollPreview']
export type Job = Schemas['Job']

export type Overview = Schemas['Overview']
export type Townships = Schemas['Townships']
export type CommunityCounts = Overview['communities'][number]

export type SecondGiven = Schemas['SecondGivenInput']
export type WaitingChange = Schemas['WaitingChange']
export type ReviewCase = Schemas['ReviewCase']
export type FailedCase = Schemas['Failed']
export type CaseFinding = ReviewCase['findings'][number]
export type ReviewPage = Schemas['ReviewPage']
export type RefusedPage = Schemas['RefusedPage']

export type RuleSets = Schemas['RuleSets']
export type VisitOutcome = Schemas['VisitOutcome']
export type MissingCommunities = Schemas['MissingCommunities']
export type NotYetRegisteredPage = Schemas['NotYetRegisteredPage']
export type PersonToVisit = NotYetRegisteredPage['items'][number]
export type AuditPage = Schemas['AuditPage']
export type Device = Schemas['Device']

/** Only a demo says so, and names its accounts. */
export type Health = Schemas['Health'] & {
  demo?: boolean
  accounts?: { username: string; password: string; role: Role; area?: Place }[]
}
export type RefusedRow = Schemas['RefusedPage']['items'][number]
export type MendBody =
  paths['/api/elections/{id}/refused/{countyCode}/{digest}/mend']['post']['requestBody']['content']['application/json']
export type Batch = Schemas['Batch']
export type BatchFile = Schemas['BatchFile']
export type BatchChoice =
  paths['/api/import-batches/{batchId}/files/{fileId}/choice']['put']['requestBody']['content']['application/json']
