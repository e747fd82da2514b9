/** How a certificate's state looks, and what it waits for. Pure. */
import type { AcceptanceState, CertificateState } from '../../api/index.ts'
import type { Tone } from '../../ui/index.ts'

export const CERTIFICATE_STATES = ['requested', 'issued', 'released', 'refused', 'revoked', 'expired'] as const
export const ACCEPTANCE_STATES = ['held', 'final', 'returned'] as const

export const toneOfState: Readonly<Record<CertificateState | AcceptanceState, Tone>> = {
  requested: 'review',
  issued: 'plain',
  released: 'registered',
  refused: 'refused',
  revoked: 'refused',
  expired: 'quiet',
  held: 'review',
  final: 'registered',
  returned: 'refused',
}

/** What a page's address says, if it is one of these. */
export const stateIn = <S extends string>(states: readonly S[], said: string | null): S | undefined =>
  states.find(state => state === said)
