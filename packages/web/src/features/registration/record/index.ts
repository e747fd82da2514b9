/** What an office sees of one person. */
export { RevealNumber } from './reveal-number.tsx'
