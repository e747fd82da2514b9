/**
 * Keeps the counts of an election's people (store.ts) in the transactions that change the people. `keepCounts` is around every write of what is
 * counted: it counts the people concerned before and after, and adds the difference. `countAll` compares everything with the rows, in one
 * snapshot, and adds what differs: after a new extract, a check of everybody, and as the command `mingce count repair`.
 */
import { lastBirthOfAdults } from '@mingce/domain/election'
import { type Context, visibleArea } from '../../access/index.ts'
import { type Election, homeCounty } from '../../election/index.ts'
import { countedWrites, type Database, inWholeSets, planForMany, type Sql } from '../../platform/database/index.ts'
import type { CaseArea } from './store.cases.ts'
import type { Figure } from './store.figures.ts'
import {
  addDifference,
  type Basis,
  type Counted,
  countFigures,
  type FigureRow,
  findBases,
  findCountedBasis,
  findDifference,
  findExtractId,
  findRefusedDifference,
  findRefusedPlaces,
  findSharedNumbers,
  foldChanges,
  forgetBasis,
  hasChanges,
  lockCounts,
  lockPeople,
  lockRepair,
  readFigures,
  readPresent,
  readRefused,
  repairDifference,
  repairRefused,
  saveBasis,
  type Whom,
} from './store.ts'

/** Of so many people at most each is locked: more are counted without, and the job repairs what another change of the same person spoiled. */
const MOST_LOCKED = 500

const countBefore = async (tx: Sql, bases: readonly Basis[], whom: Whom): Promise<ReadonlyMap<string, readonly Counted[]>> => {
  const before = new Map<string, readonly Counted[]>()
  for (const basis of bases) before.set(basis.electionId, await countFigures(tx, basis, whom))
  return before
}

/** Elections that are counted on the basis that they have now; others are counted anew as a whole, by whoever asks next. */
const currentBases = async (tx: Sql): Promise<Basis[]> =>
  (await findBases(tx)).flatMap(({ stale, ...basis }) =>
    stale ? [] : [{ ...basis, bornBy: lastBirthOfAdults(basis.pollingDay) }],
  )

/** Communities of refused rows that concern these people, by election. */
const refusedPlaces = async (tx: Sql, bases: readonly Basis[], whom: Whom): Promise<string[][]> => {
  const places: string[][] = []
  for (const basis of bases) places.push(await findRefusedPlaces(tx, basis, whom))
  return places
}

/** Does `work` and adds to the counts of the elections of `bases` what it changes. */
const addWhatChanges = async <T>(
  tx: Sql,
  whom: Exclude<Whom, 'everybody'>,
  { bases, known }: { readonly bases: readonly Basis[]; readonly known: ReadonlySet<string> | null },
  work: () => Promise<T>,
): Promise<T> => {
  if (bases.length === 0) return countedWrites.run({ tx, people: known }, work)
  const counting = <C>(count: () => Promise<C>): Promise<C> => ('table' in whom ? inWholeSets(tx, count) : count())
  const before = await counting(() => countBefore(tx, bases, whom))
  const places = await counting(() => refusedPlaces(tx, bases, whom))
  const result = await countedWrites.run({ tx, people: known }, work)
  const after = await counting(async () => {
    for (const basis of bases) await addDifference(tx, basis, whom, before.get(basis.electionId) ?? [])
    return refusedPlaces(tx, bases, whom)
  })
  for (const [at, basis] of bases.entries()) {
    const communities = [...new Set([...(places[at] ?? []), ...(after[at] ?? [])])]
    if (communities.length > 0) await repairRefused(tx, basis, communities)
  }
  return result
}

/** For people who are not locked: an election that someone else counted meanwhile is counted again, because its count lacks this change. */
const addToAll = async <T>(
  tx: Sql,
  whom: Exclude<Whom, 'everybody'>,
  known: ReadonlySet<string> | null,
  work: () => Promise<T>,
): Promise<T> => {
  const bases = await currentBases(tx)
  const result = await addWhatChanges(tx, whom, { bases, known }, work)
  await lockPeople(tx, [])
  const added = new Set(bases.map(({ electionId }) => electionId))
  for (const { electionId } of await currentBases(tx)) if (!added.has(electionId)) await forgetBasis(tx, electionId)
  return result
}

/**
 * Does `work`, which changes these people (person keys) in this transaction, and changes the counts with them. `withDocuments`: it may register
 * someone by another document than the ID card, or names someone by a reference: then those who share a number are counted too.
 */
export const keepCounts = async <T>(
  tx: Sql,
  people: readonly string[],
  work: () => Promise<T>,
  withDocuments = false,
): Promise<T> => {
  const outer = countedWrites.getStore()
  const known = outer?.tx === tx ? outer.people : new Set<string>()
  if (known === null || people.every(key => known.has(key))) return work()
  const shared = await findSharedNumbers(tx, people, withDocuments)
  const keys = [...new Set([...people, ...shared])].filter(key => !known.has(key))
  const among = new Set([...known, ...keys])
  if (keys.length > MOST_LOCKED) return addToAll(tx, { keys }, among, work)
  await lockPeople(tx, keys)
  return addWhatChanges(tx, { keys }, { bases: await currentBases(tx), known: among }, work)
}

/** The same for the people of a table of this transaction with a column `person_key`. */
export const keepCountsOf = async <T>(tx: Sql, table: string, work: () => Promise<T>): Promise<T> => {
  const outer = countedWrites.getStore()
  return outer?.tx === tx && outer.people === null ? work() : addToAll(tx, { table }, null, work)
}

/** Counts all refused rows of an election anew: a file was saved, and who is refused by it has no person key. */
export const countRefused = async (tx: Sql, electionId: string): Promise<void> => {
  for (const basis of await currentBases(tx)) if (basis.electionId === electionId) await repairRefused(tx, basis, null)
}

/** The basis on which an election is counted now. */
const basisOf = async (sql: Sql, election: Election): Promise<Basis> => ({
  electionId: election.id,
  round: election.round,
  pollingDay: election.pollingDay,
  bornBy: lastBirthOfAdults(election.pollingDay),
  electionArea: election.areaCode,
  extractId: await findExtractId(sql, election.id),
  homePrefix: election.areaCode.slice(0, election.rules.homeDigits),
})

/** Does `work`, which may change everybody of the election, and then counts all of them. Others who change people wait until it is committed. */
export const keepAllCounts = async <T>(tx: Sql, election: Election, at: Date, work: () => Promise<T>): Promise<T> => {
  const outer = countedWrites.getStore()
  if (outer?.tx === tx && outer.people === null) return work()
  await lockCounts(tx)
  const result = await countedWrites.run({ tx, people: null }, work)
  await countAll(tx, election, at)
  return result
}

/** Does `work`, which may change everybody of the election. It is counted anew by `ensureCounted`, after a job or for whoever asks first. */
export const countLater = async <T>(tx: Sql, election: Election, work: () => Promise<T>): Promise<T> => {
  await lockCounts(tx)
  const result = await countedWrites.run({ tx, people: null }, work)
  await forgetBasis(tx, election.id)
  return result
}

/** Whether an election was counted on the basis that it has now. */
const isCurrent = async (sql: Sql, now: Basis): Promise<boolean> => {
  const counted = await findCountedBasis(sql, now.electionId)
  return counted?.extractId === now.extractId && counted.pollingDay === now.pollingDay && counted.homePrefix === now.homePrefix
}

/**
 * Counts everybody of the election and corrects the kept counts; returns how many were wrong. On another basis than before, those who change
 * people wait; a mere repair holds nobody up, because rows and counts are read in one snapshot.
 */
export const countAll = async (tx: Sql, election: Election, at: Date): Promise<number> => {
  if (!(await isCurrent(tx, await basisOf(tx, election)))) await lockCounts(tx)
  await lockRepair(tx)
  await planForMany(tx)
  const basis = await basisOf(tx, election)
  const wrong = (await inWholeSets(tx, () => repairDifference(tx, basis))) + (await repairRefused(tx, basis, null))
  await saveBasis(tx, basis, at)
  await foldChanges(tx)
  return wrong
}

/** Kept counts that differ from the people, with how much has to be added. Changes nothing. */
export const checkCounts = async (database: Database, election: Election): Promise<Counted[]> => {
  const basis = await basisOf(database, election)
  return database.transaction(async tx => [
    ...(await inWholeSets(tx, () => findDifference(tx, basis))),
    ...(await findRefusedDifference(tx, basis)),
  ])
}

/** Counts an election that was never counted, or on another basis than it has now. */
export const ensureCounted = async (database: Database, election: Election, at: Date): Promise<void> => {
  if (!(await isCurrent(database, await basisOf(database, election))))
    await database.transaction(tx => countAll(tx, election, at))
}

/** The extract that an election was counted on: of its people work lists are made. */
export const findCountedExtract = async (database: Database, election: Election, at: Date): Promise<number | null> => {
  await ensureCounted(database, election, at)
  return (await findCountedBasis(database, election.id))?.extractId ?? null
}

/** Refused rows of an election that nobody has mended, within an area: how many, and what for. */
export const findRefusedFigures = async (
  { database, clock }: { readonly database: Database; readonly clock: { now(): Date } },
  election: Election,
  area: string,
): Promise<{ refused: number; byCode: Readonly<Record<string, number>> }> => {
  await ensureCounted(database, election, clock.now())
  const rows = await readRefused(database, election.id, election.areaCode, area)
  return {
    refused: rows.find(({ code }) => code === null)?.people ?? 0,
    byCode: Object.fromEntries(rows.flatMap(({ code, people }) => (code === null ? [] : [[code, people]]))),
  }
}

/** The figures of an election by community, within an area. */
export const findFigures = async (database: Database, election: Election, area: string, at: Date): Promise<FigureRow[]> => {
  await ensureCounted(database, election, at)
  return readFigures(database, election.id, election.areaCode, area)
}

/** Adds up what transactions left to add, if it is much. */
export const foldCounts = async (database: Database): Promise<boolean> =>
  (await hasChanges(database, 0)) && (await database.transaction(foldChanges))

/** Those registered whom the rules ask for proof of their place, by what they showed: with a certificate, or by another set that is enough. */
export const countMigrants = async (
  { database, clock }: { readonly database: Database; readonly clock: { now(): Date } },
  election: Election,
  area: string,
): Promise<{ withCertificate: number; without: number; unproven: number }> => {
  const figures = await findFigures(database, election, area, clock.now())
  const sum = (figure: Figure) => figures.reduce((total, row) => total + row[figure], 0)
  return { withCertificate: sum('migrant-certified'), without: sum('migrant-without'), unproven: sum('migrant-unproven') }
}

/** What the actor sees of an election's cases. */
export const caseAreaOf = (ctx: Pick<Context, 'actor'>, election: Election): CaseArea => ({
  electionId: election.id,
  electionArea: election.areaCode,
  county: homeCounty(election),
  area: visibleArea(ctx.actor, election.areaCode) ?? election.areaCode,
})

/** People of the population register by community, of any age; undefined: the election was not counted on its present basis. */
export const findPresent = async (sql: Sql, electionId: string): Promise<ReadonlyMap<string, number> | undefined> =>
  (await findBases(sql)).some(basis => basis.electionId === electionId && !basis.stale) ? readPresent(sql, electionId) : undefined
