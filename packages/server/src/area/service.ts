/** Areas to choose from: the code table is public, so no area limits who may read it. Offices add what the table lacks. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { areaLevel, parentArea } from '@mingce/domain/standards'
import { authorise, type Context } from '../access/index.ts'
import {
  type AreaAddition,
  applyAdditions,
  findAdditions,
  findChildren,
  findKnownCodes,
  insertAdditions,
  normaliseAreaCode,
  rememberAdditions,
} from '../platform/areas/index.ts'
import type { Failure } from '../platform/http/index.ts'
import { type Written, write } from '../platform/write/index.ts'
import type { AreaFailure } from './errors.ts'
import type { AreaFilter, AreaWithLevel } from './schema.ts'

/** Areas directly inside `parent`; without it, those inside the actor's own area, or the provinces for someone of the whole country. */
export const findAreas = async (ctx: Context, filter: AreaFilter): Promise<Result<readonly AreaWithLevel[], never>> => {
  const parent = filter.parent === undefined ? ctx.actor.areaCode : normaliseAreaCode(filter.parent)
  return ok(await findChildren(ctx.database, parent === '' ? null : parent))
}

type Answer<T> = Promise<Result<T, Failure<AreaFailure>>>
export interface NewAreas {
  readonly areas: readonly { readonly code: string; readonly name: string }[]
  /** Document that made the areas, or another source. */
  readonly source: string
}
export interface AddedAreas {
  readonly version: number
  readonly added: number
}

/** Areas that offices added, each in its newest version. */
export const findAddedAreas = async (ctx: Context): Answer<AreaAddition[]> => ok(await findAdditions(ctx.database))

/** What is wrong with areas to be added: codes that are none, given twice, or whose area above is missing. */
const faultsOf = (areas: NewAreas['areas'], known: ReadonlySet<string>): Text[] => {
  const given = new Set(areas.map(({ code }) => code))
  const seen = new Set<string>()
  return areas.flatMap(({ code, name }): Text[] => {
    const isAgain = seen.has(code)
    seen.add(code)
    const level = areaLevel(code)
    if (level === undefined || level === 1)
      return [
        {
          zh: `“${code}”不是市、区县、乡镇或社区的代码`,
          en: `“${code}” is not the code of a city, county, township or community`,
        },
      ]
    if (isAgain) return [{ zh: `“${code}”写了两次`, en: `“${code}” is given twice` }]
    if (!/^[\p{Script=Han}·（）()]{2,60}$/u.test(name))
      return [{ zh: `“${code}”的名称“${name}”有误`, en: `The name “${name}” of “${code}” is invalid` }]
    const above = parentArea(code) ?? ''
    // 省直辖县级 counties have a code of their own between: 4290, 6590.
    if (!known.has(above) && !given.has(above))
      return [
        {
          zh: `“${code}”的上一级“${above}”不在代码表中，请一并报送`,
          en: `The area “${above}” above “${code}” is not in the table; send it too`,
        },
      ]
    return []
  })
}

/** Adds areas to the table, or corrects their names, as a new version. All or none. */
export const addAreas = async (ctx: Context, input: NewAreas): Answer<AddedAreas> => {
  const areas = input.areas.map(({ code, name }) => ({
    code: normaliseAreaCode(code) ?? code.trim(),
    name: name.normalize('NFKC').trim(),
  }))
  const refused = areas.map(({ code }) => authorise(ctx.actor, 'set-up', code)).find(allowed => !allowed.ok)
  if (refused && !refused.ok) return refused
  const above = areas.flatMap(({ code }) => parentArea(code) ?? [])
  const faults = faultsOf(areas, await findKnownCodes(ctx.database, above))
  if (faults.length > 0) {
    const say = (language: 'zh' | 'en') => faults.slice(0, 20).map(text => text[language])
    return fail({ code: 'area.invalid', field: 'areas', text: { zh: say('zh').join('；'), en: say('en').join('; ') } })
  }
  const added = await write<AddedAreas, Failure<AreaFailure>>(
    ctx,
    { action: 'area.add' },
    async (tx, at): Promise<Result<Written<AddedAreas>, Failure<AreaFailure>>> => {
      const version = await insertAdditions(tx, areas, { source: input.source, name: ctx.actor.name, at })
      await applyAdditions(tx)
      return ok({
        answer: { version, added: areas.length },
        audit: {
          countyCode: '',
          action: 'area.added',
          subject: `area/${version}`,
          details: { source: input.source, codes: areas.map(({ code }) => code).slice(0, 100), areas: areas.length },
        },
      })
    },
  )
  await rememberAdditions(ctx.database)
  return added
}
