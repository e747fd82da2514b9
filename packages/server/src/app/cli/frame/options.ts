/** Values of options and settings, checked: anything else ends the command as wrong use. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
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

/** A TCP port; 0 is any free one. */
export const portNumber = (option: string, text: string): number => {
  const port = wholeNumber(option, text)
  if (port > 65_535)
    throw new Failed(
      { zh: `${option} 应在 0 至 65535 之间，而不是“${text}”`, en: `${option} must be between 0 and 65535, not “${text}”` },
      undefined,
      EXIT.wrongUse,
    )
  return port
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

export const logLevel = (option: string, text: string): string => {
  if (!LOG_LEVELS.includes(text))
    throw new Failed(
      { zh: `${option} 应为 ${LOG_LEVELS.join('、')}`, en: `${option} must be one of ${LOG_LEVELS.join(', ')}` },
      undefined,
      EXIT.wrongUse,
    )
  return text
}

/** An http or https address in an environment variable. */
export const urlSetting = (name: string, text: string | undefined): URL | undefined => {
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Failed(
      { zh: `${name} 应为 http 或 https 地址`, en: `${name} must be an http or https address` },
      undefined,
      EXIT.wrongUse,
    )
  return url
}

/** Every file must be there. */
export const expectFiles = (...files: readonly string[]): void => {
  const gone = files.find(file => !existsSync(file))
  if (gone !== undefined) throw new Failed({ zh: `找不到文件 ${gone}`, en: `File not found: ${gone}` }, undefined, EXIT.wrongUse)
}

/** The text of a file that must be there. */
export const readInput = async (file: string): Promise<string> => {
  expectFiles(file)
  return await readFile(file, 'utf8')
}
