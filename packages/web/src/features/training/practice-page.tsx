/** The practice course: the tasks of a run, and when it is handed in, how each was done. */
import './practice.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { finishPractice, newRequestId, type Practice, type PracticeRun, readPractice, startPractice } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failure, formatMoment, Nothing, Page, QueryView, Records, Sheet } from '../../ui/index.ts'
import { Graded } from './graded.tsx'
import { Tasks } from './tasks.tsx'

const PracticePage = () => {
  const { t } = useTranslation('practice')
  const { electionId = '' } = useParams()
  const practice = useQuery({ queryKey: ['practice', electionId], queryFn: () => readPractice(electionId) })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <QueryView query={practice} rows={8}>
        {found => (
          <>
            <Course electionId={electionId} run={found.run} />
            {found.run && found.run.items === null ? (
              <Tasks electionId={electionId} run={found.run} communities={found.communities} />
            ) : null}
            {found.run?.items ? <Graded run={found.run} /> : null}
            <Earlier earlier={found.earlier} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Which run this is, and its beginning and end. */
const Course = ({ electionId, run }: { readonly electionId: string; readonly run: PracticeRun | null }) => {
  const { t } = useTranslation('practice')
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['practice', electionId] })
  const begin = useMutation({ mutationFn: () => startPractice(electionId, newRequestId()), onSuccess })
  const finish = useMutation({ mutationFn: (id: string) => finishPractice(electionId, id, newRequestId()), onSuccess })
  const isOpen = run !== null && run.items === null
  const again = t(run ? 'again' : 'begin')
  return (
    <Sheet {...(run ? { title: t('run', { nth: run.nth }) } : {})}>
      <div className="practice-actions">
        {isOpen ? (
          <>
            <Popconfirm
              title={t('finishWhat')}
              okText={t('finish')}
              cancelText={t('cancel')}
              onConfirm={() => finish.mutate(run.id)}
            >
              <Button type="primary" loading={finish.isPending}>
                {t('finish')}
              </Button>
            </Popconfirm>
            <Popconfirm title={t('againWhat')} okText={again} cancelText={t('cancel')} onConfirm={() => begin.mutate()}>
              <Button loading={begin.isPending}>{again}</Button>
            </Popconfirm>
          </>
        ) : (
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
            {again}
          </Button>
        )}
      </div>
      {begin.error ? <Failure error={begin.error} /> : null}
      {finish.error ? <Failure error={finish.error} /> : null}
    </Sheet>
  )
}

const Earlier = ({ earlier }: Pick<Practice, 'earlier'>) => {
  const { t } = useTranslation('practice')
  const { language } = useLanguage()
  return (
    <Sheet title={t('earlier.title')}>
      <Records
        label={t('earlier.title')}
        records={earlier}
        keyOf={one => one.id}
        empty={<Nothing title={t('none')} />}
        columns={[
          { key: 'run', title: t('earlier.run'), heading: true, render: one => t('run', { nth: one.nth }) },
          { key: 'ended', title: t('earlier.ended'), render: one => formatMoment(one.endedAt, language) },
          {
            key: 'result',
            title: t('earlier.result'),
            render: one =>
              one.missed + one.wrong === 0 ? t('allRight') : t('sum', { right: one.right, missed: one.missed, wrong: one.wrong }),
          },
        ]}
      />
    </Sheet>
  )
}

export default PracticePage
