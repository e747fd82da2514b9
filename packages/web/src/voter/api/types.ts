/** What the API answers a voter: types of the server's own description, and those of parts that it does not describe. */
import type { components, operations } from '../../api/schema.d.ts'

type Schemas = components['schemas']

export type Text = Schemas['Text']
export type Place = Schemas['Area']
export type Logins = Schemas['VoterLoginList']
export type Me = Schemas['VoterMe']
export type AccessHistoryEntry = Schemas['AccessHistoryEntry']
export type Contact = Schemas['VoterContact']
export type VoterElection = Schemas['VoterElection']

export type Form = Schemas['VoterForm']
export type FormBasis = Form['bases'][number]
export type Ask = FormBasis['asks'][number]
export type Evidence = Ask['evidence']
export type FoundPlace = Schemas['Place']
export type Station = Schemas['Station']
export type Districts = Schemas['VoterDistricts']
export type PlaceDetail = Schemas['PlaceDetail']

export type Finding = Schemas['Found']
export type MyRegistration = Schemas['MyRegistration']
export type OwnList = Schemas['OwnList']
export type EntryProofs = Schemas['EntryProofs']
export type Status = MyRegistration['status']
export type Step = MyRegistration['steps'][number]
export type Answer = Schemas['RegistrationAnswer']
export type MyRefusal = Schemas['MyRefusal']
export type ObjectionDays = Schemas['ObjectionDays']
export type Outcome = Answer['outcome']
export type Claim = Schemas['NewRegistrationInput']

/** As in `OBJECTION_KINDS` of the domain, with whose entry it is. */
export const COMPLAINTS = [
  'missing/own',
  'wrong-particulars/own',
  'missing/other',
  'wrong-particulars/other',
  'wrongly-listed/other',
] as const
export type Complaint = (typeof COMPLAINTS)[number]
export type NewObjection = operations['fileMyObjection']['requestBody']['content']['application/json']
export type Objection = Schemas['MyObjection']

export interface Question {
  readonly id: string | number
  readonly section: string
  readonly question: string
  readonly answerHtml: string
}
export interface Video {
  readonly id: string | number
  readonly title: Text
  readonly seconds: number
  readonly src: string
  readonly captions: readonly { readonly lang: string; readonly src: string }[]
  readonly poster: string | null
}
