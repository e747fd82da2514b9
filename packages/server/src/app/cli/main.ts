/** The command line: `mingce …`. Each command is a file of its own; this one puts them together and turns ends into exit codes. */
import { dirname, resolve } from 'node:path'
import { Command, CommanderError } from 'commander'
import { KeyError } from '../../platform/crypto/index.ts'
import { DatabaseRefusal, DatabaseUnfit, DataFolderBusy } from '../../platform/database/index.ts'
import { briefOfErrno, describeFault } from '../../platform/faults/index.ts'
import { addCertificateCommands, addPartnerCommands } from './certificate/index.ts'
import { addDemoCommand, addSynthCommand, addTrainingCommands } from './demo/index.ts'
import {
  addAreaCommands,
  addDistrictCommands,
  addElectionCommands,
  addRulesCommands,
  addSeatsCommand,
  addTimetableCommand,
} from './election/index.ts'
import { askServer, bilingual, EXIT, EXIT_TEXTS, Failed, ServerStopped, terminal } from './frame/index.ts'
import {
  addAuditCommands,
  addClockCommands,
  addDatabaseCommands,
  addKeyCommands,
  addServeCommand,
  addStaffCommands,
} from './installation/index.ts'
import { addNominationCommands, addTallyCommands } from './law/index.ts'
import { addFeedCommands, addPopulationServiceCommand, addSourceCommands } from './population/index.ts'
import { addCheckCommand, addCountCommands, addImportCommands, addStationCommands } from './registration/index.ts'
import { addRollCommands } from './roll.ts'

const exitCodes = Object.entries(EXIT_TEXTS)
  .map(([name, text]) => `  ${EXIT[name as keyof typeof EXIT]}  ${text.zh} · ${text.en}`)
  .join('\n')

/** The commands; `exit` is told another exit code than 0. */
export const program = (exit: (code: number) => void): Command => {
  const root = new Command('mingce')
    .description(
      '名册 Mingce：选民名册与区、乡镇人大代表选举\nthe electoral roll and the elections of people’s congress deputies',
    )
    .option('--data <dir>', '数据文件夹 · folder of the embedded store (MINGCE_DATA, else .mingce; DATABASE_URL names a server)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('（用法见 --help · see --help）')
    .addHelpText('after', `\n退出码 exit codes:\n${exitCodes}`)
  addDemoCommand(root, exit, main)
  addSynthCommand(root)
  addElectionCommands(root)
  addAreaCommands(root)
  addTimetableCommand(root)
  addSeatsCommand(root)
  addRulesCommands(root)
  addDistrictCommands(root)
  addImportCommands(root, exit)
  addSourceCommands(root)
  addPopulationServiceCommand(root)
  addFeedCommands(root, exit)
  addCheckCommand(root)
  addCountCommands(root, exit)
  addRollCommands(root, exit)
  addStationCommands(root)
  addCertificateCommands(root, exit)
  addPartnerCommands(root)
  addNominationCommands(root, exit)
  addTallyCommands(root, exit)
  addAuditCommands(root, exit)
  addTrainingCommands(root)
  addServeCommand(root, main)
  addStaffCommands(root)
  addKeyCommands(root)
  addDatabaseCommands(root, exit)
  addClockCommands(root)
  // Sub-commands do not inherit these.
  const settle = (command: Command) => {
    command.exitOverride().configureOutput({ writeOut: terminal().out, writeErr: terminal().err })
    if (terminal().server) resolveFiles(command, terminal().folder)
    command.commands.forEach(settle)
  }
  settle(root)
  return root
}

/** Has files and folders on the command line taken as relative to `folder`. */
const resolveFiles = (command: Command, folder: string): void => {
  const absolute = (value: string, before: unknown) => {
    const path = resolve(folder, value)
    return Array.isArray(before) ? [...before, path] : path
  }
  for (const argument of command.registeredArguments)
    if (/^(?:files?|dir)$/.test(argument.name()))
      argument.argParser((value: string, before: unknown) => absolute(value, argument.variadic ? (before ?? []) : undefined))
  for (const option of command.options)
    if (/<(?:file|dir)>/.test(option.flags)) option.argParser((value: string) => absolute(value, undefined))
}

/** Runs one command line; answers the exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  let code: number = EXIT.done
  try {
    await program(asked => {
      code = asked
    }).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof DataFolderBusy)) return printFailure(error)
    // The embedded store is open in another process: if that is the server, it carries the command out.
    return (await askServer(dirname(error.folder), args).catch(printFailure)) ?? printFailure(error)
  }
}

/** A path on the command line that cannot be what it has to be. */
const WRONG_PATH = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENAMETOOLONG', 'EACCES', 'EPERM'])

/** A file that could not be opened: its name, and why. */
const pathFailure = (error: unknown): Failed | null => {
  const brief = briefOfErrno(error)
  if (!brief || !(error instanceof Error && 'path' in error && 'code' in error)) return null
  const text = { zh: `${error.path}：${brief.zh}`, en: `${error.path}: ${brief.en}` }
  return WRONG_PATH.has(String(error.code)) ? new Failed(text, undefined, EXIT.wrongUse) : null
}

const STOPPED = {
  text: {
    zh: '服务在命令执行中停止，不知道命令是否已完成',
    en: 'The server stopped while it carried out the command; whether it was done is not known',
  },
  next: {
    zh: '服务启动后查看结果，需要时再执行一次',
    en: 'Start the server, look at the result, and run the command again if needed',
  },
}

/** An expected failure in words; null: a bug. */
const failedOf = (error: unknown): Failed | null => {
  if (error instanceof Failed) return error
  if (error instanceof ServerStopped) return new Failed(STOPPED.text, STOPPED.next, EXIT.failed)
  if (error instanceof DatabaseUnfit) return new Failed(error.text, undefined, EXIT.unavailable)
  const wrongPath = pathFailure(error)
  if (wrongPath) return wrongPath
  const fault = describeFault(error)
  if (fault) return new Failed(fault.text, fault.next, EXIT.unavailable)
  return error instanceof DatabaseRefusal || error instanceof KeyError ? new Failed(error.text) : null
}

/** Says what went wrong; answers the exit code. */
const printFailure = (error: unknown): number => {
  const { err } = terminal()
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse
  const failed = failedOf(error)
  if (failed) {
    err(`${bilingual(failed.text)}\n`)
    if (failed.next) err(`${bilingual(failed.next)}\n`)
    return failed.exitCode
  }
  err('系统出错；请把下面的内容告诉管理员\nAn internal error occurred; send the following to your administrator\n')
  err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return EXIT.failed
}
