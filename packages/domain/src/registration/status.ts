import { ALL_EVIDENCE } from '../election/index.ts'

/** What has become of a registration. `review`, `pending` and `registered` hold the person's claim; the others do not. */
export const REGISTRATION_STATUSES = ['registered', 'review', 'pending', 'refused', 'moved', 'removed'] as const
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number]

/**
 * Beside the kinds of EVIDENCE: a certificate whose signature was verified here (P83 §9). It is the proof of the place of origin, so the
 * population register of the place of destination is not asked for its bearer. Set by the program alone, never by a row or a form.
 */
export const CERTIFIED = 32
/** Beside CERTIFIED: the certificate comes from outside the places whose household register needs no further proof (BJ 31). */
export const CERTIFIED_OUTSIDE = 64
/** The bits of evidence that a row or a form may state. */
export const STATED_EVIDENCE = ALL_EVIDENCE
