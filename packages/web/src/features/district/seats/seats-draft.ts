/** What the form of a congress's seats says, and what follows from it by the rules of the server. Pure. */
import { allocateSeats, type MinorityShare, minorityShare, seatsFor } from '@mingce/domain/district'
import type { Congress } from '../../../api/index.ts'

export interface DraftArea {
  code: string
  name: string
  population: number | null
}

export interface Draft {
  population: number | null
  source: 'hukou' | 'resident'
  populationOn: string
  /** Percent. */
  extra: number
  /** Of the seats, the army's (EL 6). */
  army: number
  fewer: number | null
  document: string
  areas: readonly DraftArea[]
  /** Names of the areas that won the lot, in order. */
  lots: string
  /** Lines of a name and a number. */
  peoples: string
}

/** People of all areas together; null where those of one are not known. */
export const peopleInAll = ({ areas }: Congress): number | null =>
  areas.every(area => area.people !== null) ? areas.reduce((all, area) => all + (area.people ?? 0), 0) : null

/** The form of seats that were set. `series` joins names as the reader's language does. */
const draftOfDecision = (
  congress: Congress,
  decision: NonNullable<Congress['decision']>,
  series: (names: readonly string[]) => string,
): Draft => ({
  population: decision.population,
  source: decision.source,
  populationOn: decision.populationOn ?? '',
  extra: (decision.extra ?? 0) / 10,
  army: decision.army ?? 0,
  fewer: decision.fewer ?? null,
  document: decision.document,
  areas: areasOf(congress),
  lots: series((decision.lots ?? []).map(code => congress.allocation?.allotments.find(one => one.code === code)?.name ?? code)),
  peoples: (decision.minorities ?? []).map(one => `${one.name} ${one.population}`).join('\n'),
})

const areasOf = ({ allocation, areas }: Congress): DraftArea[] =>
  allocation
    ? allocation.allotments.map(({ code, name, population }) => ({ code, name, population }))
    : areas.map(({ code, name, people }) => ({ code, name, population: people }))

export const startDraft = (congress: Congress, series: (names: readonly string[]) => string): Draft => {
  if (congress.decision) return draftOfDecision(congress, congress.decision, series)
  // Only a base that knows every area says how many people there are in all.
  const known = congress.areas.some(area => area.people !== null)
  const inAll = known ? peopleInAll(congress) : null
  return {
    population: inAll,
    source: 'hukou',
    populationOn: inAll === null ? '' : (congress.base?.asOf ?? ''),
    extra: 0,
    army: 0,
    fewer: null,
    document: '',
    areas: areasOf(congress),
    lots: '',
    peoples: '',
  }
}

/** Lines of a name and a number, as one pastes them from a table: `回族 16000`. */
const readPeoples = (text: string) =>
  text.split('\n').flatMap(line => {
    const match = /^\s*(\S.*?)[\s\p{P}]+(\d[\d,]*)\s*$/u.exec(line)
    return match ? [{ name: match[1] ?? '', population: Number((match[2] ?? '').replaceAll(',', '')) }] : []
  })

const sharesOf = (minorities: Judged['minorities'], population: number, total: number): Judged['shares'] =>
  minorities.flatMap(one => {
    const share = minorityShare(population, one.population, total)
    return share.ok ? [{ ...one, ...share.value }] : []
  })

const countedAreas = (areas: readonly DraftArea[]) =>
  areas.flatMap(area =>
    area.population === null || area.name.trim() === '' ? [] : [{ ...area, name: area.name.trim(), population: area.population }],
  )

export interface Judged {
  /** Null while no population is given. */
  readonly seats: ReturnType<typeof seatsFor> | null
  /** Areas with a name and people. */
  readonly counted: readonly { code: string; name: string; population: number }[]
  /** Codes of the areas that won the lot. */
  readonly lots: readonly string[]
  /** Fewer seats than the number that follows, where that is allowed and wished. */
  readonly fewer: number | null
  readonly shared: ReturnType<typeof allocateSeats> | null
  readonly minorities: readonly { name: string; population: number }[]
  readonly shares: readonly (MinorityShare & { name: string; population: number })[]
  /** People of the counted areas. */
  readonly sum: number
}

/** What the draft comes to: seats, their shares, and what is asked of the server. */
export const judgeDraft = (level: Congress['level'], draft: Draft): Judged => {
  const { population, extra, fewer } = draft
  const seats = population === null ? null : seatsFor(level, population, extra / 100)
  const counted = countedAreas(draft.areas)
  const lots = draft.lots
    .split(/[\p{P}\s]+/u)
    .flatMap(name => counted.find(area => area.name === name || area.code === name)?.code ?? [])
  const chosenFewer = seats?.ok && seats.value.mayBeFewer ? fewer : null
  const total = seats?.ok ? (chosenFewer ?? seats.value.total) : 0
  const minorities = readPeoples(draft.peoples)
  return {
    seats,
    counted,
    lots,
    fewer: chosenFewer,
    shared: seats?.ok && counted.length > 0 ? allocateSeats(total - draft.army, counted, lots) : null,
    minorities,
    shares: population === null ? [] : sharesOf(minorities, population, total),
    sum: counted.reduce((all, area) => all + area.population, 0),
  }
}
