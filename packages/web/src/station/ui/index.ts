/** Components and texts of the station page. */
export { Choice, Field, Mark, Notice, Problem, Tick } from './pieces.tsx'
export { setLanguage, startStationWords, useShownLanguage, useText, useWords } from './words.ts'
