/** The four tasks of a run, in their order: what to do, where, and how far it is. Not whether it is right. */
import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answerPracticeCall, newRequestId, type Practice, type PracticeRun, practiceFileUrl } from '../../api/index.ts'
import { Failure, Mark, Records, Sheet, shortCommunity } from '../../ui/index.ts'

interface TasksProps {
  readonly electionId: string
  readonly run: PracticeRun
  readonly communities: Practice['communities']
}

export const Tasks = ({ electionId, run, communities }: TasksProps) => {
  const { t } = useTranslation('practice')
  const base = `/elections/${electionId}`
  const { imported, cases, decided, published } = run.progress
  const answered = run.calls.filter(({ answer }) => answer !== null).length
  const mistyped = run.notes.filter(({ number }) => number !== null)
  const known = run.notes.filter(({ number }) => number === null)
  return (
    <>
      <Task
        title={t('tasks.import')}
        what={t('do.import')}
        done={imported}
        state={t(imported ? 'progress.imported' : 'progress.notImported')}
      >
        <Button href={practiceFileUrl(electionId, run.id)} icon={<DownloadOutlined aria-hidden />} download>
          {t('download', { count: run.rows })}
        </Button>
        <Link to={`${base}/imports`}>{t('open.imports')}</Link>
        <Link to={`${base}/refused`}>{t('open.refused')}</Link>
        <Notes notes={mistyped} communities={communities} />
      </Task>
      <Task
        title={t('tasks.cases')}
        what={t('do.cases', { count: cases })}
        done={decided === cases}
        state={t('progress.decided', { done: decided, all: cases })}
      >
        <Link to={`${base}/reviews`}>{t('open.reviews')}</Link>
        <Notes notes={known} communities={communities} />
      </Task>
      <Task
        title={t('tasks.calls')}
        what={t('do.calls')}
        done={answered === run.calls.length}
        state={t('progress.answered', { done: answered, all: run.calls.length })}
      >
        <Link to={`${base}/voters`}>{t('open.voters')}</Link>
        <ul className="practice-calls">
          {run.calls.map(call => (
            <li key={call.call}>
              <Call electionId={electionId} runId={run.id} call={call} communities={communities} />
            </li>
          ))}
        </ul>
      </Task>
      <Task
        title={t('tasks.publish')}
        what={t('do.publish')}
        done={published}
        state={t(published ? 'progress.published' : 'progress.notPublished')}
      >
        <Link to={`${base}/roll`}>{t('open.roll')}</Link>
      </Task>
    </>
  )
}

interface TaskProps {
  readonly title: string
  readonly what: string
  readonly done: boolean
  readonly state: string
  readonly children: ReactNode
}

const Task = ({ title, what, done, state, children }: TaskProps) => (
  <Sheet title={title} extra={<Mark tone={done ? 'registered' : 'quiet'}>{state}</Mark>}>
    <p>{what}</p>
    <div className="practice-task">{children}</div>
  </Sheet>
)

const nameOf = (communities: Practice['communities'], code: string | null): string =>
  shortCommunity(communities.find(community => community.code === code)?.name ?? code ?? '')

const Notes = ({
  notes,
  communities,
}: {
  readonly notes: PracticeRun['notes']
  readonly communities: Practice['communities']
}) => {
  const { t } = useTranslation('practice')
  return (
    <div className="practice-notes">
      <Records
        label={t('notes.label')}
        records={notes}
        keyOf={note => String(note.row)}
        columns={[
          { key: 'row', title: t('notes.row'), width: 60, render: note => note.row },
          { key: 'name', title: t('notes.name'), width: 120, heading: true, render: note => <strong>{note.name}</strong> },
          {
            key: 'known',
            title: t('notes.known'),
            render: ({ fact, number, community }) =>
              t(`known.${fact}`, { number: number ?? '', community: nameOf(communities, community) }),
          },
        ]}
      />
    </div>
  )
}

/** Stands for "not registered" among the answers. */
const NOWHERE = 'none'

interface CallProps {
  readonly electionId: string
  readonly runId: string
  readonly call: PracticeRun['calls'][number]
  readonly communities: Practice['communities']
}

const Call = ({ electionId, runId, call, communities }: CallProps) => {
  const { t } = useTranslation('practice')
  const queries = useQueryClient()
  const answer = useMutation({
    mutationFn: (chosen: string) =>
      answerPracticeCall(electionId, runId, { call: call.call, community: chosen === NOWHERE ? null : chosen }, newRequestId()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['practice', electionId] }),
  })
  const asks = t('call.asks', { name: call.name, sex: t(`call.sex.${call.sex}`), year: call.birthYear })
  return (
    <>
      <p>{asks}</p>
      <Select
        className="practice-answer"
        aria-label={t('call.answer', { asks })}
        placeholder={t('call.choose')}
        showSearch
        optionFilterProp="label"
        loading={answer.isPending}
        value={call.answer ? (call.answer.community ?? NOWHERE) : null}
        onChange={chosen => chosen && answer.mutate(chosen)}
        options={[
          { value: NOWHERE, label: t('call.none') },
          ...communities.map(({ code, name }) => ({ value: code, label: t('call.at', { community: shortCommunity(name) }) })),
        ]}
      />
      {answer.error ? <Failure error={answer.error} /> : null}
    </>
  )
}
