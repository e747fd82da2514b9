/** `mingce import …`: each row is accounted for, and comes back in the report with what to do. */
import { findPopulationRefusal } from '@mingce/domain/population'
import { findFinding } from '@mingce/domain/registration'
import type { Command } from 'commander'
import type { ImportCounts, ImportKind } from '../../../population/index.ts'
import {
  checkReportPlace,
  type FileImported,
  makeReportAgain,
  parseColumns,
  REGISTRATION_FAILURES,
  type Reading,
  runImport,
} from '../../../registration/index.ts'
import {
  EXIT,
  expectFiles,
  expectOk,
  Failed,
  placeOf,
  terminal,
  type Voice,
  voiceOf,
  wholeNumber,
  withInstallation,
} from '../frame/index.ts'

/** Counts of several files as one. */
const sumCounts = (all: readonly ImportCounts[]): ImportCounts => {
  const findings: Record<string, number> = {}
  const sum = { rows: 0, accepted: 0, review: 0, refused: 0, unchanged: 0 }
  for (const one of all) {
    for (const field of ['rows', 'accepted', 'review', 'refused', 'unchanged'] as const) sum[field] += one[field]
    for (const [code, rows] of Object.entries(one.findings)) findings[code] = (findings[code] ?? 0) + rows
  }
  return { ...sum, findings }
}

const titleOf = (code: string, kind: ImportKind, voice: Voice): string => {
  const ofRegisters = kind === 'population' || kind === 'disqualifications' ? findPopulationRefusal(code) : undefined
  return (ofRegisters ?? findFinding(code))?.title[voice.language] ?? ''
}

/** The sum in words: rows = accepted + review + refused + unchanged, then each finding. */
const printCounts = (counts: ImportCounts, kind: ImportKind, voice: Voice): string => {
  const words =
    voice.language === 'zh'
      ? ['行', '接收', '待审核', '退回', '未变']
      : ['rows', 'accepted', 'needs review', 'refused', 'unchanged']
  const { rows, accepted, review, refused, unchanged } = counts
  const lines = [
    `${rows} ${words[0]} = ${accepted} ${words[1]} + ${review} ${words[2]} + ${refused} ${words[3]} + ${unchanged} ${words[4]}`,
  ]
  for (const [code, count] of Object.entries(counts.findings))
    lines.push(`  ${String(count).padStart(7)}  ${code.padEnd(24)} ${titleOf(code, kind, voice)}`)
  return lines.join('\n')
}

const KINDS: readonly (readonly [ImportKind, string])[] = [
  ['population', '人口底册 · an extract of the population register'],
  ['disqualifications', '剥夺、停止选举权利人员名单 · people disqualified from voting'],
  ['previous-roll', '上届选民名册 · the roll of the last election'],
  ['registrations', '单位、社区报送的登记名单 · rosters from units and communities'],
]

/** The rows are saved and the report is not there: says so, and how to have it. */
const savedWithoutReport = ({ importId, fileName, reportFault }: FileImported, report: string): Failed => {
  const again = `mingce import report ${fileName} --import ${importId} --report ${report}`
  return new Failed(
    {
      zh: `${fileName} 已经导入，各行已经保存，但逐行结果没有写成：${reportFault?.zh}`,
      en: `${fileName} is imported and its rows are saved, but the report could not be written: ${reportFault?.en}`,
    },
    {
      zh: `腾出磁盘空间或换一个位置，再执行 ${again}`,
      en: `Free space on the disk or choose another place, then run ${again}`,
    },
    EXIT.doneWithoutFiles,
  )
}

const addReport = (group: Command): void => {
  group
    .command('report <file>')
    .description('导入已完成而逐行结果没有写成时，再写一次 · write the report of an import again, where it could not be written')
    .requiredOption('--import <id>', '导入编号 · the import')
    .requiredOption('--report <file>', '逐行结果的文件 · the file for the report')
    .action(async (file: string, options, self: Command) => {
      expectFiles(file)
      const importId = wholeNumber('--import', options.import)
      await withInstallation(placeOf(self.optsWithGlobals().data), async ctx => {
        expectOk(await makeReportAgain(ctx, { importId, file, target: options.report }), REGISTRATION_FAILURES)
      })
      terminal().out(`${options.report}\n`)
    })
}

/** Fails where a file is missing, or its report could not be written. */
const checkFiles = async (files: readonly string[], report: string | undefined): Promise<void> => {
  expectFiles(...files)
  if (report === undefined) return
  if (files.length > 1)
    throw new Failed(
      {
        zh: '--report 只能用于一个文件；多个文件请逐个导入',
        en: '--report can be used with one file only; import several files one by one',
      },
      undefined,
      EXIT.wrongUse,
    )
  const place = await checkReportPlace(report)
  if (!place.ok) throw new Failed(place.error.text, place.error.next, EXIT.wrongUse)
}

/** Options of `import` as commander hands them over. */
interface ImportOptions {
  readonly election: string
  readonly dryRun?: boolean
  readonly report?: string
  readonly json?: boolean
  readonly channel?: string
  readonly legalBasis?: string
  readonly asOf?: string
  readonly endsOn?: string
  readonly checked?: string
  readonly map?: string
  readonly leaveOut?: string[]
}

const WRONG_COLUMNS = {
  zh: '写成 --map 姓名=C,身份证号=E：左边是列的名称，右边是列的字母，或文件里的列名',
  en: 'Write --map "Name=C,ID number=E": the name of a column, and its letter or the name that the file has',
}

/** How the files are to be read, as the command says; undefined where it says nothing. */
const readingOf = async (
  files: readonly string[],
  kind: ImportKind,
  { map, leaveOut }: ImportOptions,
): Promise<Reading | undefined> => {
  const [first] = files
  if (first === undefined || (map === undefined && leaveOut === undefined)) return undefined
  const columns = map === undefined ? { ok: true as const, value: [] } : await parseColumns(map, first, kind)
  if (!columns.ok) {
    const wrong = columns.error.join('、')
    throw new Failed({ zh: `看不懂 --map 中的：${wrong}`, en: `--map is not understood: ${wrong}` }, WRONG_COLUMNS, EXIT.wrongUse)
  }
  return { columns: columns.value, leaveOut: leaveOut ?? [] }
}

/** Prints the notes and the counts of the files; returns the counts of all. */
const printImported = (imported: readonly FileImported[], kind: ImportKind, voice: Voice): FileImported['counts'] => {
  const counts = sumCounts(imported.map(one => one.counts))
  const notes = imported.flatMap(one => one.notes.map(note => ({ file: one.fileName, ...note })))
  for (const note of notes) voice.say({ zh: `${note.file}：${note.zh}`, en: `${note.file}: ${note.en}` })
  voice.answer(
    {
      ...counts,
      ...(imported.length > 1 ? { files: imported.map(one => ({ file: one.fileName, ...one.counts })) } : {}),
      notes,
    },
    () => printCounts(counts, kind, voice),
  )
  return counts
}

/** Imports the files of one command, and says what became of their rows. */
const importFiles =
  (kind: ImportKind, exit: (code: number) => void) =>
  async (files: string[], options: ImportOptions, self: Command): Promise<void> => {
    const voice = voiceOf(options.json === true)
    await checkFiles(files, options.report)
    const reading = await readingOf(files, kind, options)
    const progress = voice.progress()
    await withInstallation(placeOf(self.optsWithGlobals().data), async ctx => {
      const result = await runImport(
        ctx,
        {
          electionId: options.election,
          kind,
          files: files.map(path => ({ path, name: path })),
          channel: options.channel,
          legalBasis: options.legalBasis,
          asOf: options.asOf,
          endsOn: options.endsOn,
          dryRun: options.dryRun,
          checked: options.checked,
          reading,
          report: options.report === undefined ? undefined : { file: options.report },
        },
        progress.report,
      ).finally(progress.stop)
      const imported = expectOk(result, REGISTRATION_FAILURES)
      const counts = printImported(imported, kind, voice)
      const [unreported] = imported.filter(one => one.reportFault !== null)
      if (unreported) throw savedWithoutReport(unreported, options.report ?? '')
      if (counts.refused > 0) exit(EXIT.doneWithRefusals)
    })
  }

export const addImportCommands = (root: Command, exit: (code: number) => void): void => {
  const group = root
    .command('import')
    .description('导入表格：.xlsx、.xls、.et、.ods、CSV、文本、.docx · import tables in any of these formats')
  for (const [kind, description] of KINDS) {
    const command = group
      .command(`${kind} <files...>`)
      .description(description)
      .requiredOption('--election <id>', '选举编号 · the election')
      .option('--dry-run', '只核对，不写入 · check only, change nothing')
      .option('--report <file>', '逐行结果：同一文件加上结果、代码、怎么办 · the same file with a result for each row')
      .option('--map <columns>', '指定各列，如 姓名=C,身份证号=E · which column is which, such as Name=C')
      .option('--leave-out <sheets...>', '不导入的工作表 · sheets that are not imported')
      .option('--json', 'JSON')
    if (kind === 'registrations') command.option('--channel <channel>', '渠道：roster, station, door … · channel', 'roster')
    if (kind === 'registrations' || kind === 'previous-roll')
      command.option(
        '--checked <reason>',
        '文件等待审核时：已核对来源，写明理由，记入日志 · for a file that waits for an officer: where it comes from was checked; recorded',
      )
    if (kind === 'population')
      command
        .option('--legal-basis <text>', '使用依据 · legal basis (Personal Information Protection Law, Art. 13)')
        .option('--as-of <date>', '数据日期 · date of the data')
        .option('--ends-on <date>', '清除日期 · purge date')
    command.action(importFiles(kind, exit))
  }
  addReport(group)
}
