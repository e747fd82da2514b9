/** `mingce synth`: made-up people and files with every fault, to learn and to measure with. */

import { addDays } from '@mingce/domain/standards'
import type { Command } from 'commander'
import { chinaDate } from '../../../platform/clock/index.ts'
import { findSynthObstacle, synthesise } from '../../../training/index.ts'
import { EXIT, Failed, voiceOf, wholeNumber } from '../frame/index.ts'
import { wholeAreas } from './areas.ts'

/** Days from today to the election day of made-up elections: the list is then due in some days. */
export const DAYS_TO_POLLING = 35

export const addSynthCommand = (root: Command): void => {
  root
    .command('synth')
    .description(
      '生成虚构的人和文件，含各种差错和答案 truth.csv · generate fictitious people and files with every kind of fault, and the truth',
    )
    .requiredOption('--area <code>', '行政区划代码 · area code')
    .requiredOption('--people <n>', '人口数 · people in the population register')
    .requiredOption('--out <dir>', '输出文件夹 · output directory')
    .option('--seed <n>', '同样的种子得到同样的文件 · the same seed gives the same files', '1')
    .option('--fault-rate <share>', '有差错的行的比例 · share of faulty rows', '0.03')
    .option('--day <YYYY-MM-DD>', '选举日，默认为35天后 · election day, 35 days from today by default')
    .option('--registrations <n>', '登记名单的行数 · rows of rosters')
    .option('--plain', '整齐的大文件，供测速 · large regular files for measurements')
    .option('--json', 'JSON')
    .action(async options => {
      const voice = voiceOf(options.json === true)
      const area = await wholeAreas(options.area)
      const faultRate = Number(options.faultRate)
      if (!(faultRate >= 0 && faultRate <= 0.5))
        throw new Failed(
          {
            zh: `--fault-rate 应在0和0.5之间，而不是“${options.faultRate}”`,
            en: `--fault-rate must be between 0 and 0.5, not “${options.faultRate}”`,
          },
          undefined,
          EXIT.wrongUse,
        )
      const request = {
        area,
        people: wholeNumber('--people', options.people),
        seed: wholeNumber('--seed', options.seed),
        faultRate,
        pollingDay: options.day ?? addDays(chinaDate(new Date()), DAYS_TO_POLLING),
        directory: options.out,
        format: options.plain ? ('plain' as const) : ('messy' as const),
        ...(options.registrations === undefined ? {} : { registrations: wholeNumber('--registrations', options.registrations) }),
      }
      const obstacle = findSynthObstacle(request)
      if (obstacle) throw new Failed(obstacle, undefined, EXIT.wrongUse)
      const made = await synthesise(request)
      voice.answer({ ...made, pollingDay: request.pollingDay }, () =>
        [
          `${made.directory}  选举日 election day ${request.pollingDay}`,
          ...made.files.map(f => `${String(f.rows).padStart(9)}  ${f.file}`),
        ].join('\n'),
      )
    })
}
