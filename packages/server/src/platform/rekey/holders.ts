/**
 * What the tables hold under the master secret, by column: the list that a change of person keys works through (docs/adr/0015). Each column of
 * a type that can hold a key, a digest or encrypted data is classed; a test compares the list with the database, so that a new table
 * cannot be forgotten.
 *
 * person: a person key. people: an array of them. digest: a keyed digest of a text. sealed: encrypted under the master secret. other: neither,
 * for example a random id, a signature or a hash of public data.
 */
export type Holding = 'person' | 'people' | 'digest' | 'sealed' | 'other'

export const HOLDERS = {
  'access_passkey.public_key': 'other',
  'access_used_proof.digest': 'digest',
  'audit.request_id': 'other',
  'case_assignment.person_key': 'person',
  'certificate.acceptance_id': 'other',
  'certificate.id': 'other',
  'certificate.person_key': 'person',
  'certificate_acceptance.certificate_id': 'other',
  'certificate_acceptance.id': 'other',
  'certificate_acceptance.person_key': 'person',
  'certificate_event.certificate_id': 'other',
  'certificate_event.person_key': 'person',
  'claim.person_key': 'person',
  'consent.given_by': 'person',
  'consent.person_key': 'person',
  'contact_block.sealed': 'sealed',
  'device.credential_digest': 'digest',
  'device.id': 'other',
  'device.sealed_key': 'sealed',
  'disqualification.person_key': 'person',
  'disqualification_entry.person_key': 'person',
  'elsewhere_told.person_key': 'person',
  'exchange_message.id': 'other',
  'finding.person_key': 'person',
  'glyph_choice.picture': 'other',
  'help_caption.video_id': 'other',
  'help_question.id': 'other',
  'help_video.id': 'other',
  'identity_document.person_key': 'person',
  'identity_document.sealed': 'sealed',
  // Of the refused row that it mends.
  'import.mends': 'digest',
  'intake.digest': 'digest',
  'intake.person_key': 'person',
  'list_export.id': 'other',
  'log_checkpoint.root': 'other',
  'log_entry.entry': 'other',
  'log_entry.salt': 'other',
  'log_former.root': 'other',
  'log_tile.hashes': 'other',
  'notice_campaign.id': 'other',
  // Identities and owners are unkeyed (md5 of account, election, name and birth date).
  'number_block.identities': 'other',
  'number_block.owner': 'other',
  'number_block.person_keys': 'people',
  'number_sent.identity': 'other',
  'number_sent.person_key': 'person',
  'objection.body': 'sealed',
  'objection.person_key': 'person',
  'outbox.batch': 'other',
  'outbox.message_id': 'other',
  'outbox.person_key': 'person',
  'outbox.recipient': 'sealed',
  'partner_key.sealed': 'sealed',
  'population.person_key': 'person',
  'population_namesake.person_key': 'person',
  'practice_run.id': 'other',
  'previous_roll.person_key': 'person',
  'refused_row.digest': 'digest',
  // Of a row that is not `keyed`, the digest.
  'refused_row.person_key': 'person',
  'register_answer.person_key': 'person',
  'register_question.person_key': 'person',
  'registration.digest': 'digest',
  'registration.person_key': 'person',
  'registration_event.person_key': 'person',
  'removal.person_key': 'person',
  'request.id': 'other',
  'roll_entry.leaf': 'other',
  'roll_entry.salt': 'other',
  'roll_glyph.picture': 'other',
  'second_change.code': 'digest',
  'sign_in_failure.username_digest': 'digest',
  'staff.activation_digest': 'digest',
  'township_answer.person_key': 'person',
  'visit.person_key': 'person',
  'voter_contact.person_key': 'person',
  'voter_contact.sealed': 'sealed',
  'voter_login.browser_digest': 'digest',
  'voter_login.sealed': 'sealed',
  'voter_login.state_digest': 'digest',
  'voter_session.person_key': 'person',
  'voter_session.subject_digest': 'digest',
  'voter_session.token_digest': 'digest',
  'witnessed_log.root': 'other',
} as const satisfies Readonly<Record<`${string}.${string}`, Holding>>

/** Texts that hold person keys and digests. actor: `voter <person key>`, or an account. dedupe: with the addressee's key, or a registration's digest. */
export const TEXTS = {
  'outbox.dedupe_key': 'dedupe',
  'request.actor': 'actor',
} as const

type SealedColumn = {
  [Name in keyof typeof HOLDERS]: (typeof HOLDERS)[Name] extends 'sealed' ? Name : never
}[keyof typeof HOLDERS]

/** What each column is sealed for, with the columns of its row that are part of that. Modules say the same where they seal. */
export const CONTEXTS: Readonly<Record<SealedColumn, string>> = {
  'contact_block.sealed': 'contact_block',
  'device.sealed_key': 'device {id}',
  'identity_document.sealed': 'identity_document/{person_key}',
  'objection.body': 'objection',
  'outbox.recipient': 'outbox',
  'partner_key.sealed': 'partner_key/{key_id}',
  'voter_contact.sealed': 'voter_contact',
  'voter_login.sealed': 'voter_login',
}
