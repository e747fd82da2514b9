/** The tables as Kysely sees them. A test compares this file with the migrated database; comments on meaning are in the migrations. */
import type { ColumnType, Generated } from 'kysely'

/** jsonb: parsed when read; written as an object, or an array through `JSON.stringify`. */
type Json = ColumnType<unknown, Readonly<Record<string, unknown>> | string, Readonly<Record<string, unknown>> | string>
type DefaultJson = ColumnType<
  unknown,
  Readonly<Record<string, unknown>> | string | undefined,
  Readonly<Record<string, unknown>> | string
>
type Instant = ColumnType<Date, Date, Date>
type DefaultInstant = ColumnType<Date, Date | undefined, Date>

export interface AccessAccountTable {
  id: string
  user_id: string
  account_id: string
  provider_id: string
  password: string | null
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Instant | null
  refresh_token_expires_at: Instant | null
  scope: string | null
  created_at: Instant
  updated_at: Instant
}

export interface AccessPasskeyTable {
  id: string
  user_id: string
  name: string
  relying_party: string
  public_key: Uint8Array
  counter: number
  transports: string
  created_at: Instant
  last_used_at: Instant | null
}

export interface AccessSessionTable {
  id: string
  user_id: string
  token: string
  expires_at: Instant
  ip_address: string | null
  user_agent: string | null
  created_at: Instant
  updated_at: Instant
  signed_in_at: Instant | null
  last_seen_at: Instant | null
  second_factor: string | null
}

export interface AccessTwoFactorTable {
  id: string
  user_id: string
  secret: string
  backup_codes: string
  verified: Generated<boolean>
  failed_verification_count: Generated<number>
  locked_until: Instant | null
}

export interface AccessUsedProofTable {
  digest: string
  ends_at: Instant
}

export interface AccessUserTable {
  id: string
  name: string
  username: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  created_at: Instant
  updated_at: Instant
  two_factor_enabled: Generated<boolean>
}

export interface AccessVerificationTable {
  id: string
  identifier: string
  value: string
  expires_at: Instant
  created_at: Instant
  updated_at: Instant
}

export interface AreaTable {
  code: string
  parent_code: string | null
  name: string
  level: number
}

export interface AuditTable {
  county_code: string
  id: Generated<number>
  at: Instant
  actor: string
  role: string
  action: string
  subject: string
  details: Json
  request_id: string | null
}

export interface AuthorityTable {
  id: string
  name: string
  kind: string
  area_code: string
  last_sequence: Generated<number>
  created_at: Instant
  created_by: string
}

export interface AuthorityKeyTable {
  authority_id: string
  key_id: string
  algorithm: string
  public_key: string
  valid_from: Instant
  valid_to: Instant | null
  added_at: Instant
  added_by: string
}

export interface CertificateTable {
  county_code: string
  id: string
  election_id: string
  round: string
  person_key: string
  name: string
  area_code: string
  to_place: string | null
  via: string
  state: string
  requested_at: Instant
  issued_on: string | null
  valid_until: string | null
  text: string | null
  reason: string | null
  released_to: string | null
  acceptance_id: string | null
  copies: Generated<number>
}

export interface CertificateAcceptanceTable {
  county_code: string
  id: string
  election_id: string
  round: string
  person_key: string
  registration_id: number
  certificate_id: string
  issuer: string
  from_code: string
  from_name: string
  name: string
  area_code: string
  state: string
  reason: string | null
  taken_on: string
  taken_at: Instant
  taken_by: string
  left_county: string | null
  left_registration_id: number | null
}

export interface CertificateEventTable {
  county_code: string
  id: Generated<number>
  certificate_id: string
  kind: string
  actor: string
  at: Instant
  reason: string
}

export interface ClaimTable {
  person_key: string
  round: string
  county_code: string
  registration_id: number
}

export interface CommitteeTable {
  election_id: string
  level: string
  area_code: string
  name: string
}

export interface CommitteeMemberTable {
  election_id: string
  id: Generated<number>
  level: string
  area_code: string
  name: string
  office: string
  from_on: string
  left_on: string | null
  left_reason: string | null
  left_article: string | null
}

export interface ConsentTable {
  person_key: string
  id: Generated<number>
  election_id: string
  given_by: string | null
  officer: string | null
  relation: string
  note: string | null
  at: Instant
}

export interface ContactBlockTable {
  id: Generated<number>
  import_id: number | null
  sealed: Uint8Array
  election_id: string | null
}

export interface DeviceTable {
  id: string
  user_id: string
  area_code: string
  name: string
  credential_digest: string
  sealed_key: Uint8Array
  enrolled_at: Instant
  shift_ends_at: Instant
  cut_off_at: Instant | null
  cut_off_by: string | null
  last_seen_at: Instant | null
}

export interface DisqualificationTable {
  person_key: string
  id: Generated<number>
  election_id: string
  import_id: number | null
  name: string
  ground: string
  authority: string
  document_no: string
  from_date: string
  to_date: string | null
  replaced_by: number | null
  entry_id: number | null
}

export interface DisqualificationEntryTable {
  person_key: string
  id: Generated<number>
  authority_id: string
  sequence: number
  line: number
  area_code: string
  name: string
  ground: string
  decided_by: string
  document_no: string
  from_date: string
  to_date: string | null
  withdrawn: boolean
  replaced_by: number | null
}

export interface DisqualificationFeedTable {
  authority_id: string
  sequence: number
  key_id: string
  digest: string
  signature: string
  channel: string
  issued_at: Instant
  received_at: Instant
  entries: number
  added: number
  replaced: number
  withdrawn: number
  unchanged: number
  refused: number
  outcomes: string
  refusals: Json
  findings: Json
}

export interface DistrictTable {
  election_id: string
  level: string
  code: string
  name: string
  seats: number | null
}

export interface DistrictCommunityTable {
  election_id: string
  level: string
  community_code: string
  district_code: string
}

export interface DistrictPlanTable {
  election_id: string
  id: number
  level: string
  name: string
  state: string
  seats: number | null
  based_on: number | null
  method: string
  seed: number | null
  sketch: boolean
  population_source: string
  made_by: string
  made_at: Instant
  frozen_by: string | null
  frozen_at: Instant | null
  override_reason: string | null
}

export interface DistrictPlanBorderTable {
  election_id: string
  plan_id: number
  unit: string
  neighbour: string
}

export interface DistrictPlanDistrictTable {
  election_id: string
  plan_id: number
  number: number
  name: string
  seats: number
}

export interface DistrictPlanStepTable {
  election_id: string
  plan_id: number
  number: number
  kind: string
  summary: Json
  before: Json
  by_user: string
  at: Instant
}

export interface DistrictPlanUnitTable {
  election_id: string
  plan_id: number
  code: string
  name: string
  population: number
  district: number | null
  existing: string | null
  longitude: number | null
  latitude: number | null
  shape: unknown
}

export interface ElectionTable {
  id: string
  round: string
  name: string
  area_code: string
  polling_day: string
  levels: string[]
  rule_set: string
  state: Generated<string>
  districts: Generated<string>
  created_at: Instant
  created_by: string
  training: Generated<boolean>
  last_day: string | null
  by_election: Generated<boolean>
}

export interface ExchangeMessageTable {
  id: string
  partner_id: string
  body: string
  created_at: Instant
  attempts: Generated<number>
  next_at: Instant
  answered_at: Instant | null
  trouble: string | null
}

export interface FindingTable {
  county_code: string
  registration_id: number
  code: string
  fingerprint: string
  election_id: string
  person_key: string
  other_county: string | null
  other_registration_id: number | null
  evidence: Json
  state: string
  opened_at: Instant
  decided_at: Instant | null
  decided_by: string | null
  reason: string | null
}

export interface HelpCaptionTable {
  video_id: string
  language: string
  body: string
}

export interface HelpQuestionTable {
  id: string
  section_zh: string
  section_en: string
  question_zh: string
  question_en: string
  answer_zh: string
  answer_en: string
  position: number
  published: boolean
  changed_at: Instant
  changed_by: string
}

export interface HelpVideoTable {
  id: string
  title_zh: string
  title_en: string
  description_zh: string
  description_en: string
  seconds: number
  file: string
  mime: string
  bytes: number
  poster: string | null
  position: number
  published: boolean
  added_at: Instant
  added_by: string
}

export interface IdentityDocumentTable {
  person_key: string
  election_id: string
  type: string
  sealed: Uint8Array
  masked: string
  officer_id: string
  officer: string
  at: Instant
  confirmed_by_id: string | null
  confirmed_by: string | null
  confirmed_at: Instant | null
}

export interface ImportTable {
  id: Generated<number>
  election_id: string
  county_code: string
  kind: string
  channel: string
  file_name: string
  file_digest: string
  state: string
  rows: number | null
  accepted: number | null
  review: number | null
  refused: number | null
  unchanged: number | null
  findings: DefaultJson
  notes: DefaultJson
  error: Json | null
  report_file: string | null
  started_by: string
  started_by_id: string
  started_at: Instant
  finished_at: Instant | null
}

export interface InstallationTable {
  name: string
  value: string
}

export interface IntakeTable {
  person_key: string
  import_id: number
  row_no: number
  facts: number
  name: string
  name_order: string
  sex: string | null
  birth_date: string | null
  community_code: string | null
  county_district: string | null
  voter_group: string | null
  unit: string | null
  basis: string | null
  evidence: Generated<number>
  digest: string
  stated: Json | null
  contact_block: number | null
  contact_index: number | null
}

export interface MigrationTable {
  name: string
  checksum: string
  applied_at: DefaultInstant
}

export interface NoticeCampaignTable {
  county_code: string
  id: string
  election_id: string
  template: string
  parameters: Json
  area_code: string
  audience: string
  people: number
  queued: number
  repeated: number
  by_user: string
  at: Instant
}

export interface ObjectionTable {
  county_code: string
  id: Generated<number>
  election_id: string
  roll_version: number
  published_on: string
  area_code: string
  person_key: string | null
  objector: string
  subject: string
  kind: string
  named: string | null
  place: string | null
  body: Uint8Array
  registration_id: number | null
  filed_via: string
  filed_by: string
  filed_at: Instant
  filed_on: string
  until_on: string
  late: boolean
  due_on: string
  state: string
  decision: string | null
  reason: string | null
  article: string | null
  decided_on: string | null
  decided_by: string | null
  changed: Json | null
  served_on: string | null
  court: string | null
  case_number: string | null
  sued_on: string | null
  judgment: string | null
  judgment_number: string | null
  judged_on: string | null
  closed_on: string | null
}

export interface ObjectionEventTable {
  county_code: string
  id: Generated<number>
  objection_id: number
  kind: string
  actor: string
  at: Instant
  details: Json
}

export interface OutboxTable {
  county_code: string
  id: Generated<number>
  topic: string
  batch: string | null
  area_code: string
  template: string
  parameters: Json
  language: string | null
  person_key: string | null
  reference: number | null
  dedupe_key: string
  message_id: Generated<string>
  channel: string | null
  recipient: Uint8Array | null
  state: string
  attempts: Generated<number>
  next_at: Instant
  provider_id: string | null
  error: string | null
  created_at: Instant
  done_at: Instant | null
}

export interface PartnerTable {
  id: string
  name: string
  url: string | null
  added_at: Instant
  added_by: string
}

export interface PartnerKeyTable {
  partner_id: string
  key_id: string
  algorithm: string
  public_key: string
  from_date: string
  until_date: string | null
  withdrawn_on: string | null
  sealed: Uint8Array | null
}

export interface PopulationTable {
  person_key: string
  extract_id: number
  row_no: number
  name: string
  sex: string | null
  birth_date: string
  hukou_area: string | null
  community_code: string | null
  status: string
  status_on: string | null
  contact_block: number | null
  contact_index: number | null
}

export interface PopulationExtractTable {
  id: Generated<number>
  election_id: string
  import_id: number
  state: string
  legal_basis: string
  as_of: string | null
  ends_on: string | null
  created_at: Instant
}

export interface PopulationSourceTable {
  id: Generated<number>
  area_code: string
  name: string
  url: string
  cert_file: string
  key_file: string
  ca_file: string
  legal_basis: string
  as_of: string | null
  ends_on: string
  state: string
  added_at: Instant
  added_by: string
  closed_at: Instant | null
}

export interface PreviousRollTable {
  person_key: string
  election_id: string
  import_id: number
  took_part: boolean | null
}

export interface RefusedRowTable {
  county_code: string
  election_id: string
  digest: string
  person_key: string | null
  import_id: number | null
  row_no: number | null
  name: string
  community_code: string | null
  unit: string | null
  codes: string[]
  evidence: DefaultJson
  at: Instant
}

export interface RegisterAnswerTable {
  person_key: string
  election_id: string
  name: string
  source_id: number
  answer: string
  hukou_area: string | null
  asked_at: Instant
}

export interface RegisterQuestionTable {
  person_key: string
  election_id: string
  county_code: string
  registration_id: number
  name: string
  attempts: Generated<number>
  queued_at: Instant
  next_at: Instant
}

export interface RegistrationTable {
  county_code: string
  id: Generated<number>
  election_id: string
  person_key: string
  name: string
  name_order: string
  sex: string | null
  birth_date: string
  community_code: string | null
  county_district: string | null
  township_district: string | null
  voter_group: string | null
  unit: string | null
  basis: string | null
  evidence: Generated<number>
  channel: string
  status: string
  facts: number
  stated: Json | null
  digest: string
  contact_block: number | null
  contact_index: number | null
  import_id: number | null
  row_no: number | null
  created_at: Instant
  bound: string | null
}

export interface RegistrationEventTable {
  county_code: string
  id: Generated<number>
  registration_id: number
  election_id: string
  kind: string
  actor: string
  at: Instant
  reason: string
  before: Json
}

export interface RequestTable {
  id: string
  actor: string
  action: string
  answer: Json
  at: Instant
}

export interface RollDistrictTable {
  election_id: string
  version: number
  ordinal: number
  level: string
  code: string
  name: string
  entries: number
  root: string
}

export interface RollEntryTable {
  county_code: string
  election_id: string
  version: number
  position: number
  level: string
  district_code: string
  voter_group: string
  number: number
  change: string
  registration_id: number
  name: string
  sex: string | null
  mark: string | null
  salt: Uint8Array
  leaf: Uint8Array
}

export interface RollVersionTable {
  election_id: string
  version: number
  kind: string
  root: string
  entries: number
  published_on: string
  published_at: Instant
  published_by: string
  late_reason: string | null
  election_name: string
  polling_day: string
}

export interface SeatAllotmentTable {
  election_id: string
  level: string
  area_code: string
  code: string
  ordinal: number
  name: string
  population: number
  seats: number
}

export interface SeatDecisionTable {
  election_id: string
  level: string
  area_code: string
  population: number
  population_source: string
  population_on: string | null
  extra: number
  fewer: number | null
  total: number
  document: string
  minorities: Json
  lots: string[]
  set_by: string
  role: string
  at: Instant
}

export interface SignInFailureTable {
  username_digest: string
  failures: number
  last_at: Instant
  locked_until: Instant | null
}

export interface StaffTable {
  user_id: string
  role: string
  area_code: string
  disabled_at: Instant | null
  created_at: Instant
  initial_until: Instant | null
}

export interface StationTable {
  election_id: string
  id: string
  county_code: string
  name: string
  address: string
  hours: string
  phone: string | null
  latitude: number | null
  longitude: number | null
}

export interface StationAreaTable {
  election_id: string
  area_code: string
  station_id: string
  ordinal: number
}

export interface StepDoneTable {
  election_id: string
  step: string
  done_on: string
  recorded_by: string
  role: string
  at: Instant
  reason: string | null
}

export interface StepOverrideTable {
  election_id: string
  id: Generated<number>
  step: string
  code: string
  article: string
  reason: string
  recorded_by: string
  role: string
  at: Instant
}

export interface VisitTable {
  county_code: string
  election_id: string
  person_key: string
  outcome: string
  by_user: string
  at: Instant
}

export interface VoterContactTable {
  person_key: string
  sealed: Uint8Array
  language: string
  updated_at: Instant
}

export interface VoterLoginTable {
  state_digest: string
  login: string
  browser_digest: string
  sealed: Uint8Array
  expires_at: Instant
}

export interface VoterSessionTable {
  token_digest: string
  person_key: string
  name: string
  login: string
  subject_digest: string
  created_at: Instant
  seen_at: Instant
  expires_at: Instant
  ended_at: Instant | null
}

export interface Tables {
  access_account: AccessAccountTable
  access_passkey: AccessPasskeyTable
  access_session: AccessSessionTable
  access_two_factor: AccessTwoFactorTable
  access_used_proof: AccessUsedProofTable
  access_user: AccessUserTable
  access_verification: AccessVerificationTable
  area: AreaTable
  audit: AuditTable
  authority: AuthorityTable
  authority_key: AuthorityKeyTable
  certificate: CertificateTable
  certificate_acceptance: CertificateAcceptanceTable
  certificate_event: CertificateEventTable
  claim: ClaimTable
  committee: CommitteeTable
  committee_member: CommitteeMemberTable
  consent: ConsentTable
  contact_block: ContactBlockTable
  device: DeviceTable
  disqualification: DisqualificationTable
  disqualification_entry: DisqualificationEntryTable
  disqualification_feed: DisqualificationFeedTable
  district: DistrictTable
  district_community: DistrictCommunityTable
  district_plan: DistrictPlanTable
  district_plan_border: DistrictPlanBorderTable
  district_plan_district: DistrictPlanDistrictTable
  district_plan_step: DistrictPlanStepTable
  district_plan_unit: DistrictPlanUnitTable
  election: ElectionTable
  exchange_message: ExchangeMessageTable
  finding: FindingTable
  help_caption: HelpCaptionTable
  help_question: HelpQuestionTable
  help_video: HelpVideoTable
  identity_document: IdentityDocumentTable
  import: ImportTable
  installation: InstallationTable
  intake: IntakeTable
  migration: MigrationTable
  notice_campaign: NoticeCampaignTable
  objection: ObjectionTable
  objection_event: ObjectionEventTable
  outbox: OutboxTable
  partner: PartnerTable
  partner_key: PartnerKeyTable
  population: PopulationTable
  population_extract: PopulationExtractTable
  population_source: PopulationSourceTable
  previous_roll: PreviousRollTable
  refused_row: RefusedRowTable
  register_answer: RegisterAnswerTable
  register_question: RegisterQuestionTable
  registration: RegistrationTable
  registration_event: RegistrationEventTable
  request: RequestTable
  roll_district: RollDistrictTable
  roll_entry: RollEntryTable
  roll_version: RollVersionTable
  seat_allotment: SeatAllotmentTable
  seat_decision: SeatDecisionTable
  sign_in_failure: SignInFailureTable
  staff: StaffTable
  station: StationTable
  station_area: StationAreaTable
  step_done: StepDoneTable
  step_override: StepOverrideTable
  visit: VisitTable
  voter_contact: VoterContactTable
  voter_login: VoterLoginTable
  voter_session: VoterSessionTable
}
