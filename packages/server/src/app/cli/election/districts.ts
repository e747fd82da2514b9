/** `mingce districts propose`: districts drawn by the machine, for people to change and decide. Needs no store. Beside it `districts electorate` and `districts parts`. */
import { writeFile } from 'node:fs/promises'
import { type Proposal, proposeDistricts, type UnitGraph, unitGraph } from '@mingce/domain/district'
import type { Text } from '@mingce/domain/result'
import type { Command } from 'commander'
import { type AreasFile, areasFormatOf, readAreas } from '../../../district/index.ts'
import { BYTE_ORDER_MARK, csvLines } from '../../../platform/files/index.ts'
import { EXIT, expectFiles, expectOk, Failed, voiceOf, wholeNumber } from '../frame/index.ts'
import { addElectorateCommands } from './electorate.ts'
import { addPartsCommands } from './parts.ts'

const METHOD: Text = {
  zh: '生成树重组（ReCom：DeFord、Duchin、Solomon，2021），取多条链中最好的一条',
  en: 'recombination over spanning trees (ReCom: DeFord, Duchin & Solomon 2021), the best of several chains',
}

const PLAN_COLUMNS = ['code', 'name', 'population', 'district', 'seats', 'perDeputy', 'deviation'] as const

const wrongUse = (zh: string, en: string): Failed => new Failed({ zh, en }, undefined, EXIT.wrongUse)

/** What the plan says of each unit, in the order of the units. */
const rowsOf = (graph: UnitGraph, proposal: Proposal) => {
  const home = new Map(proposal.districts.flatMap((district, index) => district.units.map(code => [code, index] as const)))
  return graph.units.map(unit => {
    const index = home.get(unit.code) ?? 0
    const district = proposal.districts[index]
    return {
      code: unit.code,
      name: unit.name,
      population: unit.population,
      district: index + 1,
      seats: district?.seats ?? 0,
      perDeputy: Math.round(district?.perDeputy ?? 0),
      deviation: Math.round((district?.deviation ?? 0) * 10_000) / 10_000,
    }
  })
}

const featuresOf = (areas: AreasFile, graph: UnitGraph, proposal: Proposal) => ({
  type: 'FeatureCollection',
  features: rowsOf(graph, proposal).map(({ code, ...row }) => {
    const feature = (areas.shapes?.get(code) ?? {}) as { geometry?: unknown; properties?: object | null }
    const at = graph.units.find(unit => unit.code === code)?.at
    return {
      type: 'Feature',
      geometry: feature.geometry ?? (at ? { type: 'Point', coordinates: at } : null),
      properties: { ...feature.properties, code, ...row, ...(areas.sketch ? { sketch: true } : {}) },
    }
  }),
})

export const addDistrictCommands = (root: Command): void => {
  const districts = root.command('districts').description('选区 · electoral districts')
  addElectorateCommands(districts)
  addPartsCommands(districts)
  districts
    .command('propose')
    .description(
      '自动划分选区的建议：每区1至3名代表，人口大体相等，连片，社区和单位不拆（按小组列出的除外） · propose electoral districts (Electoral Law, Art. 25 and 26)',
    )
    .requiredOption(
      '--areas <file>',
      'GeoJSON、CSV 或 XLSX：代码、名称、人口，可有小组，边界或相邻或经纬度 · units with population and neighbours, whole or in parts',
    )
    .requiredOption('--seats <n>', '代表名额 · seats in all')
    .requiredOption('--out <file>', '输出文件（.geojson 或 .csv） · output file (.geojson or .csv)')
    .option('--seed <n>', '同样的种子得到同样的划分 · the same seed gives the same plan', '1')
    .option(
      '--districts <n>',
      '选区个数；不填时约为名额的一半，取最均衡的 · number of districts; by default about half the seats, whichever is most balanced',
    )
    .option('--neighbours <file>', '相邻代码两列的表 · a table of pairs of neighbours')
    .option('--tolerance <share>', '目标最大偏离 · target maximum deviation', '0.1')
    .option('--chains <n>', '尝试的次数 · attempts', '4')
    .option('--keep-existing', '尽量保留现选区 · keep current districts where possible')
    .option('--json', 'JSON')
    .action(async options => {
      const voice = voiceOf(options.json === true)
      const seats = wholeNumber('--seats', options.seats)
      const tolerance = Number(options.tolerance)
      if (!(tolerance > 0 && tolerance < 1)) throw wrongUse('--tolerance 应在0与1之间', '--tolerance must be between 0 and 1')
      const isCsv = /\.csv$/i.test(options.out)
      if (!isCsv && !/\.(geo)?json$/i.test(options.out))
        throw wrongUse('--out 的文件名应以 .geojson 或 .csv 结尾', 'The file name of --out must end with .geojson or .csv')
      expectFiles(options.areas, ...(options.neighbours ? [options.neighbours] : []))
      const input = { path: options.areas, format: areasFormatOf(options.areas), neighbours: options.neighbours }
      const areas = expectOk(await readAreas(input), {})
      const graph = expectOk(unitGraph(areas.units, areas.borders), {})
      const chains = Math.max(1, wholeNumber('--chains', options.chains))
      const bar = voice.progress()
      const proposal = expectOk(
        proposeDistricts(graph, {
          seats,
          seed: wholeNumber('--seed', options.seed),
          tolerance,
          chains,
          districts: options.districts === undefined ? undefined : wholeNumber('--districts', options.districts),
          keepExisting: options.keepExisting === true,
          onChain: (done, of) => bar.report({ stage: 'chain', rowsRead: done, bytesRead: done, bytesTotal: of }),
        }),
        {},
      )
      bar.stop()
      const rows = rowsOf(graph, proposal)
      const content = isCsv
        ? BYTE_ORDER_MARK + csvLines([PLAN_COLUMNS, ...rows.map(row => PLAN_COLUMNS.map(column => row[column]))])
        : `${JSON.stringify(featuresOf(areas, graph, proposal))}\n`
      await writeFile(options.out, content)
      const answer = {
        seats,
        districts: proposal.districts.length,
        units: graph.units.length,
        population: graph.population,
        meanPerDeputy: proposal.meanPerDeputy,
        maxDeviation: Math.round(proposal.maxDeviation * 1e6) / 1e6,
        contiguous: proposal.contiguous,
        kept: proposal.kept,
        sketch: areas.sketch,
        method: METHOD.en,
        seed: Number(options.seed),
        warnings: proposal.warnings,
        out: options.out,
      }
      voice.answer(answer, () =>
        [
          {
            zh: `${answer.units}个单元划为${answer.districts}个选区，共${seats}名代表；每名代表平均代表${Math.round(answer.meanPerDeputy)}人，最大偏离${(answer.maxDeviation * 100).toFixed(1)}%${answer.contiguous ? '，各选区连片' : ''}${areas.sketch ? '（示意图：相邻关系由点推出）' : ''}`,
            en: `${answer.units} units in ${answer.districts} districts with ${seats} deputies; ${Math.round(answer.meanPerDeputy)} people per deputy on average, with a maximum deviation of ${(answer.maxDeviation * 100).toFixed(1)} %${answer.contiguous ? ', all contiguous' : ''}${areas.sketch ? ' (a sketch: adjacency estimated from points)' : ''}`,
          }[voice.language],
          ...proposal.warnings.map(text => text[voice.language]),
          { zh: `方法：${METHOD.zh}；种子 ${options.seed}`, en: `Method: ${METHOD.en}; seed ${options.seed}` }[voice.language],
          options.out,
        ].join('\n'),
      )
    })
}
