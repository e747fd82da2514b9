/** How names are spoken, so that they are found by pinyin and by initials. */
import { nameOrder } from '@mingce/domain/standards'
import { pinyin, polyphonic } from 'pinyin-pro'
import { col, type Sql } from '../../platform/database/index.ts'

export interface Sound {
  /** Without tones and spaces, ü as v. */
  readonly spelled: string
  readonly initials: string
}

/** A name of several characters with several readings has no more than so many spellings. */
const MOST_SOUNDS = 12
/** Of a character that is not the surname: further readings are rare words. */
const READINGS = 2

/** Letters and digits, as they are typed. */
const typed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[^\p{L}\p{N}]/gu, '')

const OPTIONS = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const

/** Readings of each character: as a surname first, then as it is read elsewhere. */
const readingsOf = (name: string): string[][] => {
  const surname = pinyin(name, { ...OPTIONS, surname: 'head' })
  const all = polyphonic(name, { ...OPTIONS })
  return surname.map((syllable, at) => {
    const others = all[at] ?? []
    // The character before the given name may be read otherwise by who does not know it as a surname.
    const kept = at === 0 ? others : others.slice(0, READINGS)
    return [...new Set([syllable, ...kept].map(typed).filter(one => one !== ''))]
  })
}

/** The ways a name is spoken, the usual one first. */
export const soundsOf = (name: string): Sound[] => {
  let sounds: Sound[] = [{ spelled: '', initials: '' }]
  for (const readings of readingsOf(name)) {
    if (readings.length === 0) continue
    sounds = readings
      .flatMap(reading =>
        sounds.map(({ spelled, initials }) => ({ spelled: spelled + reading, initials: initials + (reading[0] ?? '') })),
      )
      .slice(0, MOST_SOUNDS)
  }
  return sounds.filter(({ spelled }) => spelled !== '')
}

/** Adds the sounds of names that are not known yet. */
export const recordSounds = async (tx: Sql, names: readonly string[]): Promise<void> => {
  const rows = [...new Set(names)].flatMap(name => soundsOf(name).map(sound => ({ name, ...sound, order: nameOrder(name) })))
  if (rows.length === 0) return
  await tx.run(
    `INSERT INTO name_sound (name, spelled, initials, name_order)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    [rows.map(r => r.name), rows.map(r => r.spelled), rows.map(r => r.initials), rows.map(r => r.order)],
  )
}

/** Adds the sounds of one person's name where they are not known. */
export const recordSoundsOf = async (tx: Sql, name: string): Promise<void> => {
  const known = await tx.query('SELECT name FROM name_sound WHERE name = $1 LIMIT 1', [name], { name: col.text })
  if (known.length === 0) await recordSounds(tx, [name])
}

/** Records that a large import added people whom a job has to make searchable. */
export const insertWaiting = (tx: Sql, electionId: string, people: number, at: Date): Promise<number> =>
  tx.run('INSERT INTO roll_waiting (election_id, people, at) VALUES ($1, $2, $3)', [electionId, people, at])
