/** What the API answers a voter. */
import type { Text } from '../api/types.ts'

export type { Text }
export interface Place {
  readonly code: string
  readonly name: string
}
export interface LoginOption {
  readonly id: string
  readonly name: Text
}
export interface Logins {
  readonly options: readonly LoginOption[]
  readonly demo: boolean
}
export interface Me {
  readonly name: string
  readonly maskedNumber: string
  readonly sex: string | null
  readonly birthDate: string | null
  readonly issuer: string
  readonly sessionEndsAt: string
}
export interface Look {
  readonly at: string
  readonly by: { readonly office: string; readonly role: string }
  readonly what: string
  readonly why: string | null
}
export interface VoterElection {
  readonly id: string
  readonly name: string
  readonly pollingDay: string
  readonly levels: readonly string[]
  readonly area: Place
  readonly open: boolean
  /** The last day to register here. */
  readonly until: string
  readonly training: boolean
}

export type Basis = 'hukou' | 'residence' | 'work' | 'study'
export interface Ask {
  readonly evidence: string
  readonly title: Text
  readonly why: Text
  readonly article: string
}
export interface FormBasis {
  readonly basis: Basis
  readonly title: Text
  readonly why: Text
  readonly article: string
  /** What is asked for; empty: nothing is. */
  readonly asks: readonly Ask[]
  /** Any one of these sets is enough. */
  readonly enough: readonly (readonly string[])[]
}
export interface Form {
  readonly hukouArea: Place | null
  readonly suggestion: { readonly community: Place; readonly basis: Basis; readonly why: Text } | null
  readonly bases: readonly FormBasis[]
}
export interface FoundPlace extends Place {
  readonly path: string
}
export interface Station {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly hours: string
  readonly phone: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}
export interface Districts {
  readonly county: Place | null
  readonly township: Place | null
}
export interface PlaceDetail {
  readonly community: Place
  readonly districts: Districts
  readonly stations: readonly Station[]
}

export interface Finding {
  readonly code: string
  readonly article: string
  readonly title: Text
  readonly next: Text
}
export interface Step {
  readonly step: string
  readonly title: Text
  readonly until: string
  readonly article: string
}
export type Status = 'registered' | 'review' | 'pending' | 'refused' | 'moved' | 'removed'
export interface MyRegistration {
  readonly electionId: string
  readonly electionName: string
  readonly pollingDay: string
  readonly countyCode: string
  readonly registrationId: string | number
  readonly status: Status
  readonly community: Place | null
  readonly districts: Districts
  readonly voterGroup: string | null
  readonly stations: readonly Station[]
  readonly listed: { readonly version: number; readonly number: number; readonly district: string } | null
  readonly channel: string
  readonly at: string
  readonly findings: readonly Finding[]
  readonly steps: readonly Step[]
}

export type Outcome = 'registered' | 'review' | 'pending' | 'refused' | 'already' | 'elsewhere' | 'received'
export interface Answer {
  readonly outcome: Outcome
  readonly registration: MyRegistration | null
  readonly findings: readonly Finding[]
  readonly elsewhere?: { readonly community: string; readonly since: string } | null | undefined
}
export interface Family {
  readonly name: string
  readonly number: string
  readonly relation: string
  readonly consent: true
}
export interface Claim {
  readonly community: string
  readonly basis: Basis
  readonly unit?: string
  readonly evidence: readonly string[]
  readonly instead?: true
  readonly family?: Family
}

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

export const OBJECTION_KINDS = ['missing', 'wrong', 'other-person', 'refused'] as const
export type ObjectionKind = (typeof OBJECTION_KINDS)[number]
export interface Objection {
  readonly id: string | number
  readonly electionId: string
  readonly kind: ObjectionKind
  readonly text: string
  readonly at: string
  readonly state: 'open' | 'upheld' | 'rejected' | 'sued'
  readonly decideBy: string | null
  readonly reason: string | null
  readonly next: Text | null
}
