/** The command line: `mingce …`. Each command is a file of its own; this one puts them together and turns ends into exit codes. */
import { Command, CommanderError } from 'commander'
import { KeyError } from '../../platform/crypto/index.ts'
import { DatabaseRefusal } from '../../platform/database/index.ts'
import { addCertificateCommands } from './certificate.ts'
import { addCheckCommand } from './check.ts'
import { addDatabaseCommands } from './db.ts'
import { addDemoCommand, addSynthCommand, addTrainingCommands } from './demo/index.ts'
import { addDistrictCommands } from './districts.ts'
import { addElectionCommands } from './election.ts'
import { addFeedCommands } from './feed.ts'
import { bilingual, EXIT, Failed } from './frame/index.ts'
import { addImportCommands } from './import.ts'
import { addPartnerCommands } from './partner.ts'
import { addPopulationServiceCommand } from './population-service.ts'
import { addRollCommands } from './roll.ts'
import { addSeatsCommand } from './seats.ts'
import { addServeCommand } from './serve.ts'
import { addSourceCommands } from './source.ts'
import { addStaffCommands } from './staff.ts'
import { addStationCommands } from './stations.ts'
import { addTimetableCommand } from './timetable.ts'

const program = (exit: (code: number) => void): Command => {
  const root = new Command('mingce')
    .description(
      '名册 Mingce：选民名册与区、乡镇人大代表选举\nthe electoral roll and the elections of people’s congress deputies',
    )
    .option('--data <dir>', '数据文件夹 · folder of the embedded store (MINGCE_DATA, else .mingce; DATABASE_URL names a server)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('（用法见 --help · see --help）')
    .addHelpText(
      'after',
      '\n退出码 exit codes: 0 完成 done · 1 完成，有退回的行 done with refused rows · 2 用法不对 usage error · 3 失败，未作改动 failed, nothing changed · 4 完成，但文件没有写成 done, but a file could not be written',
    )
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

/** Says what went wrong; answers the exit code. */
const printFailure = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse
  if (error instanceof Failed) {
    console.error(bilingual(error.text))
    if (error.next) console.error(bilingual(error.next))
    return error.exitCode
  }
  if (error instanceof DatabaseRefusal || error instanceof KeyError) {
    console.error(bilingual(error.text))
    return EXIT.failed
  }
  console.error(
    '系统出错，未作改动；请把下面的内容告诉管理员\nAn internal error occurred and nothing was changed; send the following to your administrator',
  )
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failed
}
