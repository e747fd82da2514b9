/** `mingce timetable`: every deadline of an election day, with its article. Needs no store. */
import { findRuleSet, RULE_SETS, timetable, timetableEvents } from '@mingce/domain/election'
import { spellArticles } from '@mingce/domain/standards'
import type { Command } from 'commander'
import { calendarFile } from '../../../platform/calendar/index.ts'
import { EXIT, Failed, terminal, voiceOf } from '../frame/index.ts'
import { levelOf } from './seats.ts'

const LEVEL_NAMES = {
  county: { zh: '县级选举', en: 'County-level election' },
  township: { zh: '乡级选举', en: 'Township-level election' },
}

export const addTimetableCommand = (root: Command): void => {
  root
    .command('timetable')
    .description('选举时间表：各步骤的日期和条款 · the steps of an election with their dates and articles')
    .requiredOption('--day <YYYY-MM-DD>', '选举日 · election day')
    .requiredOption('--level <level>', 'county, township')
    .option('--rules <id>', `规则集 · rule set: ${RULE_SETS.map(set => set.id).join(', ')}`, 'default')
    .option('--last-day <YYYY-MM-DD>', '投票最后一日，投票分几天时 · last polling day, if polling lasts several days')
    .option('--by-election', '补选 · a by-election')
    .option('--ics', '输出日历文件 · print a calendar file')
    .option('--json', 'JSON')
    .action(options => {
      const voice = voiceOf(options.json === true)
      const level = levelOf(options.level)
      const rules = findRuleSet(options.rules)
      if (!rules)
        throw new Failed(
          { zh: `没有规则集“${options.rules}”`, en: `Unknown rule set “${options.rules}”` },
          { zh: `可用：${RULE_SETS.map(set => set.id).join('、')}`, en: `Available: ${RULE_SETS.map(set => set.id).join(', ')}` },
          EXIT.wrongUse,
        )
      const steps = timetable({ day: options.day, lastDay: options.lastDay, rules, byElection: options.byElection === true })
      if (!steps.ok) throw new Failed(steps.error.text, undefined, EXIT.wrongUse)
      if (options.ics === true) {
        const name = LEVEL_NAMES[level][voice.language]
        const events = timetableEvents(steps.value, { id: `${level}-${options.day}`, name, language: voice.language })
        terminal().out(calendarFile(events, new Date()))
        return
      }
      voice.answer(steps.value, () =>
        steps.value
          .map(step => `${step.date}  ${step.title[voice.language]}  (${spellArticles(step.article)[voice.language]})`)
          .join('\n'),
      )
    })
}
