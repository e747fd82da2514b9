/** The evidence of a case as rows to compare: what came in, what the population register says, what another registration says. Pure. */
import type { Place, ReviewCase } from '../../../api/index.ts'
import { differs, shortCommunity } from '../../../ui/format.ts'

export type EvidenceField = 'name' | 'sex' | 'birthDate' | 'number' | 'community' | 'unit' | 'channel' | 'status' | 'statusOn'

export interface Compared {
  readonly value: string | null
  /** Says another thing than what came in. */
  readonly differs: boolean
}
export interface EvidenceRow {
  readonly field: EvidenceField
  readonly sent: string | null
  readonly population: Compared | null
  readonly other: Compared | null
}

const placeOf = (place: Place | null | undefined) => (place ? shortCommunity(place.name) : null)

/** Rows of the comparison; a source that the case does not have is null throughout, a row that nobody fills is left out. */
export const compareEvidence = (one: ReviewCase): EvidenceRow[] => {
  const { population, other } = one
  const row = (
    field: EvidenceField,
    sent: string | null,
    fromPopulation: string | null | undefined,
    fromOther: string | null | undefined,
    comparable = true,
  ): EvidenceRow => {
    const compared = (value: string | null | undefined): Compared => ({
      value: value || null,
      differs: comparable && differs(sent, value),
    })
    return {
      field,
      sent: sent || null,
      population: population ? compared(fromPopulation) : null,
      other: other ? compared(fromOther) : null,
    }
  }
  return [
    row('name', one.name, population?.name, other?.name),
    row('sex', one.sex, population?.sex, null),
    row('birthDate', one.birthDate, population?.birthDate, null),
    row('number', one.maskedNumber, null, null, false),
    row('community', placeOf(one.community), placeOf(population?.community), placeOf(other?.community)),
    row('unit', one.unit, null, other?.unit),
    row('channel', one.channel, null, other?.channel, false),
    row('status', one.status, population?.status, other?.status, false),
    row('statusOn', null, population?.statusOn, null, false),
  ].filter(({ sent, population: p, other: o }) => sent || p?.value || o?.value)
}
