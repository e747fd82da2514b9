/** `mingce area …`: the table of areas, and what an office adds to it. */
import type { Command } from 'commander'
import { AREA_FAILURES, addAreas, findAddedAreas } from '../../../area/index.ts'
import { readWholeTable } from '../../../platform/files/index.ts'
import { EXIT, expectOk, Failed, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

const MOST_ROWS = 5_000
const CODE = ['代码', '行政区划代码', '区划代码', 'code', 'areacode']
const NAME = ['名称', '行政区划名称', '区划名称', 'name', 'areaname']

/** Codes and names of a table with these two columns, under any of their usual names. */
const readAreas = async (path: string): Promise<{ code: string; name: string }[]> => {
  const read = await readWholeTable(path, { maxRows: MOST_ROWS })
  if (!read.ok) throw new Failed(read.error.text, read.error.next, EXIT.wrongUse)
  const { table, rows } = read.value
  const place = (names: readonly string[]) =>
    table.header.findIndex(cell => names.includes(cell.normalize('NFKC').replace(/\s/g, '').toLowerCase()))
  const [code, name] = [place(CODE), place(NAME)]
  if (code < 0 || name < 0)
    throw new Failed(
      { zh: `“${path}”没有“代码”“名称”两列`, en: `“${path}” does not have the columns code and name` },
      { zh: '第一行写：代码,名称', en: 'The first line is: code,name' },
      EXIT.wrongUse,
    )
  return rows.map(({ cells }) => ({ code: (cells[code] ?? '').trim(), name: (cells[name] ?? '').trim() }))
}

export const addAreaCommands = (root: Command): void => {
  const area = root.command('area').description('行政区划代码表 · the table of areas (GB/T 2260, GB/T 10114)')

  area
    .command('import <file>')
    .description('补入或更正行政区划：CSV 或 XLSX，列为“代码、名称” · add areas or correct their names: columns code and name')
    .option(
      '--source <text>',
      '依据：批复文号或来源 · the document that made them, or another source',
      '命令行导入 imported on the command line',
    )
    .option('--json', 'JSON')
    .action(async (path: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const areas = await readAreas(path)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const added = expectOk(await addAreas(ctx, { areas, source: options.source }), AREA_FAILURES)
        voice.answer(added, () => `${added.version}\t${added.added} 个行政区划 areas`)
      })
    })

  area
    .command('list')
    .description('列出补入的行政区划 · list the areas that were added')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const added = expectOk(await findAddedAreas(ctx), AREA_FAILURES)
        voice.answer(added, () =>
          added.map(({ code, name, version, source, addedBy }) => [code, name, version, addedBy, source].join('\t')).join('\n'),
        )
      })
    })
}
