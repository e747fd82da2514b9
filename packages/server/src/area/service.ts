/** Areas to choose from: the code table is public, so no area limits who may read it. */
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../access/index.ts'
import { findChildren, normaliseAreaCode } from '../platform/areas/index.ts'
import type { AreaFilter, AreaWithLevel } from './schema.ts'

/** Areas directly inside `parent`; without it, those inside the actor's own area, or the provinces for someone of the whole country. */
export const findAreas = async (ctx: Context, filter: AreaFilter): Promise<Result<readonly AreaWithLevel[], never>> => {
  const parent = filter.parent === undefined ? ctx.actor.areaCode : normaliseAreaCode(filter.parent)
  return ok(await findChildren(ctx.database, parent === '' ? null : parent))
}
