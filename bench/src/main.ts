/** `npm run bench -- <name>`: measures, compares, reports. Exit codes: 0 done, 1 the results differ, 2 wrong use. */

import { benchConsole } from './console.ts'
import { benchDemo } from './demo.ts'
import { benchDistricts } from './districts.ts'
import { benchEmbedded } from './embedded.ts'
import { benchLog } from './log.ts'
import { benchOnline } from './online.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { benchPortal } from './portal.ts'
import { benchPoster } from './poster.ts'
import { benchRekey } from './rekey.ts'
import { type Report, tell } from './report.ts'
import { benchRoll } from './roll.ts'

const BENCHES: Readonly<Record<Options['bench'], (options: Options) => Promise<Report>>> = {
  roll: benchRoll,
  poster: benchPoster,
  demo: benchDemo,
  embedded: benchEmbedded,
  online: benchOnline,
  portal: benchPortal,
  districts: benchDistricts,
  log: benchLog,
  console: benchConsole,
  rekey: benchRekey,
}

const main = async (args: readonly string[]): Promise<number> => {
  let options: Options
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(USAGE)
    return 2
  }
  const report = await BENCHES[options.bench](options)
  console.log(options.json ? JSON.stringify(report) : tell(report))
  return report.equal === false ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
