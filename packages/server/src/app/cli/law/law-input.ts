/**
 * Commands that evaluate rules of the law: one JSON object in a file, one JSON object as answer. They open no store. Input that is not as
 * described, or whose figures contradict each other, ends with 2 and `{"error":"input"}` or `{"error":"figures"}`.
 */
import { findRuleSet, readSettings, type Settings } from '@mingce/domain/election'
import { LOCAL_NOMINATION } from '@mingce/domain/nomination'
import type { Result, Text } from '@mingce/domain/result'
import { isDate } from '@mingce/domain/standards'
import type { Command } from 'commander'
import { z } from 'zod'
import { bilingual, EXIT, Failed, readInput, voiceOf } from '../frame/index.ts'

export const Id = z.string().min(1)
export const Count = z.int().min(0)
export const Seats = z.int().min(1)
export const Day = z.string().refine(isDate)
export const Time = z.string().refine(text => isDate(text.slice(0, 10)) && /^T(?:[01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10)))
export const RuleSetName = z.string().refine(id => Object.hasOwn(LOCAL_NOMINATION, id) || findRuleSet(id) !== undefined)
export const Level = z.enum(['county', 'township'])

/** Values of open points. */
export const GivenSettings = z
  .record(z.string(), z.string())
  .transform((written, context): Partial<Settings> => {
    const settings = readSettings(written)
    if (!settings) context.addIssue('no such open point or value')
    return settings ?? {}
  })
  .optional()

/** Has each thing in the list an id of its own? */
export const haveOwnIds = (list: readonly { readonly id: string }[]): boolean =>
  new Set(list.map(({ id }) => id)).size === list.length

type Fault = 'input' | 'figures'

const FAULTS: Readonly<Record<Fault, Text>> = {
  input: { zh: '输入内容不符合格式', en: 'The input is not as described' },
  figures: { zh: '数字相互矛盾，不能得出结果', en: 'The figures contradict each other; no result can be found' },
}
const NEXT: Readonly<Record<Fault, Text>> = {
  input: {
    zh: '对照 docs/law-cases.md 更正后再执行',
    en: 'Correct it as described in docs/law-cases.md and run the command again',
  },
  figures: { zh: '对照计票记录更正后再执行', en: 'Correct them from the record of the count and run the command again' },
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where the input is wrong; never what it says. */
const placesOf = (error: z.ZodError): Text => {
  const places = [...new Set(error.issues.map(({ path }) => path.join('.')))].filter(place => place !== '').slice(0, 5)
  const list = places.join(', ')
  return list === '' ? FAULTS.input : { zh: `${FAULTS.input.zh}：${list}`, en: `${FAULTS.input.en}: ${list}` }
}

/** Tells the exit code. */
export type Exit = (code: number) => void

/** Adds `mingce … NAME FILE [--json]`, which answers what `evaluate` finds, for people as `words` in both languages. */
export const addEvaluation = <Input, Output extends object>(
  parent: Command,
  exit: Exit,
  command: {
    readonly name: string
    readonly description: string
    readonly schema: z.ZodType<Input>
    readonly evaluate: (input: Input) => Result<Output, 'figures'>
    readonly words: (output: Output) => readonly Text[]
  },
): void => {
  parent
    .command(command.name)
    .description(command.description)
    .argument('<file>', '输入文件，一个 JSON 对象 · the input, one JSON object')
    .option('--json', 'JSON')
    .action(async (file: string, options) => {
      const voice = voiceOf(options.json === true)
      const refuse = (fault: Fault, text: Text): void => {
        if (!voice.json) throw new Failed(text, NEXT[fault], EXIT.wrongUse)
        voice.answer({ error: fault }, () => '')
        exit(EXIT.wrongUse)
      }
      const read = command.schema.safeParse(parseJson(await readInput(file)))
      if (!read.success) return refuse('input', placesOf(read.error))
      const found = command.evaluate(read.data)
      if (!found.ok) return refuse('figures', FAULTS.figures)
      voice.answer(found.value, () => command.words(found.value).map(bilingual).join('\n'))
    })
}
