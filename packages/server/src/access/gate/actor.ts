/** Who acts, and what that role may do where. Roles are jobs of an election office; areas limit what each sees. */
import { fail, ok, type Result } from '@mingce/domain/result'

export const ROLES = ['city', 'district', 'township', 'station', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'read',
  'contact',
  'import-registers',
  'import-registrations',
  'decide',
  'visit',
  'register',
  'reveal',
  'publish',
  'notify',
  'set-up',
  'accounts',
  'content',
  'audit',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/**
 * `contact` opens addresses and (masked) phones; an auditor checks figures and proofs and needs none. `register` enters one person at a
 * station or a door. `reveal` opens one ID number in clear: it asks why, is audited, and the voter sees it. `accounts` makes and ends
 * accounts within the own area; `content` edits questions and training.
 */
export const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  city: ['read', 'import-registers', 'set-up', 'accounts', 'content', 'audit'],
  district: [
    'read',
    'contact',
    'import-registers',
    'import-registrations',
    'decide',
    'visit',
    'register',
    'reveal',
    'publish',
    'notify',
    'set-up',
    'accounts',
    'content',
    'audit',
  ],
  township: [
    'read',
    'contact',
    'import-registers',
    'import-registrations',
    'decide',
    'visit',
    'register',
    'reveal',
    'publish',
    'notify',
    'accounts',
    'audit',
  ],
  station: ['read', 'contact', 'import-registrations', 'visit', 'register'],
  auditor: ['read', 'audit'],
}

export interface Actor {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** Area code this person works in; '' is the whole country (the command line on its own machine). */
  readonly areaCode: string
}

export type Forbidden = { readonly code: 'forbidden'; readonly permission: Permission; readonly areaCode: string }

/** May `actor` do this in the area `areaCode`? The area must be the actor's own or lie inside it. */
export const authorise = (actor: Actor, permission: Permission, areaCode: string): Result<Actor, Forbidden> =>
  GRANTS[actor.role].includes(permission) && areaCode.startsWith(actor.areaCode)
    ? ok(actor)
    : fail({ code: 'forbidden', permission, areaCode })

/** The prefix of community codes that `actor` sees within an election's area: the narrower of the two, or null when they do not meet. */
export const visibleArea = (actor: Actor, electionArea: string): string | null =>
  actor.areaCode.startsWith(electionArea) ? actor.areaCode : electionArea.startsWith(actor.areaCode) ? electionArea : null
