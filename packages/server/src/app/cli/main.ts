/** The command line: `mingce …`. Each command is a file of its own; this one puts them together and turns ends into exit codes. */
import { Command, CommanderError } from 'commander'
import { KeyError } from '../../platform/crypto/index.ts'
import { DatabaseRefusal, DatabaseUnfit } from '../../platform/database/index.ts'
import { briefOfErrno, describeFault } from '../../platform/faults/index.ts'
import { addCertificateCommands } from './certificate.ts'
import { addCheckCommand } from './check.ts'
import { addDatabaseCommands } from './db.ts'
import { addDemoCommand, addSynthCommand, addTrainingCommands } from './demo/index.ts'
import { addDistrictCommands } from './districts.ts'
import { addElectionCommands } from './election.ts'
import { addFeedCommands } from './feed.ts'
import { bilingual, EXIT, EXIT_TEXTS, Failed } from './frame/index.ts'
import { addImportCommands } from './import.ts'
import { addKeyCommands } from './key.ts'
import { addPartnerCommands } from './partner.ts'
import { addPopulationServiceCommand } from './population-service.ts'
import { addRollCommands } from './roll.ts'
import { addSeatsCommand } from './seats.ts'
import { addServeCommand } from './serve.ts'
import { addSourceCommands } from './source.ts'
import { addStaffCommands } from './staff.ts'
import { addStationCommands } from './stations.ts'
import { addTimetableCommand } from './timetable.ts'

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
  addDemoCommand(root, exit)
  addSynthCommand(root)
  addElectionCommands(root)
  addTimetableCommand(root)
  addSeatsCommand(root)
  addDistrictCommands(root)
  addImportCommands(root, exit)
  addSourceCommands(root)
  addPopulationServiceCommand(root)
  addFeedCommands(root, exit)
  addCheckCommand(root)
  addRollCommands(root, exit)
  addStationCommands(root)
  addCertificateCommands(root, exit)
  addPartnerCommands(root)
  addTrainingCommands(root)
  addServeCommand(root)
  addStaffCommands(root)
  addKeyCommands(root)
  addDatabaseCommands(root)
  // Sub-commands do not inherit these.
  const settle = (command: Command) => {
    command.exitOverride()
    command.commands.forEach(settle)
  }
  settle(root)
  return root
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
    return printFailure(error)
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

/** An expected failure in words; null: a bug. */
const failedOf = (error: unknown): Failed | null => {
  if (error instanceof Failed) return error
  if (error instanceof DatabaseUnfit) return new Failed(error.text, undefined, EXIT.unavailable)
  const wrongPath = pathFailure(error)
  if (wrongPath) return wrongPath
  const fault = describeFault(error)
  if (fault) return new Failed(fault.text, fault.next, EXIT.unavailable)
  return error instanceof DatabaseRefusal || error instanceof KeyError ? new Failed(error.text) : null
}

/** Says what went wrong; answers the exit code. */
const printFailure = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse
  const failed = failedOf(error)
  if (failed) {
    console.error(bilingual(failed.text))
    if (failed.next) console.error(bilingual(failed.next))
    return failed.exitCode
  }
  console.error(
    '系统出错，未作改动；请把下面的内容告诉管理员\nAn internal error occurred and nothing was changed; send the following to your administrator',
  )
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failed
}
