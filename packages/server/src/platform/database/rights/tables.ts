/**
 * What the role of the application may do with each table, where owner and application are two database roles. A new table is added here;
 * a test fails until it is.
 */

/**
 * append: add rows and read them, never change or remove one. read: filled by migrations. rows: all four. own: the application owns the
 * table, because it attaches partitions to it or refreshes its statistics within an import.
 */
export type TableRights = 'append' | 'read' | 'rows' | 'own'

export const TABLE_RIGHTS = {
  access_account: 'rows',
  access_passkey: 'rows',
  access_session: 'rows',
  access_two_factor: 'rows',
  access_used_proof: 'rows',
  access_user: 'rows',
  access_verification: 'rows',
  area: 'read',
  audit: 'append',
  authority: 'rows',
  authority_key: 'rows',
  certificate: 'rows',
  certificate_acceptance: 'rows',
  certificate_event: 'rows',
  claim: 'own',
  committee: 'rows',
  committee_member: 'rows',
  consent: 'rows',
  contact_block: 'rows',
  device: 'rows',
  disqualification: 'rows',
  disqualification_entry: 'rows',
  disqualification_feed: 'rows',
  district: 'rows',
  district_community: 'rows',
  district_plan: 'rows',
  district_plan_border: 'rows',
  district_plan_district: 'rows',
  district_plan_step: 'rows',
  district_plan_unit: 'rows',
  election: 'rows',
  elsewhere_told: 'rows',
  exchange_message: 'rows',
  finding: 'rows',
  help_caption: 'rows',
  help_question: 'rows',
  help_video: 'rows',
  identity_document: 'rows',
  import: 'rows',
  installation: 'rows',
  intake: 'read',
  migration: 'read',
  notice_campaign: 'rows',
  number_sent: 'rows',
  objection: 'rows',
  objection_event: 'rows',
  outbox: 'rows',
  partner: 'rows',
  partner_key: 'rows',
  population: 'own',
  population_extract: 'rows',
  population_source: 'rows',
  previous_roll: 'rows',
  refused_row: 'rows',
  register_answer: 'rows',
  register_question: 'rows',
  registration: 'own',
  registration_event: 'rows',
  request: 'rows',
  roll_district: 'rows',
  roll_entry: 'rows',
  roll_version: 'rows',
  seat_allotment: 'rows',
  seat_decision: 'rows',
  sign_in_failure: 'rows',
  staff: 'rows',
  staging: 'rows',
  station: 'rows',
  station_area: 'rows',
  step_done: 'rows',
  step_override: 'rows',
  visit: 'rows',
  voter_contact: 'rows',
  voter_login: 'rows',
  voter_session: 'rows',
} as const satisfies Readonly<Record<string, TableRights>>

export const PRIVILEGES: Readonly<Record<TableRights, readonly string[]>> = {
  append: ['SELECT', 'INSERT'],
  read: ['SELECT'],
  rows: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  own: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
}

/** Where the application creates the staging tables of imports and the partitions of extracts; pg-boss has a schema of its own. */
export const WORK_SCHEMA = 'mingce_work'
export const JOB_SCHEMA = 'pgboss'
