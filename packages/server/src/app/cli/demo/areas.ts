/** An area with its communities, from the country's table itself: for commands that need no store. */
import { everyArea, normaliseAreaCode } from '../../../platform/areas/index.ts'
import { EXIT, Failed } from '../frame/index.ts'

export interface AreaWithCommunities {
  readonly code: string
  readonly name: string
  readonly communities: { readonly code: string; readonly name: string }[]
}

const unknownArea = (written: string): Failed =>
  new Failed({ zh: `没有行政区划代码“${written}”`, en: `There is no area with the code “${written}”` }, undefined, EXIT.wrongUse)

export const wholeAreas = async (written: string): Promise<AreaWithCommunities> => {
  const code = normaliseAreaCode(written)
  if (code === null) throw unknownArea(written)
  const communities: { code: string; name: string }[] = []
  let name: string | undefined
  for await (const page of everyArea())
    for (const area of page) {
      if (area.code === code) name = area.name
      if (area.level === 5 && area.code.startsWith(code)) communities.push({ code: area.code, name: area.name })
    }
  if (name === undefined) throw unknownArea(written)
  return { code, name, communities }
}
