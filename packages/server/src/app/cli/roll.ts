/** `mingce roll …`: publish the voter list, write its files again, and prove a directory or a single entry offline. */
import { writeFile } from 'node:fs/promises'
import type { Level } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'
import type { Command } from 'commander'
import { describeFileFault } from '../../platform/files/index.ts'
import {
  checkProofFile,
  exportRoll,
  findRollPreview,
  findRollVersions,
  getEntryProof,
  PROOF_FAILURES,
  type PublishedRoll,
  preparePreview,
  publishRoll,
  ROLL_FAILURES,
  type RollPreview,
  type RollProgress,
  verifyPublished,
} from '../../roll/index.ts'
import {
  EXIT,
  expectFiles,
  expectOk,
  Failed,
  type Installation,
  placeOf,
  terminal,
  type Voice,
  voiceOf,
  wholeNumber,
  withInstallation,
} from './frame/index.ts'

type Exit = (code: number) => void

/** Runs `work` over the installation with a bar that shows how far it is. */
const withProgress = async <T>(
  command: Command,
  voice: Voice,
  work: (ctx: Installation, onProgress: (now: RollProgress) => void) => Promise<T>,
): Promise<T> => {
  const progress = voice.progress()
  return withInstallation(placeOf(command.optsWithGlobals().data), ctx =>
    work(ctx, now =>
      progress.report({ stage: now.stage, rowsRead: now.done, bytesRead: now.done, bytesTotal: now.total ?? 0 }),
    ).finally(progress.stop),
  )
}

/** The list is out and its files are not: says so, and how to have them. */
const publishedWithoutFiles = (version: PublishedRoll, directory: string): Failed => {
  const reason = version.notExported?.text ?? ROLL_FAILURES['roll.files-not-written'].text
  const again = `mingce roll export --election ${version.electionId} --version ${version.version} --out ${directory}`
  return new Failed(
    {
      zh: `名单已经公布（第 ${version.version} 版），不要再公布一次。${reason.zh}`,
      en: `The list is published (version ${version.version}); do not publish it again. ${reason.en}`,
    },
    {
      zh: `腾出磁盘空间或换一个文件夹，再执行 ${again}`,
      en: `Free space on the disk or choose another directory, then run ${again}`,
    },
    EXIT.doneWithoutFiles,
  )
}

const LEVEL: Readonly<Record<Level, Text>> = { county: { zh: '县级', en: 'county' }, township: { zh: '乡级', en: 'township' } }

const openCases = (cases: RollPreview['districts'][number]['cases']): readonly ({ readonly count: number } & Text)[] => [
  { count: cases.waiting, zh: `待审核 ${cases.waiting}`, en: `${cases.waiting} in review` },
  { count: cases.standing, zh: `已列入但有疑点 ${cases.standing}`, en: `${cases.standing} listed with open findings` },
  { count: cases.objections, zh: `申诉 ${cases.objections}`, en: `${cases.objections} objections` },
]

/** The figures of a preview, a line for each district that has any. */
const describePreview = (preview: RollPreview, language: 'zh' | 'en'): string => {
  const zh = language === 'zh'
  const head = zh
    ? `预览 ${preview.id}：第 ${preview.version} 版，${preview.people} 人，${preview.entries} 条（一人可同时列入县级和乡级名单）`
    : `preview ${preview.id}: version ${preview.version}, ${preview.people} people, ${preview.entries} entries (one person may be on the lists of county and township)`
  const lines = preview.districts.map(({ level, name, listed, added, removed, corrected, cases }) => {
    const come = listed + added
    const open = openCases(cases)
      .filter(({ count }) => count > 0)
      .map(one => one[language])
    const changes = zh ? `增 ${come}，减 ${removed}，更正 ${corrected}` : `${come} come, ${removed} go, ${corrected} change`
    return `${LEVEL[level][language]}  ${name}: ${[changes, ...open].join(zh ? '，' : ', ')}`
  })
  const off =
    preview.leftOff > 0
      ? [
          zh
            ? `${preview.leftOff} 名已登记选民没有选区，不列入`
            : `${preview.leftOff} registered voters have no electoral district and are not listed`,
        ]
      : []
  const undecided =
    preview.undecided > 0
      ? [
          zh
            ? `${preview.undecided} 名已登记选民是否选举乡级代表还没有确定，不列入乡级名单`
            : `${preview.undecided} registered voters: not decided whether they elect the township’s deputies; not on its list`,
        ]
      : []
  const glyphs =
    preview.glyphs.length === 0
      ? []
      : [
          ...preview.glyphs.map(({ codePoint, handling }) => {
            const name = `U+${codePoint.toString(16).toUpperCase()}`
            if (handling === 'picture') return zh ? `${name} 没有字体，印图片` : `${name} is in no font: printed as a picture`
            return zh ? `${name} 没有字体，选民榜上留方框手写` : `${name} is in no font: a box on the poster, filled in by hand`
          }),
          ...(preview.fontAdvice ? [preview.fontAdvice[language]] : []),
        ]
  const next = zh
    ? `由另一人核对后公布：mingce roll publish --election ${preview.electionId} --preview ${preview.id} --confirmed-by 姓名 --out 文件夹`
    : `To publish, once another person has checked it: mingce roll publish --election ${preview.electionId} --preview ${preview.id} --confirmed-by NAME --out DIRECTORY`
  return [head, ...lines, ...off, ...undecided, ...glyphs, next].join('\n')
}

const addPreview = (roll: Command): void => {
  roll
    .command('preview')
    .description('公布前的预览：各选区增加、减少、更正多少，有哪些未决事项 · what would be published, by electoral district')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option(
      '--late-reason <text>',
      '逾期公布的理由 · reason for publishing later than 20 days before election day (Electoral Law, Art. 28)',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const input = { electionId: options.election, lateReason: options.lateReason }
      const made = await withProgress(command, voice, (ctx, onProgress) => preparePreview(ctx, input, onProgress))
      const preview = expectOk(made, ROLL_FAILURES)
      voice.answer(preview, () => describePreview(preview, voice.language))
    })
}

/** Who confirms on the command line: the account itself, or the person that it names. */
const confirmerOf = async (ctx: Installation, options: { election: string; confirmedBy?: string }): Promise<Installation> => {
  if (options.confirmedBy === undefined) return ctx
  const name = options.confirmedBy.trim()
  const waiting = expectOk(await findRollPreview(ctx, options.election), ROLL_FAILURES)
  if (name === '' || name === waiting?.preparedBy)
    throw new Failed(
      { zh: '确认人应是另一个人', en: 'The person who confirms must be another one' },
      { zh: '写明另一人的姓名', en: 'Name another person' },
      EXIT.wrongUse,
    )
  return { ...ctx, actor: { ...ctx.actor, id: 'cli-second', name } }
}

const addPublish = (roll: Command): void => {
  roll
    .command('publish')
    .description(
      '确认预览并公布选民名单：选民榜 PDF、CSV 和校验原文 · confirm a preview: publish the voter list, or a supplement',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--preview <n>', '核对过的预览编号，见 mingce roll preview · number of the preview that was checked')
    .requiredOption('--out <dir>', '输出文件夹，须为空 · output directory, which must be empty')
    .option(
      '--confirmed-by <name>',
      '核对了预览的另一人的姓名 · who else has checked the preview; needed where this command line prepared it',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const input = {
        electionId: options.election,
        directory: options.out,
        preview: wholeNumber('--preview', options.preview),
      }
      const published = await withProgress(command, voice, async (ctx, onProgress) =>
        publishRoll(await confirmerOf(ctx, options), input, onProgress),
      )
      const version = expectOk(published, ROLL_FAILURES)
      if (version.leftOff.count > 0)
        voice.say({
          zh: `有 ${version.leftOff.count} 名已登记选民没有选区，未列入名单`,
          en: `${version.leftOff.count} registered voters have no electoral district and were not listed`,
        })
      if (version.openReviews > 0)
        voice.say({
          zh: `还有 ${version.openReviews} 条登记待审核，核准后以补充名单公布`,
          en: `${version.openReviews} registrations need review; those approved later are published in a supplement`,
        })
      voice.answer(
        version,
        () =>
          `第 ${version.version} 版 version ${version.version}: ${version.people} 人 people, ${version.entries} 条 entries\nroot ${version.root}${version.notExported ? '' : `\n${options.out}`}`,
      )
      if (version.notExported) throw publishedWithoutFiles(version, options.out)
    })
}

const addExport = (roll: Command): void => {
  roll
    .command('export')
    .description(
      '重新生成已公布的一版的文件，内容与公布时相同 · write the files of a published version again, as they were published',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--out <dir>', '输出文件夹，须为空 · output directory, which must be empty')
    .option('--version <n>', '第几版，不写为最新一版 · the version; the newest when not given')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const asked = options.version === undefined ? undefined : wholeNumber('--version', options.version)
      const electionId: string = options.election
      const { version, ...exported } = await withProgress(command, voice, async (ctx, onProgress) => {
        const [newest] = expectOk(await findRollVersions(ctx, electionId), ROLL_FAILURES)
        const version = asked ?? newest?.version
        if (version === undefined)
          throw new Failed({ zh: '这次选举还没有公布选民名单', en: 'No voter list of this election is published yet' })
        const written = await exportRoll(ctx, { electionId, version, directory: options.out }, onProgress)
        return { version, ...expectOk(written, ROLL_FAILURES) }
      })
      voice.answer(
        { version, ...exported },
        () => `第 ${version} 版 version ${version}: ${exported.files} 个文件 files\nroot ${exported.root}\n${options.out}`,
      )
    })
}

const addVerify = (roll: Command, exit: Exit): void => {
  roll
    .command('verify <path>')
    .description(
      '离线核验已公布的名单：文件夹，或从工作台下载的 ZIP · verify a published list offline: its folder, or the ZIP file from the console',
    )
    .option('--root <hex>', '选民榜上印的名单校验值 · the checksum printed on the poster')
    .option('--json', 'JSON')
    .action(async (path: string, options) => {
      const voice = voiceOf(options.json === true)
      expectFiles(path)
      const proved = await verifyPublished(path, options.root === undefined ? {} : { root: options.root })
      voice.answer(proved, () =>
        proved.ok
          ? `${voice.language === 'zh' ? '核验通过' : 'verified'}: ${proved.entries} 条 entries, root ${proved.root}`
          : proved.faults.map(fault => fault.text[voice.language]).join('\n'),
      )
      if (!proved.ok) exit(EXIT.failed)
    })
}

const levelOf = (text: string | undefined): Level | undefined => {
  if (text === undefined || text === 'county' || text === 'township') return text
  throw new Failed(
    { zh: `--level 应为 county 或 township，而不是“${text}”`, en: `--level must be county or township, not “${text}”` },
    undefined,
    EXIT.wrongUse,
  )
}

const saveProof = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: unknown) => {
    const fault = describeFileFault(error)
    if (fault === null) throw error
    throw new Failed({ zh: `证明没有写入 ${file}：${fault.zh}`, en: `The proof could not be written to ${file}: ${fault.en}` })
  })

const addProof = (roll: Command): void => {
  roll
    .command('proof')
    .description('名单上一个条目的证明，任何人可离线核验 · the proof of one entry of the list, which anyone can check offline')
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--district <code>', '选区代码 · code of the electoral district')
    .requiredOption('--number <n>', '名单上的序号 · the number on the list')
    .option('--group <name>', '选民小组 · the voter group')
    .option('--level <level>', 'county 县级, township 乡级')
    .option('--version <n>', '第几版 · the version')
    .option('--out <file>', '保存到文件，不写则输出到屏幕 · a file to save it in; printed when not given')
    .action(async (options, command: Command) => {
      const at = {
        electionId: options.election,
        district: options.district,
        number: wholeNumber('--number', options.number),
        group: options.group,
        level: levelOf(options.level),
        version: options.version === undefined ? undefined : wholeNumber('--version', options.version),
      }
      const proved = await withInstallation(placeOf(command.optsWithGlobals().data), async ctx =>
        expectOk(await getEntryProof(ctx, at), PROOF_FAILURES),
      )
      const text = JSON.stringify(proved, null, 2)
      if (options.out === undefined) terminal().out(`${text}\n`)
      else await saveProof(options.out, `${text}\n`)
    })
}

const addCheckProof = (roll: Command, exit: Exit): void => {
  roll
    .command('check-proof <file>')
    .description('离线核验一个条目的证明 · check the proof of an entry offline')
    .option('--root <hex>', '选民榜上印的名单校验值 · the checksum printed on the poster')
    .option('--json', 'JSON')
    .action(async (file: string, options) => {
      const voice = voiceOf(options.json === true)
      expectFiles(file)
      const proofs = expectOk(await checkProofFile(file, options.root), PROOF_FAILURES)
      const holds = proofs.every(proof => proof.ok)
      voice.answer({ ok: holds, proofs }, () =>
        proofs.map(proof => `${proof.text[voice.language]}${proof.ok ? `\nroot ${proof.root}` : ''}`).join('\n'),
      )
      if (holds && options.root === undefined)
        voice.say({
          zh: '请把校验值与选民榜页脚印的对照，应完全相同',
          en: 'Compare the checksum with the one at the foot of a poster: they must be equal',
        })
      if (!holds) exit(EXIT.failed)
    })
}

export const addRollCommands = (root: Command, exit: Exit): void => {
  const roll = root.command('roll').description('选民名单 · the voter list')
  addPreview(roll)
  addPublish(roll)
  addExport(roll)
  addVerify(roll, exit)
  addProof(roll)
  addCheckProof(roll, exit)
}
