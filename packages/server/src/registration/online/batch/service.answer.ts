/** From rows to what a person is told: the registration with its places, what was found, and what to do next. */
import type { RuleSet, ShownProof } from '@mingce/domain/election'
import { articleOf, type FindingCode, findFinding, getFinding, stepsFor } from '@mingce/domain/registration'
import { objectionDaysOf } from '../../../election/index.ts'
import { missingOf, readShownProof } from '../../check/index.ts'
import { districtNamed, type Frame } from '../frame/index.ts'
import type { FoundOf, MyRegistration, RegistrationAnswer } from '../schema.ts'
import type { OwnRow } from '../store.ts'

/** Where the published list has a registration; asked of the room roll, which this room does not know. */
export type FindListed = (registration: {
  readonly electionId: string
  readonly countyCode: string
  readonly registrationId: number
  readonly countyDistrict: string | null
  readonly townshipDistrict: string | null
}) => Promise<(NonNullable<MyRegistration['listed']> & { readonly publishedOn: string; readonly removed: boolean }) | null>

/** Findings by their codes, with the article that holds in the election. */
export const foundOf = (codes: readonly string[], rules: RuleSet): FoundOf[] =>
  codes.flatMap(code => {
    const finding = findFinding(code)
    return finding
      ? [{ code: code as FindingCode, article: articleOf(finding, rules), title: finding.title, next: finding.next }]
      : []
  })

/** Says with the finding about the proof of someone from elsewhere which condition is missing. */
const nameMissing = (found: readonly FoundOf[], frame: Frame, shown: ShownProof | null): FoundOf[] => {
  const missing = shown && missingOf(frame.rules, frame.election.pollingDay, shown)
  return found.map(one =>
    missing && one.code === 'place.unproven'
      ? { ...one, title: { zh: `${one.title.zh}：${missing.zh}`, en: `${one.title.en}: ${missing.en}` } }
      : one,
  )
}

/** Findings of a decision as a person is told: what is merely noted is left out. */
export const findingsForPerson = (codes: readonly FindingCode[], rules: RuleSet): FoundOf[] =>
  foundOf(
    codes.filter(code => getFinding(code).severity !== 'note'),
    rules,
  )

/** The part of the community as the office writes it. */
const partNamed = (frame: Frame, { communityCode, part }: Pick<OwnRow, 'communityCode' | 'part'>): string | null =>
  communityCode === null ? part : (frame.partsOf(communityCode).find(one => one.part === part)?.name ?? part)

/** A registration as its person sees it. `today`: in China. */
export const ownRegistration = (
  frame: Frame,
  row: OwnRow,
  today: string,
  found: Awaited<ReturnType<FindListed>> = null,
): MyRegistration => {
  const objection = objectionDaysOf(frame.election, found?.publishedOn)
  return {
    electionId: row.electionId,
    electionName: frame.election.name,
    pollingDay: frame.election.pollingDay,
    countyCode: row.countyCode,
    registrationId: row.registrationId,
    status: row.status,
    community:
      row.communityCode === null
        ? null
        : {
            code: row.communityCode,
            name: frame.places.get(row.communityCode)?.name ?? row.communityCode,
          },
    districts: {
      county: districtNamed(frame, 'county', row.countyDistrict),
      township: districtNamed(frame, 'township', row.townshipDistrict),
    },
    townshipVote: row.townshipVote,
    townshipGround: row.townshipGround,
    voterGroup: row.voterGroup,
    part: partNamed(frame, row),
    stations: row.communityCode ? frame.stations(row.communityCode) : [],
    listed: found === null || found.removed ? null : { version: found.version, number: found.number, district: found.district },
    channel: row.channel,
    at: row.at.toISOString(),
    findings: nameMissing(foundOf(row.codes, frame.rules), frame, row.unproven && readShownProof(row.unproven)),
    objection,
    steps: stepsFor({ status: row.status, timetable: frame.timetable, until: frame.until, objection, today }),
  }
}

/** What is answered for a family member, whatever came of it: nobody learns whether someone else is registered. */
export const RECEIVED: RegistrationAnswer = { outcome: 'received', registration: null, findings: [] }
