/** Imports after a restore: uploads go on by their jobs, and all others that were running end with words. */
import type { Text } from '@mingce/domain/result'
import type { Restored } from '../../platform/backup/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { endUnfinishedImports } from '../../population/index.ts'
import { deleteUnstarted } from './batch/index.ts'
import { IMPORT_JOB } from './service.job.ts'

export const goOnAfterRestore = async (tx: Sql, { jobs, at }: Restored): Promise<readonly Text[]> => {
  const resumed = jobs.flatMap(({ name, payload }) =>
    name === IMPORT_JOB && 'importId' in payload && typeof payload.importId === 'number' ? [payload.importId] : [],
  )
  const unstarted = await deleteUnstarted(tx)
  const { ended, reports } = await endUnfinishedImports(tx, resumed, at)
  return [
    ...(resumed.length > 0
      ? [{ zh: `${resumed.length} 个导入将在启动后继续`, en: `${resumed.length} imports go on at the next start` }]
      : []),
    ...(ended > 0
      ? [
          {
            zh: `${ended} 个导入在备份时未完成，已撤回，请重新导入`,
            en: `${ended} imports were running at the backup and were rolled back; import their files again`,
          },
        ]
      : []),
    ...(unstarted > 0
      ? [
          {
            zh: `${unstarted} 个选好而没有开始导入的文件不在备份里，请重新选择`,
            en: `${unstarted} files that were chosen and not imported yet are not in the backup; choose them again`,
          },
        ]
      : []),
    ...(reports > 0
      ? [
          {
            zh: `${reports} 个导入的逐行结果当时还没有写成，不再生成；各行已经保存`,
            en: `The row reports of ${reports} imports were still to be made and will not be; their rows are saved`,
          },
        ]
      : []),
  ]
}
