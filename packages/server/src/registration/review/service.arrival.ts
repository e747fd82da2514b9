/**
 * Decisions on a voter who arrived by a certificate (选民资格证明, P83 §9), as the certificate needs them: its books change in the transaction of
 * the decision. The module certificate, to the right of this one, contributes them.
 */
import { CERTIFIED } from '@mingce/domain/registration'
import type { Result } from '@mingce/domain/result'
import type { Sql } from '../../platform/database/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'

/** Who decides, when, and why. */
export interface DecidedBy {
  readonly at: Date
  readonly actor: string
  readonly reason: string
}

/** The certificate that a voter came with, as review shows it. */
export interface Arrival {
  readonly from: { readonly code: string; readonly name: string }
  readonly issuer: string
  readonly takenOn: string
  readonly state: 'review' | 'held' | 'final' | 'returned' | 'giving-back' | 'given-back'
}

export interface Arrivals {
  /** Certificates that these registrations were made with, by registration id. */
  findOf(sql: Sql, registrations: readonly RegistrationKey[]): Promise<ReadonlyMap<number, Arrival>>
  /**
   * An officer accepts the arrival. `asked`: the place of origin is asked first, and the registration waits for its answer. `stands`: it takes
   * effect now; `left` is the registration that the voter leaves for it.
   */
  accepted(
    tx: Sql,
    key: RegistrationKey,
    left: Ref | null,
    by: DecidedBy,
  ): Promise<Result<'asked' | 'stands', 'case.certificate' | 'case.frozen' | 'case.restored'>>
  /**
   * An officer refuses the arrival, or takes the voter off the roll. `kept`: the voter never left the place of origin, `holder` is what held
   * their claim here before. `given-back`: another installation is asked to take them back. `restored`: `holder`, a registration of this
   * installation, is theirs again. `none`: they did not come by a certificate.
   */
  refused(
    tx: Sql,
    key: RegistrationKey,
    by: DecidedBy,
  ): Promise<
    | { readonly kind: 'none' | 'given-back' }
    | { readonly kind: 'kept'; readonly holder: Ref | null }
    | { readonly kind: 'restored'; readonly holder: Ref }
  >
  /** Has the place of origin, or the book of this one, been told of a decision on the registration? Then it is not undone. */
  isBound(tx: Sql, key: RegistrationKey): Promise<boolean>
}

/** Did the voter of a registration come by a certificate that was verified here? */
export const isArrival = (evidence: number): boolean => (evidence & CERTIFIED) !== 0

/** The contribution of the module certificate. A decision on an arrival without it would leave the certificate's books behind. */
export const needArrivals = (arrivals: Arrivals | undefined): Arrivals => {
  if (!arrivals) throw new Error('a decision on an arrival needs the books of its certificate')
  return arrivals
}
