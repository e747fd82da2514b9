/** Where the files of a batch are. Pure. */
import type { BatchFile } from '../../../../api/index.ts'

export const FILE_GROUPS = ['all', 'open', 'ready', 'started'] as const
export type FileGroup = (typeof FILE_GROUPS)[number]

/** `open`: somebody has to do something about it. */
export const isIn = (group: FileGroup, { state }: Pick<BatchFile, 'state'>): boolean => {
  if (group === 'all') return true
  return group === 'open' ? state === 'asks' || state === 'problem' : state === group
}

const isOver = (file: Pick<BatchFile, 'import'>): boolean =>
  file.import !== null && ['done', 'failed', 'held'].includes(file.import.state)

export interface BatchSum {
  readonly files: number
  readonly looking: number
  readonly ready: number
  readonly open: number
  readonly started: number
  readonly over: number
  readonly rows: number
  readonly accepted: number
  readonly review: number
  readonly refused: number
}

export const sumOf = (files: readonly BatchFile[]): BatchSum => {
  const count = (test: (file: BatchFile) => boolean) => files.filter(test).length
  const rows = (of: 'rows' | 'accepted' | 'review' | 'refused') => files.reduce((sum, file) => sum + (file.import?.[of] ?? 0), 0)
  return {
    files: files.length,
    looking: count(file => file.state === 'looking'),
    ready: count(file => file.state === 'ready'),
    open: count(file => isIn('open', file)),
    started: count(file => file.state === 'started'),
    over: count(isOver),
    rows: rows('rows'),
    accepted: rows('accepted'),
    review: rows('review'),
    refused: rows('refused'),
  }
}

/** Whether something of it changes by itself. */
export const isMoving = (files: readonly BatchFile[]): boolean =>
  files.some(file => file.state === 'looking' || (file.state === 'started' && !isOver(file)))
