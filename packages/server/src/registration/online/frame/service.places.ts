/** Finding a community as people type it: its name, a part of it, or the initials of its pinyin (djsq for 东郊社区). */
import { pinyin } from 'pinyin-pro'
import type { PlaceItem } from '../schema.ts'
import type { Frame, FramePlace } from './service.ts'

const SHOWN = 30
interface Indexed extends FramePlace {
  readonly initials: string
  readonly spelled: string
}
const indexes = new WeakMap<ReadonlyMap<string, FramePlace>, readonly Indexed[]>()
/** Pinyin of names that were seen before: areas are the same for every frame. */
const spellings = new Map<string, { initials: string; spelled: string }>()
const KEPT = 200_000

const spellingOf = (name: string): { initials: string; spelled: string } => {
  const known = spellings.get(name)
  if (known) return known
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map(s => s.toLowerCase())
  const spelling = { initials: syllables.map(s => s[0] ?? '').join(''), spelled: syllables.join('') }
  if (spellings.size < KEPT) spellings.set(name, spelling)
  return spelling
}

const indexOf = (frame: Frame): readonly Indexed[] => {
  const known = indexes.get(frame.places)
  if (known) return known
  const index = [...frame.places.values()].map(place => ({ ...place, ...spellingOf(place.name) }))
  indexes.set(frame.places, index)
  return index
}

/** How well a place fits: 0 best, null not at all. */
const rank = (place: Indexed, wanted: string): number | null => {
  if (wanted === '') return 0
  if (place.name.startsWith(wanted)) return 0
  if (place.name.includes(wanted)) return 1
  if (place.initials.startsWith(wanted)) return 2
  if (place.spelled.startsWith(wanted)) return 3
  if (place.initials.includes(wanted)) return 4
  return place.path.includes(wanted) ? 5 : null
}

/** Communities that fit, best first, within the area code `under`; at most 30. */
export const searchPlaces = (frame: Frame, q: string, under: string): PlaceItem[] => {
  const wanted = q.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  return indexOf(frame)
    .flatMap(place => {
      const fit = place.code.startsWith(under) ? rank(place, wanted) : null
      return fit === null ? [] : [{ place, fit }]
    })
    .sort((a, b) => a.fit - b.fit || (a.place.code < b.place.code ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ place: { code, name, path } }) => ({ code, name, path }))
}
