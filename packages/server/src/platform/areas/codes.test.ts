import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Community, communityIndex, normaliseAreaCode, spokenName } from './codes.ts'
import { countyCodes, everyArea, isCurrentCounty, retiredCounties } from './source.ts'

describe('area codes', () => {
  test.each([
    ['11', '11'],
    ['110000', '11'],
    ['110100', '1101'],
    ['110105', '110105'],
    ['110105000000', '110105'],
    ['110105021', '110105021'],
    ['110105021000', '110105021'],
    ['110105021021', '110105021021'],
    ['110000000000', '11'],
    ['441900', '441900'],
    ['441900000000', '441900'],
    ['441900003000', '441900003'],
    [' １１０１０５０２１ ', '110105021'],
  ])('%s is %s', (written, code) => expect(normaliseAreaCode(written)).toBe(code))
  test.each(['', '1', '110', '11010502', '00', '000000', '11010x', '1101050210211'])('%s is not a code', written =>
    expect(normaliseAreaCode(written)).toBeNull(),
  )
  test('a normalised code is unchanged by normalising', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/), written => {
        const code = normaliseAreaCode(written)
        if (code !== null) expect(normaliseAreaCode(code)).toBe(code)
      }),
    )
  })
})

describe('counties', () => {
  test('of today are distinguished from those of former revisions of GB/T 2260', () => {
    expect(isCurrentCounty('110105')).toBe(true)
    expect(isCurrentCounty('110103')).toBe(false)
    expect(retiredCounties().get('110103')).toBe('崇文区')
    expect(retiredCounties().get('110229')).toBe('延庆县')
    expect(retiredCounties().has('110105')).toBe(false)
    // 昌平县 until 1999, 大兴县 until 2001, and a code that never was.
    expect(['110221', '110224', '440524', '110103', '110199', '653228'].map(countyCodes().isFormerCounty)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(['460302', '460303', '653228', '653229'].filter(isCurrentCounty)).toHaveLength(4)
    expect(retiredCounties().size).toBeGreaterThan(300)
    for (const code of retiredCounties().keys()) expect(code).toMatch(/^\d{6}$/)
  })
})

test('names omit the levels that are not spoken', () => {
  expect(spokenName(['北京市', '市辖区', '朝阳区', '南磨房地区'])).toBe('北京市朝阳区南磨房地区')
  expect(spokenName(['重庆市', '县', '城口县'])).toBe('重庆市城口县')
  expect(spokenName(['广东省', '东莞市', '东莞市', '东城街道'])).toBe('广东省东莞市东城街道')
})

describe('spellings of communities', () => {
  const find = communityIndex([
    { code: '110105021021', name: '东郊社区居民委员会' },
    { code: '110105021022', name: '百子湾西社区居委会' },
    { code: '110105021030', name: '平乐园（北）居委会' },
    { code: '110105021031', name: '新村社区居委会' },
    { code: '110105021200', name: '楼梓庄村委会' },
    { code: '110105021201', name: '大郊亭村村民委员会' },
    { code: '110105021202', name: '新村村委会' },
    { code: '110105021203', name: '东风农场生活区' },
  ])
  test.each([
    ['110105021021', '110105021021'],
    ['１１０１０５０２１０２１', '110105021021'],
    ['东郊社区居民委员会', '110105021021'],
    ['东郊社区居委会', '110105021021'],
    ['东郊居委会', '110105021021'],
    ['东郊社区', '110105021021'],
    [' 东 郊　', '110105021021'],
    ['百子湾西', '110105021022'],
    ['平乐园(北)', '110105021030'],
    ['平乐园（北）社区', '110105021030'],
    ['楼梓庄', '110105021200'],
    ['楼梓庄村', '110105021200'],
    ['楼梓庄村村委会', '110105021200'],
    ['楼梓庄村民委员会', '110105021200'],
    ['大郊亭', '110105021201'],
    ['大郊亭村委会', '110105021201'],
    ['新村社区', '110105021031'],
    ['新村村', '110105021202'],
    ['东风农场生活区', '110105021203'],
  ])('%s is %s', (written, code) => expect(find(written)).toBe(code))
  test.each(['', '新村', '东郊村', '楼梓庄社区', '东', '社区', '居委会', '110105021099', '南郊社区'])(
    '%s is unknown or ambiguous',
    text => expect(find(text)).toBeNull(),
  )

  test('in every county, each code finds its community, and so does each full name that is unique', async () => {
    const counties = new Map<string, Community[]>()
    for await (const batch of everyArea())
      for (const { code, name, level } of batch) {
        if (level !== 5) continue
        const county = code.slice(0, 6)
        const members = counties.get(county)
        if (members) members.push({ code, name })
        else counties.set(county, [{ code, name }])
      }
    let short = 0
    let all = 0
    for (const communities of counties.values()) {
      const lookup = communityIndex(communities)
      const holders = new Map<string, number>()
      for (const { name } of communities) holders.set(name, (holders.get(name) ?? 0) + 1)
      for (const { code, name } of communities) {
        if (lookup(code) !== code) expect.fail(`${code} is not found by its code`)
        if (lookup(name) !== (holders.get(name) === 1 ? code : null)) expect.fail(`${code} ${name} → ${lookup(name)}`)
        const written = name.replace(/(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会)$/, '')
        const found = lookup(written)
        if (found !== null && found !== code && !holders.has(written)) {
          const other = communities.find(community => community.code === found)
          expect.fail(`${code} ${name} was taken for ${other?.name}`)
        }
        all += 1
        if (found === code) short += 1
      }
    }
    // The rest share their short name with a neighbour: a guess would be wrong half of the time.
    expect(short / all).toBeGreaterThan(0.9)
  }, 120_000)
})
