/** Questions about a roster before it is imported: do its people live, by the population register, where it says they do? */
import type { Text } from '@mingce/domain/result'
import { readResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { findCommunities, openCommunities } from '../../platform/areas/index.ts'
import { findCurrentExtract } from '../../population/index.ts'
import { findRegisterPlaces } from './store.ts'

/** People of a file who are looked up. */
export const MOST_ASKED = 2_000
/** With fewer people nothing is asked: a few may live elsewhere. */
const FEWEST = 5

/** What a row says of a person and of the place. */
export interface Placed {
  readonly number: string
  readonly community: string
}

const commonest = (places: readonly string[]): string | undefined => {
  const counts = new Map<string, number>()
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

interface Compared {
  readonly said: string
  readonly lives: string
}

/** The people who are in the register, with the place that the file says and the one that the register says. */
const compare = async (ctx: Context, election: Election, extractId: number, people: readonly Placed[]): Promise<Compared[]> => {
  const codes = await openCommunities(ctx.database, election.areaCode)
  const known = people.flatMap(({ number, community }) => {
    const id = readResidentId(number, { isCurrentCounty: () => true })
    const said = codes(community)
    return id.kind === 'ok' && said !== null ? [{ key: ctx.keys.personKey(id.number), said }] : []
  })
  const places = await findRegisterPlaces(
    ctx.database,
    extractId,
    known.map(one => one.key),
  )
  return known.flatMap(({ key, said }) => {
    const lives = places.get(key)
    return lives ? [{ said, lives }] : []
  })
}

/** What is asked of a file whose people mostly live, by the register, elsewhere than it says. */
export const askWhereTheyLive = async (ctx: Context, election: Election, people: readonly Placed[]): Promise<Text[]> => {
  const extract = await findCurrentExtract(ctx.database, election.id)
  if (!extract) return []
  const compared = await compare(ctx, election, extract.id, people)
  const elsewhere = compared.filter(({ said, lives }) => said !== lives)
  if (compared.length < FEWEST || elsewhere.length * 2 <= compared.length) return []
  const names = new Map((await findCommunities(ctx.database, election.areaCode)).map(({ code, name }) => [code, name]))
  const nameOf = (code: string | undefined) => (code === undefined ? '' : (names.get(code) ?? code))
  const [said, lives] = [nameOf(commonest(elsewhere.map(one => one.said))), nameOf(commonest(elsewhere.map(one => one.lives)))]
  const [part, all] = [elsewhere.length, compared.length]
  return [
    {
      zh: `核对的${all}人中，有${part}人按人口信息住在别的社区：名册多写“${said}”，人口信息多为“${lives}”。是否选错了文件，或社区一栏填错？`,
      en: `Of ${all} people looked up, ${part} live in another community by the population register: the file mostly says “${said}”, the register mostly “${lives}”. Is it the right file, and is its community column right?`,
    },
  ]
}
