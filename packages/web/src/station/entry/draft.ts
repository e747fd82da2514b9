/** What the worker typed or pasted, and what is still wrong with it: judged before it is kept, by the rules that judge files. */
import { type EvidenceKind, type FormBasis, type FormPerson, type FormRules, findRuleSet, formFor } from '@mingce/domain/election'
import {
  COLUMNS,
  FINDINGS,
  type Finding,
  findingsIn,
  mapColumns,
  readCardText,
  readRegistrationRow,
} from '@mingce/domain/registration'
import { isAdultOn, isUnprintable, normalizePersonName, readDate } from '@mingce/domain/standards'
import type { Registration } from '../shift/index.ts'

export interface Draft {
  readonly kind: 'resident-id' | 'document'
  readonly name: string
  readonly number: string
  readonly documentType: 'passport' | 'household-register' | 'other'
  readonly birthDate: string
  readonly sex: 'M' | 'F' | ''
  readonly community: string
  /** Part of a community that is divided among districts; empty: not sure. */
  readonly part: string
  /** Where the household register is: it decides what is asked. */
  readonly hukou: 'here' | 'outside' | 'unknown'
  readonly basis: Registration['basis'] | ''
  readonly evidence: readonly EvidenceKind[]
  /** 'YYYY-MM-DD' of what dates prove; '' where not stated. */
  readonly livesHereSince: string
  readonly contractFrom: string
  readonly contractUntil: string
  readonly unit: string
  /** Whether the person elects the township's deputies, where the community is asked by person; '' where nothing was chosen. */
  readonly electsTownship: 'yes' | 'no' | 'unsure' | ''
  readonly address: string
  readonly phone: string
  readonly byFamily: boolean
  readonly relation: string
  readonly consentNote: string
}

export const EMPTY_DRAFT: Draft = {
  kind: 'resident-id',
  name: '',
  number: '',
  documentType: 'passport',
  birthDate: '',
  sex: '',
  community: '',
  part: '',
  hukou: 'here',
  basis: '',
  evidence: [],
  livesHereSince: '',
  contractFrom: '',
  contractUntil: '',
  unit: '',
  electsTownship: '',
  address: '',
  phone: '',
  byFamily: false,
  relation: '',
  consentNote: '',
}

export interface ElectionRules {
  readonly pollingDay: string
  readonly ruleSet: string
  /** Of the election's own rule set; a shift that was taken before the device was updated has none. */
  readonly rules?: (FormRules & { readonly days?: FormPerson['days'] }) | undefined
  readonly area: { readonly code: string }
}

/** A code of no province: for a household register that is known to lie elsewhere. */
const ELSEWHERE = '990000'

/** Reasons that are open to this person, and what each asks (P83 §9, BJ 31). */
export const basesFor = (draft: Pick<Draft, 'hukou'>, election: ElectionRules): FormBasis[] => {
  const rules = election.rules ?? findRuleSet(election.ruleSet)
  if (!rules) return []
  const hukouArea = draft.hukou === 'here' ? election.area.code : draft.hukou === 'outside' ? ELSEWHERE : null
  return formFor(rules, { hukouArea, electionArea: election.area.code, tookPart: false, days: election.rules?.days })
}

const FIELDS = ['name', 'number'] as const
const header = FIELDS.map(field => COLUMNS.registrations.find(column => column.field === field)?.en ?? '')
const columns = mapColumns(header, 'registrations')

/** What the number and the name alone give away. No list of today's counties is at hand, so none counts as retired. */
const findingsOf = (name: string, number: string, pollingDay: string): Finding[] => {
  const { facts } = readRegistrationRow([name, number], columns, { pollingDay, areas: { isCurrentCounty: () => true } })
  const codes: readonly string[] = findingsIn(facts)
  return FINDINGS.filter(({ code }) => codes.includes(code))
}

const finding = (code: (typeof FINDINGS)[number]['code']): Finding[] => FINDINGS.filter(one => one.code === code)

/** Fields that have to be filled in before anything can be judged. */
export type Gap = 'birthDate' | 'sex' | 'number' | 'community' | 'basis' | 'relation'

export interface Checked {
  readonly findings: readonly Finding[]
  readonly gaps: readonly Gap[]
  /** Null while something refuses it. */
  readonly registration: Registration | null
}

const documentFindings = (draft: Draft, pollingDay: string): Finding[] => {
  const name = normalizePersonName(draft.name)
  const birth = readDate(draft.birthDate)
  return [
    ...(name === '' ? finding('name.missing') : isUnprintable(name) ? finding('name.unprintable') : []),
    ...(birth !== undefined && !isAdultOn(birth, pollingDay) ? finding('eligibility.age') : []),
  ]
}

const gapsOf = (draft: Draft, hasBasis: boolean): Gap[] => {
  const isDocument = draft.kind === 'document'
  const gaps: readonly (readonly [Gap, boolean])[] = [
    ['number', isDocument && draft.number.trim() === ''],
    ['birthDate', isDocument && readDate(draft.birthDate) === undefined],
    ['sex', isDocument && draft.sex === ''],
    ['community', draft.community === ''],
    ['basis', !hasBasis],
    ['relation', draft.byFamily && draft.relation.trim() === ''],
  ]
  return gaps.flatMap(([gap, isOpen]) => (isOpen ? [gap] : []))
}

/** Judges a draft. A finding to be reviewed does not stop it: the office decides. */
export const checkDraft = (
  draft: Draft,
  election: ElectionRules,
  channel: Registration['channel'],
  asksTownship = false,
): Checked => {
  const { pollingDay } = election
  const isDocument = draft.kind === 'document'
  const birthDate = readDate(draft.birthDate)
  const findings = isDocument ? documentFindings(draft, pollingDay) : findingsOf(draft.name, draft.number, pollingDay)
  const bases = basesFor(draft, election)
  const basis = bases.find(one => one.basis === draft.basis)
  const gaps = gapsOf(draft, basis !== undefined)
  const refused = findings.some(({ severity }) => severity === 'refused')
  if (refused || gaps.length > 0 || !basis) return { findings, gaps, registration: null }
  const name = normalizePersonName(draft.name)
  const said = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim())
  const asked = basis.asks.map(({ evidence }) => evidence)
  const optional = {
    part: said(draft.part),
    unit: said(draft.unit),
    address: said(draft.address),
    phone: said(draft.phone),
    ...(asked.includes('residence') ? { livesHereSince: readDate(draft.livesHereSince) } : {}),
    ...(asked.includes('contract')
      ? { contractFrom: readDate(draft.contractFrom), contractUntil: readDate(draft.contractUntil) }
      : {}),
  }
  const person: Registration['person'] =
    isDocument && birthDate !== undefined && draft.sex !== ''
      ? { kind: 'document', type: draft.documentType, number: draft.number.trim(), name, birthDate, sex: draft.sex }
      : { kind: 'resident-id', name, number: draft.number.trim() }
  return {
    findings,
    gaps,
    registration: {
      person,
      community: draft.community,
      basis: basis.basis,
      evidence: draft.evidence.filter(one => asked.includes(one)),
      channel,
      ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as {
        part?: string
        unit?: string
        address?: string
        phone?: string
        livesHereSince?: string
        contractFrom?: string
        contractUntil?: string
      }),
      // Who is not sure leaves it to an officer.
      ...(asksTownship && (draft.electsTownship === 'yes' || draft.electsTownship === 'no')
        ? { electsTownship: draft.electsTownship === 'yes' }
        : {}),
      ...(draft.byFamily ? { consent: { relation: draft.relation.trim(), note: draft.consentNote.trim() } } : {}),
    },
  }
}

/** Puts what a card reader typed into the draft; what the card does not say stays. */
export const fillFromCard = (draft: Draft, text: string): { draft: Draft; faults: ReturnType<typeof readCardText>['faults'] } => {
  const card = readCardText(text)
  return {
    faults: card.faults,
    draft: {
      ...draft,
      kind: 'resident-id',
      name: card.name || draft.name,
      number: card.number ?? draft.number,
      address: card.address ?? draft.address,
    },
  }
}

/** A refused registration back in the form, to be mended. */
export const draftOf = ({ person, community, basis, evidence, consent, ...rest }: Registration): Draft => ({
  ...EMPTY_DRAFT,
  kind: person.kind,
  name: person.name,
  number: person.number,
  ...(person.kind === 'document' ? { documentType: person.type, birthDate: person.birthDate, sex: person.sex } : {}),
  community,
  basis,
  evidence,
  hukou: evidence.length > 0 ? 'outside' : 'unknown',
  part: rest.part ?? '',
  unit: rest.unit ?? '',
  electsTownship: rest.electsTownship === undefined ? '' : rest.electsTownship ? 'yes' : 'no',
  address: rest.address ?? '',
  phone: rest.phone ?? '',
  livesHereSince: rest.livesHereSince ?? '',
  contractFrom: rest.contractFrom ?? '',
  contractUntil: rest.contractUntil ?? '',
  ...(consent ? { byFamily: true, relation: consent.relation, consentNote: consent.note } : {}),
})
