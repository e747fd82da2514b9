/** Several cases at once: picked, decided together, assigned. */
export { PickBar } from './pick-bar.tsx'
export { type Picks, usePicks } from './use-picks.ts'
