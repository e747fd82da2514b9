/** The chart of communities: stacked bars, the largest on top, distinguished by pattern as well as by colour. Pure. */
import type { CommunityCounts } from '../../api/index.ts'
import { COLOURS, shortCommunity } from '../../ui/index.ts'

interface Words {
  registered: string
  review: string
  pending: string
  notYet: string
  of: string
}

export const communityOption = (
  communities: readonly CommunityCounts[],
  words: Words,
  { narrow, large }: { narrow: boolean; large: boolean },
) => {
  const size = large ? 15 : 12
  const series = (name: string, color: string, pick: (community: CommunityCounts) => number) => ({
    type: 'bar' as const,
    name,
    stack: 'people',
    color,
    barWidth: '62%',
    emphasis: { focus: 'series' as const },
    data: communities.map(pick),
  })
  return {
    animation: false,
    aria: {
      enabled: true,
      decal: {
        show: true,
        decals: [
          { symbol: 'none' },
          { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0.8, color: 'rgba(255,255,255,0.45)' },
          { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: -0.8, color: 'rgba(255,255,255,0.55)' },
          { symbol: 'circle', symbolSize: 0.5, dashArrayX: [3, 6], dashArrayY: [4, 4], color: 'rgba(28,37,39,0.25)' },
        ],
      },
    },
    grid: { left: 4, right: narrow ? 12 : 24, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 12, textStyle: { fontSize: size, color: COLOURS.ink } },
    tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const }, confine: true },
    xAxis: {
      type: 'value' as const,
      splitNumber: narrow ? 3 : 6,
      axisLabel: { fontSize: size, color: COLOURS.inkSoft },
      splitLine: { lineStyle: { color: COLOURS.rule } },
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: communities.map(community => shortCommunity(community.name)),
      axisTick: { show: false },
      axisLabel: { fontSize: size, color: COLOURS.ink, width: narrow ? 96 : 160, overflow: 'truncate' as const },
    },
    series: [
      series(words.registered, COLOURS.registered, community => community.registered),
      // Who stands meanwhile is among the registered: each bar counts a person once.
      series(words.review, '#d98a1f', community => community.review - community.reviewStanding),
      series(words.pending, '#7d8fb3', community => community.pending),
      series(words.notYet, '#b8c2c4', community => community.notYetRegistered),
    ],
  }
}
