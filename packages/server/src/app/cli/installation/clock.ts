/** `mingce clock …`: whether the clock of this computer is trusted. */
import type { Command } from 'commander'
import { type ClockState, confirmClock, describeDoubt, readClock } from '../../../platform/clock/index.ts'
import { bilingual, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

const toJson = ({ doubt, now, last }: ClockState) => ({
  doubt,
  now: now.toISOString(),
  lastRecord: last.toISOString(),
})

export const addClockCommands = (root: Command): void => {
  const clock = root.command('clock').description('时钟 · the clock')

  clock
    .command('status')
    .description('时钟是否可信 · whether the clock is trusted')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const state = await readClock(ctx.database, ctx.clock.now())
        voiceOf(options.json === true).answer(toJson(state), () => bilingual(describeDoubt(state)))
      })
    })

  clock
    .command('confirm')
    .description('核对无误，确认时钟 · confirm that the clock is right')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const before = await confirmClock(ctx.database, ctx.clock, { name: ctx.actor.name, role: 'administrator' })
        const state = await readClock(ctx.database, ctx.clock.now())
        voiceOf(options.json === true).answer({ ...toJson(state), was: before.doubt }, () => bilingual(describeDoubt(state)))
      })
    })
}
