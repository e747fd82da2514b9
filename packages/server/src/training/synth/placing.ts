/** Where a made-up person registers, with what, and how the row of the roster reads. */
import type { RosterRow } from './layouts.ts'
import type { Person, Place } from './people.ts'
import type { Random } from './random.ts'
import type { Roster, Rosters } from './rosters.ts'

/** Communities that hardly any area has; one that the area does have is not used. */
const INVENTED = ['星河彼岸社区', '祥云九里社区居委会', '长乐新坊社区居民委员会', '望月仙居社区', '百福如意社区居委会']

/** What someone proves their place with, as the bits of a roster's row. */
const evidenceOf = (person: Person, beijing: boolean, random: Random): number => {
  if (person.school >= 0) return person.migrant && !beijing ? 16 + 1 : 16
  if (!person.migrant) return person.age >= 23 && random.chance(0.5) ? 8 : 0
  if (person.age >= 23 && random.chance(0.3)) return 8
  return 1 + 2 + (person.worker ? 4 : 0)
}

/** A migrant has lived and worked here since the age of sixteen, at least two years before any election that they vote in. */
const datesOf = (person: Person): Pick<RosterRow, 'since' | 'contractFrom'> =>
  person.migrant && person.school < 0
    ? { since: person.birth + 160_000, contractFrom: person.worker ? person.birth + 160_000 : 0 }
    : { since: 0, contractFrom: 0 }

/** Remarks that report nothing. */
const HARMLESS = ['外出务工', '户口没有迁出', '丈夫已故', '新入住', '电话已更新', '租住']

/** `remarks`: some rows have one. */
export const createPlacing = (
  area: Place & { readonly communities: readonly Place[] },
  rosters: Rosters,
  random: Random,
  remarks: boolean,
) => {
  const beijing = area.code.startsWith('11')
  const invented = INVENTED.filter(name => !area.communities.some(place => place.name.startsWith(name.slice(0, 4))))

  /** `isFaulty`: on no roster whose layout cannot show every fault. */
  const routeOf = (person: Person, isFaulty: boolean): Roster => {
    const home = rosters.ofCommunity(person.community)
    if (person.school >= 0) return rosters.ofSchool(person.school) ?? home
    if (!person.worker || rosters.units.length === 0 || !random.chance(0.22)) return home
    const unit = random.pick(rosters.units)
    return isFaulty && !unit.layout.isRegular ? home : unit
  }
  const placeOn = (person: Person, roster: Roster): Place =>
    area.communities[roster.kind === 'community' ? person.community : (roster.communities[0] ?? person.community)] as Place

  const rowOf = (person: Person, roster: Roster, change: Partial<RosterRow> = {}): RosterRow => ({
    name: person.name,
    number: person.number,
    sex: person.sex,
    birth: person.birth,
    community: placeOn(person, roster),
    group: person.group,
    unit: roster.unit,
    address: person.address,
    phone: person.phone,
    basis: person.school >= 0 ? '就读' : roster.kind === 'unit' ? '工作' : person.migrant ? '居住' : '户籍',
    evidence: evidenceOf(person, beijing, random),
    remark: remarks && random.chance(0.04) ? random.pick(HARMLESS) : '',
    ...datesOf(person),
    ...change,
  })

  /** Any other community than `than`. */
  const elsewhere = (than: string): Place => {
    for (;;) {
      const place = random.pick(area.communities)
      if (place.code !== than) return place
    }
  }
  /** A community that a roster holds, other than `than` where it can be. */
  const communityOf = (roster: Roster, than: number): Place => {
    const others = roster.communities.filter(community => community !== than)
    return area.communities[others.length > 0 ? random.pick(others) : than] as Place
  }
  /** A community that does not exist. */
  const nowhere = (): Place => ({ code: '', name: random.pick(invented) })
  return { routeOf, placeOn, communityOf, elsewhere, nowhere, rowOf }
}
