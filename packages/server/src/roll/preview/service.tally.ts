/**
 * Counts what a version says, by district and kind of change, and takes a digest of it: of a preview and again of the version that is
 * published, so that the two can be compared. Salts are no part of the digest, because they are drawn anew.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Level } from '@mingce/domain/election'
import type { Change, RollEntry } from '@mingce/domain/roll'
import type { TallyDistrict } from './store.ts'

/** A line of the list before it has its salt. */
export interface TallyLine extends Omit<RollEntry, 'salt'> {
  readonly registrationId: number
  /** The person key of a changed entry: a person who moves leaves one district and joins another. Absent in a first list. */
  readonly person?: string | undefined
}

export interface PreviewTally {
  add(line: TallyLine): void
  districts(): TallyDistrict[]
  readonly entries: number
  /** Different people of the lines that named one. */
  readonly people: number
}

interface Open {
  readonly level: Level
  readonly code: string
  readonly counts: Record<Change, number>
  readonly hash: Hash
}

/** Starts a tally; lines come district by district. */
export const tallyPreview = (): PreviewTally => {
  const done: TallyDistrict[] = []
  const people = new Set<string>()
  let open: Open | undefined
  let entries = 0
  const close = () => {
    if (open) done.push({ level: open.level, code: open.code, ...open.counts, digest: open.hash.digest('hex') })
    open = undefined
  }
  return {
    add(line) {
      const { level, district, group, number, change, name, sex, mark, registrationId, person } = line
      if (open?.level !== level || open.code !== district) {
        close()
        const counts = { listed: 0, added: 0, removed: 0, corrected: 0 }
        open = { level, code: district, counts, hash: createHash('sm3') }
      }
      open.counts[change]++
      open.hash.update(`${JSON.stringify([group, number, change, name, sex, mark, registrationId])}\n`)
      if (person !== undefined) people.add(person)
      entries++
    },
    districts() {
      close()
      return done
    },
    get entries() {
      return entries
    },
    get people() {
      return people.size
    },
  }
}
