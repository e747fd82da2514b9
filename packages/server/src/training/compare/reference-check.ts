/**
 * A check of the plainest kind, for the tests of what is made: everything in memory, row after row, rule after rule. It shows that each
 * fault of the truth is there, alone, and that no other row has one.
 */

import { join } from 'node:path'
import { EVIDENCE, proofTable, ruleSetFor } from '@mingce/domain/election'
import {
  type DisqualificationRow,
  type PopulationRow,
  readDisqualificationRow,
  readPopulationRow,
} from '@mingce/domain/population'
import {
  COLUMNS,
  decide,
  type FieldOf,
  type FileKind,
  factOf,
  type PreviousRollRow,
  type RegistrationRow,
  readPreviousRollRow,
  readRegistrationRow,
  STANDING,
} from '@mingce/domain/registration'
import { type ColumnMap, type ColumnTable, isAdultOn, sameName } from '@mingce/domain/standards'
import { communityIndex, isCurrentCounty } from '../../platform/areas/index.ts'
import { openTable } from '../../platform/files/index.ts'
import type { SynthRequest, SynthSummary } from '../synth/index.ts'
import type { FoundRow } from './compare.ts'

interface ReadRow<R> {
  readonly row: number
  readonly said: R
  readonly cells: readonly string[]
}

/** All people of a file as its reader gives them. */
export const readAll = async <K extends FileKind, R>(
  path: string,
  kind: K,
  read: (cells: readonly string[], columns: ColumnMap<FieldOf<K>>) => R,
): Promise<ReadRow<R>[]> => {
  const table = await openTable(path, { columns: COLUMNS[kind] as unknown as ColumnTable<FieldOf<K>> })
  if (!table.ok) throw new Error(`${path}: ${table.error.code}`)
  const rows: ReadRow<R>[] = []
  for await (const batch of table.value.rows())
    batch.cells.forEach((cells, i) => {
      rows.push({ row: batch.rowNos[i] as number, said: read(cells, table.value.columns), cells })
    })
  return rows
}

export interface CheckedFiles {
  readonly found: readonly FoundRow[]
  /** Rows of population.csv. */
  readonly notYetRegistered: readonly number[]
  readonly population: readonly ReadRow<PopulationRow>[]
}

interface Claimed {
  readonly community: string | null
  readonly group: string | null
}

/** Imports and checks the files in their order, each community being its own district. */
export const checkFiles = async (request: SynthRequest, summary: SynthSummary): Promise<CheckedFiles> => {
  const { area, pollingDay, directory } = request
  const areas = { isCurrentCounty }
  const rules = ruleSetFor(area.code)
  const proven = proofTable(rules)
  const findCommunity = communityIndex(area.communities)
  const population = await readAll(join(directory, 'population.csv'), 'population', (cells, columns) =>
    readPopulationRow(cells, columns, areas),
  )
  const base = new Map(population.map(({ said }) => [said.number, said]))
  const disqualified = await readAll(join(directory, 'disqualifications.csv'), 'disqualifications', (cells, columns) =>
    readDisqualificationRow(cells, columns, areas),
  )
  const grounds = new Map<string | null, DisqualificationRow['ground']>()
  for (const { said } of disqualified)
    if ((said.fromDate ?? '') <= pollingDay && (said.toDate === null || said.toDate >= pollingDay))
      grounds.set(said.number, said.ground)

  const found: FoundRow[] = []
  const claims = new Map<string, Claimed>()
  const tookPart = new Set<string | null>()
  const registered = new Set<string | null>()

  const check = (file: string, rows: readonly ReadRow<PreviousRollRow | RegistrationRow>[]) => {
    const inFile = new Map<string, Set<string>>()
    for (const { row, said } of rows) {
      let mask = said.facts
      const { number } = said
      const community = said.community === null ? null : findCommunity(said.community)
      if (community === null) mask |= factOf('district.unknown')
      if (number !== null) {
        const ground = grounds.get(number)
        if (ground) mask |= factOf(`eligibility.${ground}`)
        const known = base.get(number)
        if (!known) mask |= factOf('population.absent')
        else {
          if (!sameName(known.name, said.name) && (mask & factOf('name.unprintable')) === 0) mask |= factOf('population.name')
          if (known.status === 'deceased') mask |= factOf('population.deceased')
          if (known.status === 'moved-out') mask |= factOf('population.moved-out')
          const shown =
            ('evidence' in said ? said.evidence : 0) |
            (tookPart.has(number) || ('tookPart' in said && said.tookPart) ? EVIDENCE.tookPartLastTime : 0)
          if (!known.hukouArea?.startsWith(area.code.slice(0, rules.homeDigits)) && !proven[shown])
            mask |= factOf('place.unproven')
        }
        const particulars = JSON.stringify({ ...said, facts: 0, community })
        const before = inFile.get(number)
        const holder = claims.get(number)
        if (before) mask |= before.has(particulars) ? STANDING.repeatedInFile : factOf('duplicate.same-file')
        else if (holder && holder.community !== community) mask |= factOf('claim.other-district')
        else if (holder) mask |= holder.group === said.voterGroup ? STANDING.unchangedInRoll : STANDING.updatesInRoll
        inFile.set(number, (before ?? new Set()).add(particulars))
        const { outcome } = decide(mask)
        if (outcome !== 'refused') registered.add(number)
        if (outcome !== 'refused' && !holder) claims.set(number, { community, group: said.voterGroup })
      }
      const { outcome, findings } = decide(mask)
      found.push({ file, row, outcome, codes: findings })
    }
  }

  const context = { pollingDay, areas }
  for (const { file, kind } of summary.files) {
    const path = join(directory, file)
    if (kind === 'previous-roll') {
      const rows = await readAll(path, kind, (cells, columns) => readPreviousRollRow(cells, columns, context))
      for (const { said } of rows) if (said.tookPart) tookPart.add(said.number)
      check(file, rows)
    } else if (kind === 'registrations')
      check(file, await readAll(path, kind, (cells, columns) => readRegistrationRow(cells, columns, context)))
  }
  const notYetRegistered = population
    .filter(
      ({ said }) =>
        said.status === 'present' &&
        isAdultOn(said.birthDate ?? '', pollingDay) &&
        !grounds.has(said.number) &&
        !registered.has(said.number),
    )
    .map(({ row }) => row)
  return { found, notYetRegistered, population }
}
