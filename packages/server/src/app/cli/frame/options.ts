/** Values of options, checked. */
import { EXIT, Failed } from './outcome.ts'

/** A whole number from 0; anything else ends the command as wrong use. */
export const wholeNumber = (option: string, text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0)
    throw new Failed(
      { zh: `${option} 应为整数，而不是“${text}”`, en: `${option} must be a whole number, not “${text}”` },
      undefined,
      EXIT.wrongUse,
    )
  return value
}
