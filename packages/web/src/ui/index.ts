/** Pieces that every page is made of. They know no election. */
export { Article, useArticleText } from './article.tsx'
export { Figure, Mark, type Tone } from './figure.tsx'
export {
  chinaDay,
  chinaToday,
  formatBytes,
  formatCount,
  formatDay,
  formatMoment,
  formatSeries,
  formatShare,
  groupedRoot,
  percent,
  shortCommunity,
} from './format.ts'
export { More } from './more.tsx'
export { Page, Sheet } from './page.tsx'
export { QueryView } from './query-view.tsx'
export { type Column, Records } from './records.tsx'
export { saveFile } from './save-file.ts'
export { Seal } from './seal.tsx'
export { Failure, Loading, Nothing, useErrorWords } from './states.tsx'
export { LargeTypeProvider, useLargeType } from './style/large-type.tsx'
export { COLOURS, themeOf } from './style/theme.ts'
export { useNarrow, useStill } from './style/use-media.ts'
