import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareParts, partKey } from '../standards/index.ts'
import { partCode, planFigures, proposeDistricts, readPartCode, readPartLines, replaceInBorders, unitGraph } from './index.ts'

describe('names of parts of a community', () => {
  it.each([
    ['第一村民小组', '1组'],
    ['一组', '1组'],
    ['1', '1组'],
    ['０１组', '1组'],
    ['十二', '12组'],
    ['第10居民小组', '10组'],
    ['3#楼', '3号楼'],
    ['３号楼', '3号楼'],
    ['五队', '5队'],
    ['王家坡村民小组', '王家坡组'],
    ['王家坡组', '王家坡组'],
    ['李庄第二村民小组', '李庄2组'],
    ['家属院', '家属院'],
    [' 东 队 ', '东队'],
    ['', null],
    ['—', null],
    [null, null],
  ])('%s is %s', (written, key) => expect(partKey(written)).toBe(key))

  it('may begin with the name of the community, however that is written', () => {
    for (const written of ['东村村民委员会一组', '东村1组', '东第一小组', '一组'])
      expect(partKey(written, '东村村民委员会')).toBe('1组')
    // Natural villages of one committee, each with a first group, stay apart.
    expect(partKey('李庄一组', '东村村民委员会')).not.toBe(partKey('王庄一组', '东村村民委员会'))
  })

  it('are the same when read twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), written => {
        const key = partKey(written)
        expect(partKey(key)).toBe(key)
      }),
    )
  })

  it('are ordered by number, and are a part of the code of a unit', () => {
    expect(['10组', '东队', '2组', '1组'].sort(compareParts)).toEqual(['1组', '2组', '10组', '东队'])
    expect(readPartCode(partCode('110105021201', '1组'))).toEqual({ community: '110105021201', part: '1组' })
    expect(readPartCode('110105021201')).toEqual({ community: '110105021201', part: null })
  })

  it('are read from pasted lines', () => {
    expect(readPartLines('一组\t1,200\n\n二组 300人\n三组')).toEqual([
      { name: '一组', population: 1 },
      { name: '二组', population: 300 },
      { name: '三组', population: null },
    ])
  })
})

const EAST = '110105021201'
const WEST = '110105021202'
const SOUTH = '110105021203'

describe('communities divided into parts', () => {
  it('neighbour each other and what their community neighbours', () => {
    const to = [partCode(EAST, '1组'), partCode(EAST, '2组')]
    const borders = replaceInBorders(
      [
        [EAST, WEST],
        [WEST, SOUTH],
      ],
      [EAST],
      to,
    )
    const has = (a: string, b: string) => borders.some(pair => pair.includes(a) && pair.includes(b))
    expect([has(to[0] ?? '', to[1] ?? ''), has(to[0] ?? '', WEST), has(to[1] ?? '', WEST), has(to[0] ?? '', SOUTH)]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(borders.some(pair => pair.includes(EAST))).toBe(false)
    // Joined again, the borders are what they were.
    expect(new Set(replaceInBorders(borders, to, [EAST]).map(pair => [...pair].sort().join()))).toEqual(
      new Set([[EAST, WEST].join(), [WEST, SOUTH].join()]),
    )
  })

  it('put every person into exactly one district, whatever the groups, and the seats add up', () => {
    const village = fc.array(fc.integer({ min: 60, max: 400 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(village, village, fc.integer({ min: 1, max: 1_000 }), (east, west, seed) => {
        const groups = (community: string, people: readonly number[]) =>
          people.map((population, index) => ({ code: partCode(community, `${index + 1}组`), name: `${index + 1}组`, population }))
        const units = [...groups(EAST, east), ...groups(WEST, west)]
        const divided = replaceInBorders(
          [[EAST, WEST]],
          [EAST],
          units.slice(0, east.length).map(unit => unit.code),
        )
        const borders = replaceInBorders(
          divided,
          [WEST],
          units.slice(east.length).map(unit => unit.code),
        )
        const graph = unitGraph(units, borders)
        if (!graph.ok) throw new Error(graph.error.text.en)
        const seats = Math.min(20, units.length)
        const proposed = proposeDistricts(graph.value, { seats, seed, chains: 1 })
        if (!proposed.ok) throw new Error(proposed.error.text.en)
        const { districts } = proposed.value
        expect(districts.flatMap(one => one.units).sort()).toEqual(units.map(unit => unit.code).sort())
        const total = units.reduce((sum, unit) => sum + unit.population, 0)
        expect(districts.reduce((sum, one) => sum + one.population, 0)).toBe(total)
        expect(districts.reduce((sum, one) => sum + one.seats, 0)).toBe(seats)
        expect(districts.every(one => one.contiguous)).toBe(true)
        const home = new Map(districts.flatMap((one, index) => one.units.map(code => [code, index + 1] as const)))
        const figures = planFigures(
          units.map(unit => ({ ...unit, district: home.get(unit.code) ?? null })),
          borders,
          districts.map((one, index) => ({ number: index + 1, name: `${index + 1}`, seats: one.seats })),
          seats,
        )
        expect([figures.population, figures.unassigned, figures.seats]).toEqual([total, 0, seats])
      }),
      { numRuns: 40 },
    )
  })

  it('draw a township of two villages and seven groups for twenty deputies', () => {
    const people = [410, 380, 400, 420, 390, 395, 405]
    const units = people.map((population, index) => ({
      code: partCode(index < 4 ? EAST : WEST, `${(index % 4) + 1}组`),
      name: `${index + 1}`,
      population,
    }))
    const codes = units.map(unit => unit.code)
    const borders = replaceInBorders(replaceInBorders([[EAST, WEST]], [EAST], codes.slice(0, 4)), [WEST], codes.slice(4))
    const graph = unitGraph(units, borders)
    const proposed = graph.ok ? proposeDistricts(graph.value, { seats: 20, seed: 1 }) : graph
    if (!proposed.ok) throw new Error(proposed.error.text.en)
    expect(proposed.value.districts.map(one => one.seats).reduce((sum, one) => sum + one, 0)).toBe(20)
    expect(proposed.value.districts.every(one => one.seats >= 1 && one.seats <= 3)).toBe(true)
    // Undivided, two villages of three deputies each are all there is.
    const whole = unitGraph(
      [
        { code: EAST, name: '东村', population: 1610 },
        { code: WEST, name: '西村', population: 1190 },
      ],
      [[EAST, WEST]],
    )
    expect(whole.ok && proposeDistricts(whole.value, { seats: 20, seed: 1 })).toMatchObject({
      ok: false,
      error: { code: 'propose.seats' },
    })
  })
})
