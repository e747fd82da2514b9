/** Actors, their roles and permissions. Roles are jobs of an election office; areas limit what each sees. */
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
 * `contact` shows addresses and masked phones; an auditor checks figures and proofs and needs none. `register` registers one person at a
 * station or at home. `reveal` shows one ID number in clear: it takes a reason, is audited, and the voter sees it. `accounts` makes and
 * disables accounts in the own area; `content` edits questions and training videos.
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
  /** The code of the area in which this person works; '' is the whole country (the command line). */
  readonly areaCode: string
}

export type Forbidden = { readonly code: 'forbidden'; readonly permission: Permission; readonly areaCode: string }

/** Whether `actor` has this permission in the area `areaCode`, which must be the actor's own or inside it. */
export const authorise = (actor: Actor, permission: Permission, areaCode: string): Result<Actor, Forbidden> =>
  GRANTS[actor.role].includes(permission) && areaCode.startsWith(actor.areaCode)
    ? ok(actor)
    : fail({ code: 'forbidden', permission, areaCode })

/** The part of an election's area that `actor` sees, as a prefix of area codes; null if the actor's area and the election's do not overlap. */
export const visibleArea = (actor: Actor, electionArea: string): string | null =>
  actor.areaCode.startsWith(electionArea) ? actor.areaCode : electionArea.startsWith(actor.areaCode) ? electionArea : null
