/** `mingce audit …`: the audit log as a log that can be verified: how far it is, export, offline verification, and erasing what is about a person. */
import { fail, ok, type Text } from '@mingce/domain/result'
import type { Command } from 'commander'
import { listPartners } from '../../../certificate/index.ts'
import { describeFileFault } from '../../../platform/files/index.ts'
import {
  eraseEvents,
  exportLog,
  findCheckpointNote,
  findLogStatus,
  integrateLog,
  readGiven,
  type VerifiedLog,
  verifyLogDirectory,
} from '../../../platform/log/index.ts'
import { readVerifierKey, type VerifierKey } from '../../../platform/tlog/index.ts'
import { write } from '../../../platform/write/index.ts'
import { EXIT, expectFiles, expectOk, Failed, placeOf, terminal, type Voice, voiceOf, withInstallation } from '../frame/index.ts'

type Exit = (code: number) => void

const addStatus = (audit: Command): void => {
  audit
    .command('status')
    .description('操作记录的检查点、短码和公钥 · checkpoint, short code and key of the audit trail')
    .option('--note', '只输出签名的检查点 · print only the signed checkpoint')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        await integrateLog(ctx)
        const note = await findCheckpointNote(ctx.database)
        if (options.note === true) return terminal().out(`${(note ?? '').trimEnd()}\n`)
        const status = await findLogStatus(ctx)
        const witnesses = status.witnesses.map(({ name, size, trouble }) => `${name}\t${size}${trouble ? `\t${trouble}` : ''}`)
        voice.answer({ ...status, note }, () =>
          [status.checkpoint?.shortCode ?? '—', `${status.size} 条 entries`, status.key, ...witnesses].join('\n'),
        )
      })
    })
}

const addExport = (audit: Command): void => {
  audit
    .command('export <dir>')
    .description(
      '导出操作记录，供离线核验；内含人员信息，请妥善保管 · export the audit trail for verification; it holds personal data',
    )
    .option('--json', 'JSON')
    .action(async (directory: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const witnessKeys = (await listPartners(ctx)).flatMap(({ witness }) => (witness === null ? [] : [witness]))
        const written = await exportLog(ctx, directory, { witnessKeys }).catch((error: unknown) => {
          const fault = describeFileFault(error)
          if (fault === null) throw error
          throw new Failed({
            zh: `操作记录没有导出到 ${directory}：${fault.zh}`,
            en: `The audit trail could not be exported to ${directory}: ${fault.en}`,
          })
        })
        const exported = expectOk(written, {})
        voice.answer(exported, () => `${exported.directory}: ${exported.size} 条 entries`)
      })
    })
}

const keyOf = (text: string): VerifierKey => {
  const key = readVerifierKey(text)
  if (key) return key
  throw new Failed(
    { zh: `--key 不是公钥：${text}`, en: `--key is not a verifier key: ${text}` },
    { zh: '用 mingce audit status 所示的那一行', en: 'Give the line that mingce audit status shows' },
    EXIT.wrongUse,
  )
}

/** What covers the events, and what does not. */
const coverageOf = ({ size, covered, erased, holding, usesOwnKeys }: VerifiedLog): Text[] => [
  ...holding.map(({ size: at, name, witnesses }) => {
    const by = witnesses.length > 0 ? witnesses.join(', ') : name
    return { zh: `前 ${at} 条由 ${by} 佐证`, en: `The first ${at} events are covered by ${by}` }
  }),
  ...(covered < size
    ? [
        {
          zh: `第 ${covered} 至 ${size - 1} 条还没有外部检查点佐证：只能确认其内部一致`,
          en: `Events ${covered} to ${size - 1} are covered by no checkpoint from elsewhere yet: they agree only with each other`,
        },
      ]
    : []),
  ...(erased > 0
    ? [
        {
          zh: `其中 ${erased} 条的内容已依法删除，无法核对`,
          en: `The content of ${erased} events was erased and cannot be checked`,
        },
      ]
    : []),
  ...(usesOwnKeys
    ? [
        {
          zh: '公钥取自该文件夹本身；请用 --key 给出从别处得到的公钥',
          en: 'The keys are those in the directory itself; give keys from elsewhere with --key',
        },
      ]
    : []),
]

/** What a verification found, in words. */
const wordsOf = (verified: VerifiedLog, { language }: Voice): string => {
  const { ok: holds, size, faults } = verified
  const found = holds ? [{ zh: `核验通过：${size} 条`, en: `Verified: ${size} events` }] : faults.map(fault => fault.text)
  return [...found, ...coverageOf(verified)].map(text => text[language]).join('\n')
}

const addVerify = (audit: Command, exit: Exit): void => {
  audit
    .command('verify <dir>')
    .description('离线核验导出的操作记录 · verify an exported audit trail offline')
    .option('--checkpoint <file...>', '较早的检查点文件，或选民榜上的短码 · earlier checkpoints, or short codes from posters')
    .option('--key <vkey...>', '操作记录或见证方的公钥 · keys of the audit trail or of witnesses')
    .option('--json', 'JSON')
    .action(async (directory: string, options) => {
      const voice = voiceOf(options.json === true)
      expectFiles(directory)
      const checkpoints = ((options.checkpoint ?? []) as string[]).map(readGiven)
      expectFiles(...checkpoints.flatMap(given => ('file' in given ? [given.file] : [])))
      const keys = ((options.key ?? []) as string[]).map(keyOf)
      const verified = await verifyLogDirectory(directory, { checkpoints, keys })
      voice.answer(verified, () => wordsOf(verified, voice))
      if (!verified.ok) exit(EXIT.failed)
    })
}

const addErase = (audit: Command): void => {
  audit
    .command('erase <county> <subject>')
    .description(
      '依法删除操作记录中关于一个对象（如 registration/7）的内容，证明仍然有效；不能恢复 · erase what is recorded about a subject; proofs stay valid',
    )
    .requiredOption('--reason <text>', '依据和理由 · legal ground and reason')
    .option('--json', 'JSON')
    .action(async (countyCode: string, subject: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const erased = await write(ctx, { action: 'audit.erase' }, async (tx, at) => {
          const events = await eraseEvents(tx, [{ countyCode, subject }], at)
          if (events === 0) return fail({ code: 'audit.subject-unknown' } as const)
          // The subject is not named again.
          return ok({
            answer: { events },
            audit: { countyCode, action: 'audit.erased', subject: '', details: { events, reason: String(options.reason) } },
          })
        })
        const done = expectOk(erased, {
          'audit.subject-unknown': {
            status: 404,
            text: {
              zh: `操作记录中没有 ${countyCode} 的 ${subject}，未作更改`,
              en: `The audit trail has nothing about ${subject} in ${countyCode}; nothing was changed`,
            },
          },
        })
        voice.answer(done, () => `${done.events} 条 events`)
      })
    })
}

export const addAuditCommands = (root: Command, exit: Exit): void => {
  const audit = root.command('audit').description('操作记录 · the audit trail')
  addStatus(audit)
  addExport(audit)
  addVerify(audit, exit)
  addErase(audit)
}
