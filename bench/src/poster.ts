/** `bench poster`: names per second from the entries of a list to the printable PDF, one district after another. */
import { createPosterPrinter, installedFonts, type Poster } from '../../packages/server/dist/documents/index.js'
import type { Options } from './options.ts'
import type { Report } from './report.ts'

/** Approximate number of voters of a community in Beijing. */
const NAMES_PER_DISTRICT = 4_000
const GROUP = 400
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文志海春梅红'

/** A made-up name, the same for the same number. */
const nameOf = (n: number): string => {
  const given = GIVEN.charAt((n * 7) % GIVEN.length) + (n % 5 === 0 ? '' : GIVEN.charAt((n * 13 + 5) % GIVEN.length))
  return SURNAMES.charAt(n % SURNAMES.length) + given
}

const posterOf = (district: number, names: number): Poster => ({
  title: '选民榜',
  electionName: '测速选举',
  levelName: '县级人大代表选举',
  districtName: `第${district}选区`,
  committee: '测速选举委员会',
  publishedOn: '2026-11-30',
  version: 1,
  voting: ['选举日：2026年12月20日　投票时间：07:00至18:00', '投票地点：示例小学'],
  notice: ['现将本选区选民名单公布如下。'],
  root: '0'.repeat(64),
  sections: Array.from({ length: Math.ceil(names / GROUP) }, (_, group) => ({
    title: `第${group + 1}组`,
    note: '',
    people: Array.from({ length: Math.min(GROUP, names - group * GROUP) }, (_, at) => ({
      number: String(at + 1),
      name: nameOf(district * NAMES_PER_DISTRICT + group * GROUP + at),
      sex: at % 2 === 0 ? '男' : '女',
      mark: at % 40 === 0 ? '1970年生' : '',
    })),
  })),
})

export const benchPoster = async (options: Options): Promise<Report> => {
  const fonts = installedFonts()
  const districts = Math.ceil(options.people / NAMES_PER_DISTRICT)
  const started = performance.now()
  let pages = 0
  let bytes = 0
  for (let district = 0; district < districts; district++) {
    const names = Math.min(NAMES_PER_DISTRICT, options.people - district * NAMES_PER_DISTRICT)
    const poster = posterOf(district + 1, names)
    for (const { people } of poster.sections) for (const { name } of people) fonts.unprintable(name)
    for (const printed of createPosterPrinter(fonts).print(poster)) {
      pages += printed.pages
      bytes += printed.pdf().length
    }
  }
  const seconds = (performance.now() - started) / 1000
  return {
    name: 'poster',
    seconds: Math.round(seconds * 100) / 100,
    peers: {},
    ratio: {},
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
    names: options.people,
    namesPerSecond: Math.round(options.people / seconds),
    sheets: pages,
    megabytes: Math.round(bytes / 1e5) / 10,
  }
}
