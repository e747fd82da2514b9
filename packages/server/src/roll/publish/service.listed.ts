/** Where the published list has one voter: asked for every “am I registered?”, and never changed once published. */
import type { Level } from '@mingce/domain/election'
import { type Database, prepared } from '../../platform/database/index.ts'

export interface Listed {
  readonly version: number
  /** Within district and voter group. */
  readonly number: number
  readonly district: string
}

interface Asked {
  readonly electionId: string
  readonly countyCode: string
  readonly registrationId: number
  readonly countyDistrict: string | null
  readonly townshipDistrict: string | null
}

/** A district in a version with the positions of its entries, both included. */
interface Stretch {
  readonly version: number
  readonly level: Level
  readonly code: string
  readonly name: string
  readonly from: number
  readonly to: number
}

const STRETCHES = prepared(
  `SELECT version, level, code, name, (sum(entries) OVER before - entries + 1)::int AS "from", (sum(entries) OVER before)::int AS "to"
   FROM roll_district WHERE election_id = $1 AND version > $2
   WINDOW before AS (PARTITION BY version ORDER BY ordinal) ORDER BY version DESC`,
)
const LATEST = prepared('SELECT coalesce(max(version), 0) AS version FROM roll_version WHERE election_id = $1')
const ENTRY = prepared(
  `SELECT number, change FROM roll_entry
   WHERE county_code = $1 AND election_id = $2 AND version = $3 AND position BETWEEN $4 AND $5 AND registration_id = $6`,
)

/** Remembered answers: a version says the same for ever. */
const KEPT = 50_000
/** A list just published is seen after so long. */
const LOOK_MS = 3_000

/**
 * Opens the look-up over a store. It needs no index on the entries: a district's entries stand together, and what a version says of a
 * voter is remembered.
 */
export const openListedLookup = (database: Database) => {
  const stretches = new Map<string, Stretch[]>()
  const looked = new Map<string, { readonly at: number; readonly version: Promise<number> }>()
  const remembered = new Map<string, { number: number; change: string } | null>()

  const entryIn = async (asked: Asked, stretch: Stretch) => {
    const key = `${asked.electionId}/${stretch.version}/${stretch.level}/${asked.countyCode}/${asked.registrationId}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const [entry = null] = await database.query<{ number: number; change: string }>(ENTRY, [
      asked.countyCode,
      asked.electionId,
      stretch.version,
      stretch.from,
      stretch.to,
      asked.registrationId,
    ])
    if (remembered.size >= KEPT) remembered.clear()
    remembered.set(key, entry)
    return entry
  }

  const latestOf = (electionId: string): Promise<number> => {
    const now = performance.now()
    const known = looked.get(electionId)
    if (known && now - known.at < LOOK_MS) return known.version
    const version = database.query<{ version: number }>(LATEST, [electionId]).then(([row]) => row?.version ?? 0)
    looked.set(electionId, { at: now, version })
    version.catch(() => looked.delete(electionId))
    return version
  }

  /** Where the districts are in each version up to the newest, which comes first. A version that is known is not read again. */
  const stretchesUpTo = async (electionId: string, latest: number): Promise<readonly Stretch[]> => {
    const known = stretches.get(electionId) ?? []
    const newest = known[0]?.version ?? 0
    if (newest >= latest) return known
    const all = [...(await database.query<Stretch>(STRETCHES, [electionId, newest])), ...known]
    stretches.set(electionId, all)
    return all
  }

  /** The newest version that lists the registration in its district; null: not yet, or no more. */
  return async (asked: Asked): Promise<Listed | null> => {
    const latest = await latestOf(asked.electionId)
    if (latest === 0) return null
    const level = asked.countyDistrict === null ? 'township' : 'county'
    const code = asked.countyDistrict ?? asked.townshipDistrict
    const all = await stretchesUpTo(asked.electionId, latest)
    for (const stretch of all.filter(one => one.level === level && one.code === code)) {
      const entry = await entryIn(asked, stretch)
      if (entry?.change === 'removed') return null
      if (entry) return { version: stretch.version, number: entry.number, district: stretch.name }
    }
    return null
  }
}
