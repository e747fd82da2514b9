/** The chart of the days: who is registered and who is not yet, as two lines that differ by their dashes too. Pure. */
import { COLOURS } from '../../ui/index.ts'

interface Day {
  readonly day: string
  readonly registered: number
  readonly notYetRegistered: number
}

export const trendOption = (days: readonly Day[], words: { registered: string; notYet: string }, large: boolean) => {
  const size = large ? 15 : 12
  const line = (name: string, color: string, type: 'solid' | 'dashed', pick: (day: Day) => number) => ({
    type: 'line' as const,
    name,
    color,
    lineStyle: { type, width: 2 },
    symbolSize: 6,
    data: days.map(pick),
  })
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontSize: size },
    legend: { top: 0, textStyle: { fontSize: size } },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis' as const, renderMode: 'richText' as const },
    xAxis: { type: 'category' as const, data: days.map(({ day }) => day.slice(5)), axisLabel: { fontSize: size } },
    yAxis: { type: 'value' as const, minInterval: 1, axisLabel: { fontSize: size } },
    series: [
      line(words.registered, COLOURS.registered, 'solid', ({ registered }) => registered),
      line(words.notYet, COLOURS.review, 'dashed', ({ notYetRegistered }) => notYetRegistered),
    ],
  }
}
