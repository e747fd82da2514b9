/** How a certificate's state looks, and what it waits for. Pure. */
import type { AcceptanceState, CertificateState } from '../../api/index.ts'
import type { Tone } from '../../ui/index.ts'

export const CERTIFICATE_STATES = ['requested', 'issued', 'released', 'restored', 'refused', 'revoked', 'expired'] as const
export const ACCEPTANCE_STATES = ['review', 'held', 'final', 'returned', 'giving-back', 'given-back'] as const

export const toneOfState: Readonly<Record<CertificateState | AcceptanceState, Tone>> = {
  requested: 'review',
  issued: 'plain',
  released: 'registered',
  restored: 'plain',
  refused: 'refused',
  revoked: 'refused',
  expired: 'quiet',
  review: 'review',
  held: 'review',
  final: 'registered',
  returned: 'refused',
  'giving-back': 'review',
  'given-back': 'quiet',
}

/** What a page's address says, if it is one of these. */
export const stateIn = <S extends string>(states: readonly S[], said: string | null): S | undefined =>
  states.find(state => state === said)
