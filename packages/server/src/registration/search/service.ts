/** One search box: people, cases, communities and imports of the actor's area, a few of each. Each part keeps the rules of its own page. */
import { ok, type Result } from '@mingce/domain/result'
import { type Context, visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { findCommunities } from '../../platform/areas/index.ts'
import { type Sound, soundsOf } from '../check/index.ts'
import { findVoters, type VotersFailure } from '../voters/index.ts'
import type { Found } from './schema.ts'
import { findImportsNamed } from './store.ts'

type Failure = { readonly code: VotersFailure }

const SHOWN = 6

/** Sounds of communities that were seen before. */
const sounds = new Map<string, readonly Sound[]>()
const KEPT = 50_000

const soundsOfPlace = (name: string): readonly Sound[] => {
  const known = sounds.get(name)
  if (known) return known
  const made = soundsOf(name)
  if (sounds.size < KEPT) sounds.set(name, made)
  return made
}

const isNamed = (name: string, words: string): boolean => {
  if (name.includes(words)) return true
  const letters = words.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  if (!/^[a-z]{2,}$/.test(letters)) return false
  return soundsOfPlace(name).some(({ spelled, initials }) => spelled.startsWith(letters) || initials.startsWith(letters))
}

/** Searches everything by a few words. */
export const searchAll = async (ctx: Context, electionId: string, q: string): Promise<Result<Found, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? election.value.areaCode
  const [people, inReview, communities, imports] = await Promise.all([
    findVoters(ctx, electionId, { q }),
    findVoters(ctx, electionId, { q, status: 'review' }),
    findCommunities(ctx.database, area),
    findImportsNamed(ctx.database, electionId, q, SHOWN),
  ])
  // A station searches full names only; what is no full name finds nobody.
  const found = people.ok ? people.value.items : []
  return ok({
    people: found.slice(0, SHOWN),
    cases: inReview.ok ? inReview.value.items.slice(0, SHOWN) : [],
    communities: communities.filter(({ name }) => isNamed(name, q)).slice(0, SHOWN),
    imports,
  })
}
