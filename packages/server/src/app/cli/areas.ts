/** An area with its communities, from the country's table itself: for commands that need no store. */
import { everyArea, normaliseAreaCode } from '../../platform/areas/index.ts'
import { EXIT, Failed } from './frame/index.ts'

export interface AreaWithCommunities {
  readonly code: string
  readonly name: string
  readonly communities: { readonly code: string; readonly name: string }[]
}

export const wholeAreas = async (written: string): Promise<AreaWithCommunities> => {
  const code = normaliseAreaCode(written)
  const communities: { code: string; name: string }[] = []
  let name: string | undefined
  if (code !== null)
    for await (const page of everyArea())
      for (const area of page) {
        if (area.code === code) name = area.name
        if (area.level === 5 && area.code.startsWith(code)) communities.push({ code: area.code, name: area.name })
      }
  if (code === null || name === undefined)
    throw new Failed(
      { zh: `没有行政区划代码“${written}”`, en: `There is no area with the code “${written}”` },
      undefined,
      EXIT.wrongUse,
    )
  return { code, name, communities }
}
