/** What is known of the nominations in one district. Dates are `2026-12-20`, times `2026-12-20T09:00`; both compare as strings. */

export interface Span {
  readonly from: string
  readonly until: string
}

export interface Deprivation {
  readonly from: string
  /** The last day, or `life`. */
  readonly until: string
  /** The main sentence, until release or parole. */
  readonly sentence?: Span | undefined
}

export interface Nominee {
  readonly id: string
  readonly birth: string
  /** Areas on whose roll the person is. */
  readonly voterOf: readonly string[]
  /** null: has not answered. */
  readonly consents: boolean | null
  readonly citizen?: boolean | undefined
  readonly deprived?: Deprivation | undefined
  readonly suspended?: boolean | undefined
  /** Established, not alleged. */
  readonly foreignMoney?: boolean | undefined
  /** Particulars are established to be untrue. */
  readonly untrue?: boolean | undefined
  readonly committeeMember?: boolean | undefined
  /** Deputy in an area neither above nor below this one. */
  readonly deputyElsewhere?: boolean | undefined
  readonly left?: 'withdrew' | 'died' | undefined
  /** Nominations of the same person in other districts, and when they were handed in. */
  readonly otherDistricts?: readonly { readonly district: string; readonly at: string }[] | undefined
}

export interface Signature {
  /** Of a voter, or of an organisation. */
  readonly id: string
  /** When it was signed; null: unknown. */
  readonly at: string | null
  readonly withdrawn?: string | undefined
}

export type NominationKind = 'joint' | 'organisation'

export interface Nomination {
  readonly id: string
  /** By ten voters or more, or by parties and people's organisations. */
  readonly kind: NominationKind
  readonly nominee: string
  /** When it was handed in. */
  readonly at: string
  readonly by: readonly Signature[]
}

export interface NominationInput {
  readonly rules: string
  readonly level: 'county' | 'township'
  readonly election: 'general' | 'by-election'
  readonly area: string
  readonly district: string
  readonly day: string
  readonly seats: number
  readonly closes?: string | undefined
  readonly now?: string | undefined
  /** `district` null: on no roll of this congress. */
  readonly voters: readonly { readonly id: string; readonly district: string | null }[]
  readonly nominees: readonly Nominee[]
  readonly nominations: readonly Nomination[]
}
