/** The announcement of a plan as a PDF; of a plan that is not frozen a draft, marked on every page. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import {
  type Announcement,
  announcementTexts,
  codePointName,
  type Fonts,
  fontAdvice,
  installedFonts,
  printSheet,
} from '../../documents/index.ts'
import { findCommittee, getElection } from '../../election/index.ts'
import type { PlanRefusal } from './errors.ts'
import { getPlan } from './service.ts'

const chinaDay = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

const LAW = '《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》'

/** The file's bytes and name. `fonts`: found on the machine where not given. */
export const announcePlan = async (
  ctx: Context,
  electionId: string,
  planId: number,
  fonts: Fonts = installedFonts(),
): Promise<Result<{ name: string; pdf: Uint8Array }, PlanRefusal>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const plan = await getPlan(ctx, electionId, planId)
  if (!plan.ok) return plan
  const { level, state, sketch, figures, units, frozenAt } = plan.value
  const levelName = level === 'county' ? '县级人民代表大会代表' : '乡级人民代表大会代表'
  const congress = election.value.areaCode.slice(0, level === 'county' ? 6 : 9)
  const committee = await findCommittee(ctx.database, electionId, level, congress)
  const announcement: Announcement = {
    electionName: election.value.name,
    levelName,
    committee: committee?.name ?? `${election.value.areaName}选举委员会`,
    date: chinaDay(frozenAt ?? ctx.clock.now()),
    draft: state !== 'frozen',
    sketch,
    paragraphs: [
      `依照${LAW}第二十五条、第二十六条的规定，选区按照居住状况或者生产单位、事业单位、工作单位划分，每一选区选一名至三名代表，本行政区域内各选区每一代表所代表的人口数大体相等。现将选举${levelName}的选区公告如下。`,
      `共划分${figures.districts.length}个选区，选举代表${figures.seats}名，平均每名代表所代表的人口为${Math.round(figures.meanPerDeputy)}人。`,
    ],
    districts: figures.districts.map(one => ({
      name: one.name,
      units: units.filter(unit => unit.district === one.number).map(unit => unit.name),
      seats: one.seats,
      population: one.population,
      perDeputy: one.perDeputy,
    })),
    total: { seats: figures.seats, population: figures.population },
  }
  const codePoints = [...new Set(announcementTexts(announcement).flatMap(text => fonts.unprintable(text)))]
  const missing = codePoints.slice(0, 5).map(codePointName)
  if (missing.length > 0)
    return fail({
      code: 'plan.unprintable',
      text: { zh: `没有字体可以印出：${missing.join('、')}`, en: `No installed font can print ${missing.join(', ')}` },
      next: fontAdvice(codePoints),
    })
  return ok({
    name: `选区划分公告-${planId}${state === 'frozen' ? '' : '（草案）'}.pdf`,
    pdf: (await printSheet('announcement', fonts, announcement)).pdf,
  })
}
