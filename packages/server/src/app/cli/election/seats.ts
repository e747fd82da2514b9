/** `mingce seats`: how many deputies a congress has, with the steps that made the figure. Needs no store. */
import { seatsFor } from '@mingce/domain/district'
import { LEVELS, type Level } from '@mingce/domain/election'
import { spellArticles } from '@mingce/domain/standards'
import type { Command } from 'commander'
import { EXIT, Failed, voiceOf, wholeNumber } from '../frame/index.ts'

/** A level as a command is given it. */
export const levelOf = (written: string): Level => {
  const level = LEVELS.find(one => one === written)
  if (!level)
    throw new Failed(
      { zh: `级别“${written}”应为 county 或 township`, en: `Level “${written}” must be county or township` },
      undefined,
      EXIT.wrongUse,
    )
  return level
}

const shareOf = (written: string): number => {
  const share = Number(written)
  if (Number.isNaN(share))
    throw new Failed(
      { zh: `--extra “${written}”应为小数，例如 0.05`, en: `--extra “${written}” must be a decimal such as 0.05` },
      undefined,
      EXIT.wrongUse,
    )
  return share
}

export const addSeatsCommand = (root: Command): void => {
  root
    .command('seats')
    .description('代表名额（选举法第十二条） · seats of a congress (Electoral Law, Art. 12)')
    .requiredOption('--level <level>', 'county, township')
    .requiredOption('--population <n>', '人口数 · population')
    .option('--extra <share>', '经省级决定另加的比例，至多0.05 · increase decided by the province, at most 0.05', '0')
    .option('--json', 'JSON')
    .action(options => {
      const voice = voiceOf(options.json === true)
      const population = wholeNumber('--population', options.population)
      const found = seatsFor(levelOf(options.level), population, shareOf(options.extra))
      if (!found.ok) throw new Failed(found.error.text, undefined, EXIT.wrongUse)
      const seats = found.value
      voice.answer(seats, () =>
        [
          ...seats.steps.map(
            step => `${step.text[voice.language]}  ${step.seats}  (${spellArticles(step.article)[voice.language]})`,
          ),
          { zh: `代表名额 ${seats.total}`, en: `Seats ${seats.total}` }[voice.language],
        ].join('\n'),
      )
    })
}
