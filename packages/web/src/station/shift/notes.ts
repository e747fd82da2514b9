/** What the worker reads of what was entered, and of what became of it. Lies on the phone only under the shift's key. */
import type { Done, Outcome, Refused } from './calls.ts'

/** The request body of a registration in the field or at a station. */
export interface Registration {
  readonly person:
    | { readonly kind: 'resident-id'; readonly name: string; readonly number: string }
    | {
        readonly kind: 'document'
        readonly type: 'passport' | 'household-register' | 'other'
        readonly number: string
        readonly name: string
        readonly birthDate: string
        readonly sex: 'M' | 'F'
      }
  readonly community: string
  readonly basis: 'hukou' | 'residence' | 'work' | 'study'
  readonly part?: string
  readonly unit?: string
  readonly evidence: readonly (
    | 'certificate'
    | 'residencePermit'
    | 'residence'
    | 'contract'
    | 'tookPartLastTime'
    | 'student'
    | 'universityStudent'
    | 'livesAbroad'
  )[]
  readonly livesHereSince?: string
  readonly contractFrom?: string
  readonly contractUntil?: string
  readonly electsTownship?: boolean
  readonly address?: string
  readonly phone?: string
  readonly channel: 'door' | 'station'
  readonly consent?: { readonly relation: string; readonly note: string }
  readonly instead?: true
}

/** `personRef`: the person of the work list whom it is about, if any. */
export type Entry =
  | { readonly kind: 'registration'; readonly registration: Registration; readonly personRef: string | null }
  | { readonly kind: 'visit'; readonly personRef: string; readonly outcome: Outcome; readonly name: string }

/** `sealed` is there when the worker has yet to be asked after the shift: then the item still waits. */
export interface Waits {
  readonly requestId: string
  readonly at: number
  readonly entry: Entry | null
}

export interface Answer {
  readonly requestId: string
  readonly at: number
  readonly entry: Entry | null
  readonly result: Done | Refused
}

export const nameOf = (entry: Entry): string => (entry.kind === 'visit' ? entry.name : entry.registration.person.name)

/** Does the worker have to do something about it? */
export const needsWorker = ({ result }: Pick<Answer, 'result'>): boolean =>
  result.state === 'refused' || (result.answer !== null && ['refused', 'elsewhere', 'review'].includes(result.answer.outcome))

/** First and last characters of a number: enough to tell two people of one name apart. */
export const maskNumber = (number: string): string =>
  number.length < 8 ? '*'.repeat(number.length) : `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`
