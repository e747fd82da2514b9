/** The files of a batch: what is wrong or asked of each, how far it is, and what came of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type Batch, type BatchFile, removeBatchFile } from '../../../../api/index.ts'
import { useLanguage, useText } from '../../../../i18n/index.ts'
import { formatBytes, formatCount, formatSeries, Mark, Nothing, Records } from '../../../../ui/index.ts'
import { fieldName } from '../../field-names.ts'
import { ImportState } from '../import-list.tsx'
import { ChoiceDialog } from './choice-dialog.tsx'
import { FILE_GROUPS, type FileGroup, isIn } from './file-state.ts'

const TONES = { looking: 'plain', ready: 'registered', asks: 'review', problem: 'refused', started: 'plain' } as const

export const BatchFiles = ({ batch }: { batch: Batch }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const [group, setGroup] = useState<FileGroup>('all')
  const [chosen, setChosen] = useState<number | null>(null)
  const file = batch.files.find(({ id }) => id === chosen)
  const number = (value: number | null | undefined) => formatCount(value ?? null, language)
  return (
    <>
      <Segmented
        aria-label={t('batch.filter')}
        className="gap"
        value={group}
        onChange={setGroup}
        options={FILE_GROUPS.map(value => ({
          value,
          label: `${t(`batch.group.${value}`)} (${batch.files.filter(one => isIn(value, one)).length})`,
        }))}
      />
      <Records
        label={t('batch.files')}
        records={batch.files.filter(one => isIn(group, one))}
        keyOf={row => String(row.id)}
        empty={<Nothing title={t('batch.none')} />}
        columns={[
          {
            key: 'name',
            title: t('import.file'),
            heading: true,
            render: row => (
              <>
                {row.import ? (
                  <Link to={`/elections/${batch.electionId}/imports/${row.import.id}`} className="file-name">
                    {row.name}
                  </Link>
                ) : (
                  <span className="file-name">{row.name}</span>
                )}{' '}
                <span className="soft">{formatBytes(row.bytes)}</span>
              </>
            ),
          },
          {
            key: 'state',
            title: t('import.stateTitle'),
            render: row => (
              <span className="stack">
                {row.import ? (
                  <ImportState state={row.import.state} />
                ) : (
                  <Mark tone={TONES[row.state]}>{t(`batch.state.${row.state}`)}</Mark>
                )}
                <FileWords file={row} />
              </span>
            ),
          },
          {
            key: 'rows',
            title: t('import.rows'),
            align: 'right',
            optional: row => !row.import,
            render: row => number(row.import?.rows),
          },
          {
            key: 'accepted',
            title: t('import.accepted'),
            align: 'right',
            optional: row => !row.import,
            render: row => number(row.import?.accepted),
          },
          {
            key: 'review',
            title: t('import.review'),
            align: 'right',
            optional: row => !row.import?.review,
            render: row => number(row.import?.review),
          },
          {
            key: 'refused',
            title: t('import.refused'),
            align: 'right',
            optional: row => !row.import?.refused,
            render: row => number(row.import?.refused),
          },
          {
            key: 'tools',
            title: t('batch.tools'),
            optional: row => row.state === 'started',
            render: row => <FileTools batchId={batch.id} file={row} onChoose={() => setChosen(row.id)} />,
          },
        ]}
      />
      {file ? <ChoiceDialog key={file.id} batchId={batch.id} file={file} onClose={() => setChosen(null)} /> : null}
    </>
  )
}

/** What is wrong with a file, or asked of it. */
const FileWords = ({ file }: { file: BatchFile }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const { language } = useLanguage()
  const nameOf = (field: string) => {
    const known = fieldName(field)
    return known ? t(`field.${known}`) : field
  }
  if (file.import?.error) return <span className="soft">{file.import.error[language === 'en' ? 'en' : 'zh']}</span>
  if (file.problem)
    return (
      <span>
        {text(file.problem.text)}
        {file.problem.next ? <span className="soft"> {text(file.problem.next)}</span> : null}
      </span>
    )
  if (file.state !== 'asks') return null
  return (
    <span>
      {file.missing.length > 0 ? t('preview.missing', { fields: formatSeries(file.missing.map(nameOf), language) }) : null}
      {file.sheetsLeft > 0 ? t('batch.sheetsLeft', { count: file.sheetsLeft }) : null}
      {file.questions.map(text).join(' ')}
    </span>
  )
}

const FileTools = ({ batchId, file, onChoose }: { batchId: number; file: BatchFile; onChoose: () => void }) => {
  const { t } = useTranslation('registration')
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeBatchFile({ batchId, fileId: file.id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['batch', batchId] }),
  })
  if (file.state === 'started' || file.state === 'looking') return null
  return (
    <span className="file-tools">
      {file.state === 'problem' ? null : (
        <Button size="small" onClick={onChoose} aria-label={t('batch.columnsOf', { name: file.name })}>
          {t('batch.columns')}
        </Button>
      )}
      <Button
        size="small"
        type="text"
        loading={remove.isPending}
        onClick={() => remove.mutate()}
        aria-label={t('batch.removeOf', { name: file.name })}
      >
        {t('batch.remove')}
      </Button>
    </span>
  )
}
