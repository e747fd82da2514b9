/** What has become of a registration. `review`, `pending` and `registered` hold the person's claim; the others do not. */
export const REGISTRATION_STATUSES = ['registered', 'review', 'pending', 'refused', 'moved', 'removed'] as const
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number]
