/** `mingce key …`: the installation's key file, and the keys of all people. */
import type { AuditAction } from '@mingce/domain/audit'
import { type Command, Option } from 'commander'
import { rekeySecondFactors } from '../../../access/index.ts'
import { recordAudit } from '../../../platform/audit/index.ts'
import { rotateKey } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import {
  abandonRekey,
  changePersonKeys,
  cleanRekeyed,
  expectNoRekey,
  type FillProgress,
  findRekeyStatus,
  nextKeyFile,
  type Rekeyed,
  type RekeyStatus,
} from '../../../platform/rekey/index.ts'
import {
  type Installation,
  type Place,
  placeOf,
  type Voice,
  voiceOf,
  withInstallation,
  withOwnerInstallation,
} from '../frame/index.ts'

const recorder =
  ({ clock, actor }: Installation, action: AuditAction) =>
  (tx: Sql, details: object): Promise<void> =>
    recordAudit(tx, {
      countyCode: '',
      at: clock.now(),
      actor: actor.name,
      role: actor.role,
      action,
      subject: 'installation',
      details: { ...details },
    })

const rotateFile = (place: Place, voice: Voice): Promise<void> =>
  withInstallation(place, async ctx => {
    await expectNoRekey(ctx.database)
    const rotated = await rotateKey(ctx.database, { dataDir: place.dataDir }, recorder(ctx, 'key.rotated'))
    voice.answer(
      rotated,
      () =>
        `已更换密钥 ${rotated.oldCheck} → ${rotated.newCheck}\n` +
        `旧密钥只用于打开此前的备份：请移到与备份分开的安全处，并从本机删除 ${rotated.oldFile}。其他服务器重启之前，先送去新的密钥文件。\n` +
        `The key was exchanged. The old one opens earlier backups only: move it to a safe place apart from them and delete ${rotated.oldFile}. ` +
        'Bring the new file to other servers before they are started again.',
    )
  })

/** Says each table once where there is no bar to show. */
const reporter = (voice: Voice): { onProgress: (now: FillProgress) => void; stop: () => void } => {
  const bar = voice.progress()
  let said = ''
  return {
    onProgress: ({ table, step, rows, done, total }) => {
      bar.report({ stage: `${step === 'rows' ? '' : '索引 index '}${table}`, rowsRead: rows, bytesRead: done, bytesTotal: total })
      const now = `${step} ${Math.floor((10 * done) / Math.max(total, 1))}`
      if (now === said) return
      said = now
      const percent = Math.floor((100 * done) / Math.max(total, 1))
      voice.say({
        zh: step === 'rows' ? `已算出新键 ${rows} 行（${percent}%）：${table}` : `正在建索引（${percent}%）：${table}`,
        en: step === 'rows' ? `New keys of ${rows} rows (${percent}%): ${table}` : `Building indexes (${percent}%): ${table}`,
      })
    },
    stop: () => bar.stop(),
  }
}

const doneWords = ({ version, rows, heldMs, oldFile }: Rekeyed): string =>
  `人员键已更换（第 ${version} 代，${rows} 行），停止读写 ${(heldMs / 1000).toFixed(1)} 秒。服务正在用新密钥重新打开，工作人员须重新登录。\n` +
  `旧密钥只用于打开此前的备份：请移到与备份分开的安全处，并从本机删除 ${oldFile}。\n` +
  '夜间再执行 mingce key rotate --people --clean：从数据库文件中清除旧键。密钥被盗之后，还须重新开始操作记录链（mingce audit begin-log）、更换交换密钥（mingce partner key rotate），并请工作人员重设密码和第二验证。\n' +
  `The person keys were changed (version ${version}, ${rows} rows); nothing could be read or written for ${(heldMs / 1000).toFixed(1)} s. ` +
  `The service opens with the new key, and staff sign in again.\nThe old key opens earlier backups only: move it to a safe place apart from them and delete ${oldFile}.\n` +
  'At night run mingce key rotate --people --clean, which removes the old keys from the files of the database.'

const rotatePeople = (place: Place, voice: Voice): Promise<void> =>
  withOwnerInstallation(place, async ctx => {
    const { database, clock, actor } = ctx
    const { onProgress, stop } = reporter(voice)
    try {
      const done = await changePersonKeys({
        database,
        place: { dataDir: place.dataDir },
        steps: [rekeySecondFactors],
        actor: actor.name,
        now: () => clock.now(),
        record: recorder(ctx, 'key.people-changed'),
        onBegun: file =>
          voice.say({
            zh: `新密钥文件：${file}。请现在另存一份备份；有几台服务器的，先送到每一台的同一位置。`,
            en: `The next key file: ${file}. Keep a copy elsewhere now; where there are several servers, bring it to the same place on each of them.`,
          }),
        onProgress,
      })
      voice.answer(done, () => doneWords(done))
    } finally {
      stop()
    }
  })

const STATES: Readonly<Record<RekeyStatus['state'], string>> = {
  none: '没有更换过人员键 the person keys were never changed',
  filling: '正在算出新键，可继续或放弃 new keys are being made: go on, or give it up',
  changed: '已更换，旧键还未从数据库文件中清除（--clean） changed; the old keys are still in the files of the database (--clean)',
  cleaned: '已更换，旧键已清除 changed, and the old keys are removed',
}

const statusWords = ({ state, version, tables }: RekeyStatus, file: string | null): string =>
  [
    `第 ${version} 代 version ${version}：${STATES[state]}`,
    ...(file === null ? [] : [`新密钥文件 next key file: ${file}`]),
    ...tables.map(({ table, rows, todo }) => `${table.padEnd(24)} ${rows - todo} / ${rows}`),
  ].join('\n')

const showStatus = (place: Place, voice: Voice): Promise<void> =>
  withInstallation(place, async ({ database }) => {
    const status = await findRekeyStatus(database)
    const file = await nextKeyFile(database, { dataDir: place.dataDir })
    voice.answer({ ...status, nextKeyFile: file }, () => statusWords(status, file))
  })

const abandon = (place: Place, voice: Voice): Promise<void> =>
  withOwnerInstallation(place, async ctx => {
    await abandonRekey({ database: ctx.database, place: { dataDir: place.dataDir } })
    await ctx.database.transaction(tx => recorder(ctx, 'key.people-abandoned')(tx, {}))
    voice.answer({ abandoned: true }, () => '已放弃，一切如前 given up; everything is as before')
  })

const clean = (place: Place, voice: Voice): Promise<void> =>
  withOwnerInstallation(place, async ctx => {
    const tables: { table: string; ms: number }[] = []
    await cleanRekeyed({ database: ctx.database, now: () => ctx.clock.now() }, (table, ms) => {
      tables.push({ table, ms })
      if (ms >= 100) voice.say({ zh: `${table} 已重写，${ms} 毫秒`, en: `${table} rewritten in ${ms} ms` })
    })
    await ctx.database.transaction(tx => recorder(ctx, 'key.people-cleaned')(tx, {}))
    voice.answer(
      { tables },
      () => `旧键已从 ${tables.length} 张表的文件中清除 the old keys are removed from the files of ${tables.length} tables`,
    )
  })

export const addKeyCommands = (root: Command): void => {
  const key = root.command('key').description('密钥 · the key of the installation')

  key
    .command('rotate')
    .description(
      '更换密钥文件；PostgreSQL 上服务不停，中断后可再次执行 · exchange the key file; with PostgreSQL the service goes on, and the command can be repeated after an interruption',
    )
    .option(
      '--people',
      '同时更换所有人的键，用于密钥与数据库一起被盗之后；中断后再执行会接着做 · change the keys of all people, too, after a theft of key and database; goes on where it was interrupted',
    )
    .addOption(new Option('--status', '只看进度 · show how far it is').conflicts(['abandon', 'clean']).implies({ people: true }))
    .addOption(
      new Option('--abandon', '放弃还没切换的更换 · give up a change that is under way')
        .conflicts('clean')
        .implies({ people: true }),
    )
    .addOption(new Option('--clean', '切换之后清除旧键 · remove the old keys after the change').implies({ people: true }))
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const place = placeOf(command.optsWithGlobals().data)
      const voice = voiceOf(options.json === true)
      const work = options.status
        ? showStatus
        : options.abandon
          ? abandon
          : options.clean
            ? clean
            : options.people
              ? rotatePeople
              : rotateFile
      await work(place, voice)
    })
}
