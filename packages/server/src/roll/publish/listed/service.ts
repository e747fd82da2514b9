/** Where the published list has one voter: asked for every “am I registered?”, and never changed once published. */
import type { RecordSection } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { findLatestVersion, findListedEntry, findStretches, type Stretch } from './store.ts'

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
    const entry = await findListedEntry(database, asked, stretch)
    if (remembered.size >= KEPT) remembered.clear()
    remembered.set(key, entry)
    return entry
  }

  const latestOf = (electionId: string): Promise<number> => {
    const now = performance.now()
    const known = looked.get(electionId)
    if (known && now - known.at < LOOK_MS) return known.version
    const version = findLatestVersion(database, electionId)
    looked.set(electionId, { at: now, version })
    version.catch(() => looked.delete(electionId))
    return version
  }

  /** Where the districts are in each version up to the newest, which comes first. A version that is known is not read again. */
  const stretchesUpTo = async (electionId: string, latest: number): Promise<readonly Stretch[]> => {
    const known = stretches.get(electionId) ?? []
    const newest = known[0]?.version ?? 0
    if (newest >= latest) return known
    const all = [...(await findStretches(database, electionId, newest)), ...known]
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

/** The published list's part of a person's record. */
export const listedSection = (listed: Listed | null): RecordSection | null =>
  listed && {
    title: { zh: '选民名单', en: 'Voter list' },
    facts: [
      { label: { zh: '选区', en: 'Electoral district' }, value: { zh: listed.district, en: listed.district } },
      { label: { zh: '编号', en: 'Number' }, value: { zh: String(listed.number), en: String(listed.number) } },
      { label: { zh: '名单版次', en: 'List version' }, value: { zh: `第${listed.version}版`, en: String(listed.version) } },
    ],
    events: [],
  }
