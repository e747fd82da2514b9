/**
 * A day at a station of the demo: made-up people without an ID number, whom no file can hold, some of them of a unit, a village or a move on
 * which nobody decided whether they elect the township's deputies. Who has which finding is known before, and compared with the answers.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FindingCode } from '@mingce/domain/registration'
import type { Election } from '../../../election/index.ts'
import type { Community } from '../../../platform/areas/index.ts'
import { csvLines } from '../../../platform/files/index.ts'
import { ELECTORATE_FAILURES, importElectorate, ONLINE_FAILURES, registerAtStation } from '../../../registration/index.ts'
import type { FaultRow } from '../../../training/index.ts'
import { expectOk, type Installation } from '../frame/index.ts'

/** A unit of the centre without an agreement: its staff are undecided (BJ 28). */
const UNIT = '虚构规划研究院（演示）'
const UNIT_FILE = 'township-units.csv'

/** Codes of `station day`, in the order of the findings. */
const CODES = ['identity.document', 'electorate.undecided', 'electorate.disputed', 'electorate.kept'] as const
type Code = (typeof CODES)[number] & FindingCode

/** How often each kind of person comes. */
const EACH = 3

interface Visitor {
  readonly name: string
  readonly document: string
  readonly community: string
  readonly unit?: string
  readonly electsTownship?: boolean
  /** Registers there first, and then moves. */
  readonly from?: string
  readonly codes: readonly Code[]
}

/** Village committees have codes 200 and above; only their people elect the township's deputies without more. */
const isVillage = ({ code }: Community): boolean => (code[9] ?? '') >= '2'

const visitorsOf = (communities: readonly Community[]): Visitor[] => {
  const [village] = communities.filter(isVillage)
  const [urban] = communities.filter(community => !isVillage(community))
  if (!village || !urban) return []
  const kinds: readonly (Omit<Visitor, 'name' | 'document' | 'codes'> & { readonly surname: string; readonly code?: Code })[] = [
    { surname: '海', community: urban.code },
    { surname: '向', community: urban.code, unit: UNIT, code: 'electorate.undecided' },
    { surname: '田', community: village.code, electsTownship: false, code: 'electorate.disputed' },
    { surname: '迁', community: urban.code, from: village.code, code: 'electorate.kept' },
  ]
  return kinds.flatMap(({ surname, code, ...kind }, at) =>
    Array.from({ length: EACH }, (_, nth) => ({
      ...kind,
      name: `${surname}归${'甲乙丙丁'[nth] ?? ''}`,
      document: `E${String(10_000_000 + 100 * at + nth)}`,
      codes: ['identity.document' as const, ...(code ? [code] : [])],
    })),
  )
}

type Answer = Extract<Awaited<ReturnType<typeof registerAtStation>>, { ok: true }>['value']

/** What the answer of the station says of a visitor. */
const codesIn = ({ registration, findings }: Answer): Code[] => {
  const found = new Set<string>(findings.map(({ code }) => code))
  if (registration?.townshipVote === 'undecided') found.add('electorate.undecided')
  if (registration?.townshipGround === 'disputed') found.add('electorate.disputed')
  if (registration?.townshipGround === 'earlier') found.add('electorate.kept')
  return CODES.filter(code => found.has(code))
}

const register = async (ctx: Installation, electionId: string, visitor: Visitor): Promise<Answer> => {
  const { name, document: number, unit, electsTownship } = visitor
  const at = (community: string, instead: boolean) =>
    registerAtStation(ctx, electionId, {
      person: { kind: 'document', type: 'passport', number, name, birthDate: '1975-06-01', sex: 'F' },
      community,
      basis: unit === undefined ? 'residence' : 'work',
      evidence: [],
      channel: 'station',
      ...(unit === undefined ? {} : { unit }),
      ...(electsTownship === undefined ? {} : { electsTownship }),
      ...(instead ? { instead: true as const } : {}),
    })
  if (visitor.from !== undefined) expectOk(await at(visitor.from, false), ONLINE_FAILURES)
  return expectOk(await at(visitor.community, visitor.from !== undefined), ONLINE_FAILURES)
}

/**
 * Enters the unit in the committee's list and registers the visitors; returns what was made and found of them. Nobody comes where there is not
 * both a village and another community.
 */
export const spendStationDay = async (
  ctx: Installation,
  election: Pick<Election, 'id'>,
  communities: readonly Community[],
  directory: string,
): Promise<FaultRow[]> => {
  const visitors = visitorsOf(communities)
  if (visitors.length === 0) return []
  const path = join(directory, UNIT_FILE)
  await writeFile(
    path,
    csvLines([
      ['类别', '名称', '单位性质'],
      ['单位', UNIT, '上级'],
    ]),
    { mode: 0o600 },
  )
  expectOk(await importElectorate(ctx, election.id, path), ELECTORATE_FAILURES)
  const came: { readonly wanted: readonly Code[]; readonly found: readonly Code[] }[] = []
  for (const visitor of visitors) came.push({ wanted: visitor.codes, found: codesIn(await register(ctx, election.id, visitor)) })
  return CODES.map(code => {
    const made = came.filter(({ wanted }) => wanted.includes(code))
    const found = made.filter(one => one.found.includes(code)).length
    const falselyFlagged = came.filter(one => !one.wanted.includes(code) && one.found.includes(code)).length
    return { code, made: made.length, found, missed: made.length - found, falselyFlagged }
  })
}
