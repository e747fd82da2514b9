/** Certificates that move a voter from one place to another (选民资格证明, P83 §9). */
export * from './certificate.ts'
export * from './handover.ts'
