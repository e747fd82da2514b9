/**
 * Made-up people, household by household. Drawn in blocks of some hundred, so that ages follow the pyramid exactly while couples, children
 * and grandparents still live together; a block is forgotten when it has been handed out, so memory does not grow.
 */
import { drawName, type NamedPerson } from './names.ts'
import { createNumbers, dayOfDate, figureOfDay } from './numbers.ts'
import { createRandom, type Random, weighted } from './random.ts'
import { BEIJING_DISTRICTS, drawAge, drawOrigin, drawSex, RETIRED_CODES } from './shape.ts'

export interface Place {
  readonly code: string
  readonly name: string
}

export interface Person {
  readonly name: string
  /** 18 places, valid. */
  readonly number: string
  readonly sex: 'M' | 'F'
  /** yyyymmdd as a figure. */
  readonly birth: number
  /** On election day, in whole years. */
  readonly age: number
  readonly people: string
  readonly hukouArea: string
  readonly hukouAddress: string
  /** Hukou outside the county (in Beijing: outside the city). */
  readonly migrant: boolean
  readonly address: string
  readonly phone: string
  /** Index of the community where the person lives. */
  readonly community: number
  readonly group: string
  /** Index of the school whose student the person is, or −1. */
  readonly school: number
  readonly worker: boolean
}

export interface PeopleRequest {
  readonly area: Place & { readonly communities: readonly Place[] }
  readonly pollingDay: string
  readonly seed: number
  /** Communities of the schools, by index. */
  readonly schools: readonly { readonly name: string; readonly community: number }[]
  /** Share of people whose hukou is elsewhere. */
  readonly hukouElsewhere: number
}

interface Draft {
  readonly age: number
  readonly sex: 'M' | 'F'
}
interface Household {
  readonly members: (Draft & { readonly role: 'head' | 'spouse' | 'child' | 'elder' | 'student' })[]
}

const BLOCK = 300
/** So many people have the birthday that decides; a city has no more on one day. */
const MOST_DECISIVE = 200
const DAYS_OF_YEAR = 365.2425

interface Couple {
  readonly household: Household
  /** Of the woman. */
  readonly age: number
}

/** Men and women by age, two by two: couples, and who lives alone. */
const pairUp = (random: Random, adults: readonly Draft[]): { couples: Couple[]; alone: Draft[] } => {
  const byAge = (sex: Draft['sex']) => adults.filter(d => d.sex === sex).sort((a, b) => a.age - b.age)
  const [men, women] = [byAge('M'), byAge('F')]
  const couples: Couple[] = []
  const alone: Draft[] = [...men.slice(women.length), ...women.slice(men.length)]
  for (let i = 0; i < Math.min(men.length, women.length); i++) {
    const [man, woman] = [men[i] as Draft, women[i] as Draft]
    if (Math.abs(man.age - woman.age) > 12 || !random.chance(man.age < 30 ? 0.45 : 0.8)) {
      alone.push(man, woman)
      continue
    }
    const household: Household = {
      members: [
        { ...man, role: 'head' },
        { ...woman, role: 'spouse' },
      ],
    }
    couples.push({ household, age: woman.age })
  }
  return { couples, alone }
}

/** Puts a child or an elder into the household of a couple whose ages suit; false where a few tries find none. */
const joinCouple = (random: Random, couples: readonly Couple[], draft: Draft, role: 'child' | 'elder'): boolean => {
  const [from, to] = role === 'child' ? [20, 44] : [21, 40]
  for (let i = 0; i < 12 && couples.length > 0; i++) {
    const { household, age } = random.pick(couples)
    const gap = role === 'child' ? age - draft.age : draft.age - age
    if (gap < from || gap > to || household.members.length > 5) continue
    household.members.push({ ...draft, role })
    return true
  }
  return false
}

/** Puts a block of ages and sexes together into households. */
const settle = (random: Random, drafts: readonly Draft[], schools: boolean): Household[] => {
  const { couples, alone } = pairUp(
    random,
    drafts.filter(d => d.age >= 25),
  )
  const households = couples.map(couple => couple.household)
  for (const draft of alone)
    if (draft.age < 60 || !random.chance(0.4) || !joinCouple(random, couples, draft, 'elder'))
      households.push({ members: [{ ...draft, role: 'head' }] })
  /** What a young adult becomes; undefined: a child of the house. */
  const ownRole = (age: number): 'student' | 'head' | undefined => {
    if (age < 18) return undefined
    if (schools && random.chance(0.4)) return 'student'
    return random.chance(0.5) ? 'head' : undefined
  }
  for (const draft of drafts.filter(d => d.age < 25)) {
    const role = ownRole(draft.age)
    if (role) households.push({ members: [{ ...draft, role }] })
    else if (!joinCouple(random, couples, draft, 'child'))
      (households.length > 0 ? random.pick(households) : push(households)).members.push({ ...draft, role: 'child' })
  }
  return households
}
const push = (households: Household[]): Household => {
  const household: Household = { members: [] }
  households.push(household)
  return household
}

/** A share by age whose mean over the pyramid is about `mean`: the young move, the old have stayed. */
const migrantShare = (age: number, mean: number): number => Math.min(0.97, mean * (age < 45 ? 1.22 : age < 60 ? 0.95 : 0.5))

/** Where a household lives, and where its register is. */
interface Home extends Pick<Person, 'community' | 'school' | 'migrant' | 'address' | 'hukouArea' | 'hukouAddress' | 'group'> {}

/** Draws homes. Students get the rooms of their school one after the other. */
const createHomes = (random: Random, { area, schools, hukouElsewhere }: PeopleRequest) => {
  // Lively communities and small ones; villages have fewer people.
  const community = weighted(area.communities.map(c => (0.5 + random.unit()) * (c.code[9] === '2' ? 0.35 : 1)))
  const rooms = schools.map(() => 0)

  const dormitoryOf = (school: number): string => {
    const room = rooms[school] as number
    rooms[school] = room + 1
    return `${schools[school]?.name}${1 + Math.floor(room / 1200)}号宿舍楼${101 + (Math.floor(room / 6) % 200)}室`
  }
  const siblingAddress = (district: string): string =>
    `北京市${district}${random.pick(['永安', '广安', '德胜', '新街口', '望京'])}胡同${1 + random.below(99)}号`
  const originAddress = (origin: ReturnType<typeof drawOrigin>): string =>
    `${origin.province}${origin.name}${random.pick(['人民路', '解放路', '建设街', '和平街', '新华路'])}${1 + random.below(300)}号`

  return (first: Household['members'][number]): Home => {
    const student = first.role === 'student'
    const school = student ? random.below(schools.length) : -1
    const at = student ? (schools[school]?.community ?? 0) : community(random)
    const place = area.communities[at] as Place
    const own = place.code.slice(0, 6)
    const migrant = random.chance(student ? Math.min(0.97, hukouElsewhere * 1.6) : migrantShare(first.age, hukouElsewhere))
    const origin = drawOrigin(random, area.code)
    // Within Beijing many live in another district than the one that keeps their register.
    const sibling = !migrant && own.startsWith('11') && random.chance(0.1) ? random.pick(BEIJING_DISTRICTS) : undefined
    const address = student ? dormitoryOf(school) : addressIn(random, area, place)
    const registerOf = (): Pick<Home, 'hukouArea' | 'hukouAddress'> => {
      if (migrant) return { hukouArea: origin.code, hukouAddress: originAddress(origin) }
      if (sibling) return { hukouArea: sibling.code, hukouAddress: siblingAddress(sibling.name) }
      return { hukouArea: own, hukouAddress: student ? (schools[school]?.name ?? '') : address }
    }
    return { school, community: at, migrant, address, ...registerOf(), group: `第${1 + random.below(6)}组` }
  }
}

/** Draws days of birth by age. Someone aged 17 or 18 often has the birthday that decides. */
const createBirthDays = (random: Random, pollingDay: string): ((age: number) => number) => {
  const today = dayOfDate(pollingDay)
  const year = Number(pollingDay.slice(0, 4))
  const eighteenYearsAgo = dayOfDate(`${year - 18}${pollingDay.endsWith('-02-29') ? '-02-28' : pollingDay.slice(4)}`)
  let decisive = MOST_DECISIVE
  return age => {
    if ((age === 17 || age === 18) && decisive > 0 && random.chance(0.2)) {
      decisive--
      return age === 18 ? eighteenYearsAgo : eighteenYearsAgo + 1
    }
    return today - Math.floor(age * DAYS_OF_YEAR) - 1 - random.below(364)
  }
}

/**
 * People without end; the same request gives the same people. Numbers are valid (GB 11643), and none occurs twice.
 * Someone aged 17 or 18 often has the birthday that decides: on election day, or the day after.
 */
export const createPeople = function* (request: PeopleRequest): Generator<Person, never> {
  const { area, seed, schools } = request
  const random = createRandom(seed, 1)
  const numberFor = createNumbers()
  const homeFor = createHomes(random, request)
  const birthDayOf = createBirthDays(random, request.pollingDay)
  let serial = 0

  const personOf = (member: Household['members'][number], home: Home, parent: NamedPerson | undefined): Person => {
    const birthDay = birthDayOf(member.age)
    const birth = figureOfDay(birthDay)
    const { name, people } = drawName(random, member.sex, Math.floor(birth / 10_000), parent)
    // Who has moved the hukou here keeps the number of where the first card was issued.
    const issued = !home.migrant && random.chance(0.14) ? drawOrigin(random, area.code).code : home.hukouArea
    serial++
    return {
      ...home,
      name,
      number: numberFor(issued, birthDay, member.sex),
      sex: member.sex,
      birth,
      age: member.age,
      people,
      // No mobile number in China begins with 129, so nobody's phone rings.
      phone: `129${String(10_000_000 + ((serial * 7919) % 89_999_999))}`,
      worker: home.school < 0 && member.age >= 20 && member.age < 60 && random.chance(0.75),
    }
  }

  const peopleOf = function* (household: Household): Generator<Person> {
    const [first] = household.members
    if (!first) return
    const home = homeFor(first)
    let head: Person | undefined
    for (const member of household.members) {
      const person = personOf(member, home, member.role === 'child' ? head : undefined)
      if (member.role === 'head') head = person
      yield person
    }
  }

  for (;;) {
    const drafts = Array.from({ length: BLOCK }, () => {
      const age = drawAge(random)
      return { age, sex: drawSex(random, age) }
    })
    for (const household of settle(random, drafts, schools.length > 0)) yield* peopleOf(household)
  }
}

const addressIn = (random: Random, area: Place, place: Place): string =>
  /村/.test(place.name)
    ? `${area.name}${place.name.replace(/(民)?委员会$|委会$/, '')}${1 + random.below(400)}号`
    : `${area.name}${place.name.replace(/居民委员会$|居委会$/, '')}${1 + random.below(40)}号楼${1 + random.below(6)}单元${1 + random.below(24)}0${1 + random.below(4)}室`

/** The same person's number under an abolished district's code; the date and the sequence stay. Unique, because nobody else has the code. */
export const retiredCodeFor = (random: Random, areaCode: string): string =>
  areaCode.startsWith('11') ? random.pick(RETIRED_CODES.slice(0, 2)) : random.pick(RETIRED_CODES)
