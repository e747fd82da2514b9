/** The editor of questions and videos: writing, ordering, publishing and withdrawing them. */
import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type EditedQuestion,
  type EditedVideo,
  newRequestId,
  orderHelp,
  readEditedHelp,
  removeHelpQuestion,
  removeHelpVideo,
} from '../../api/index.ts'
import { useText } from '../../i18n/index.ts'
import { type Column, Failure, formatBytes, Loading, Mark, Nothing, Page, Records, Sheet } from '../../ui/index.ts'
import { lengthOf } from './player.tsx'
import { QuestionForm } from './question-form.tsx'
import { NewVideoForm, VideoForm } from './video-form.tsx'

type What = 'videos' | 'questions'
interface Entry {
  readonly id: string
  readonly published: boolean
}

/** What a row of either list can be asked to do. */
interface Handling<T extends Entry> {
  readonly all: readonly T[]
  readonly nameOf: (one: T) => string
  readonly edit: (one: T) => void
  readonly isBusy: boolean
  readonly order: (ids: string[]) => void
  readonly remove: (id: string) => void
}

/** State, order and what can be done: the same columns for both lists. */
const useHandling = () => {
  const { t } = useTranslation('help')
  return <T extends Entry>({ all, nameOf, edit, isBusy, order, remove }: Handling<T>): Column<T>[] => {
    const move = (one: T, by: number) => {
      const ids = all.map(({ id }) => id)
      const from = ids.indexOf(one.id)
      ids.splice(from + by, 0, ...ids.splice(from, 1))
      order(ids)
    }
    return [
      {
        key: 'state',
        title: t('editor.state'),
        width: 90,
        render: one => (
          <Mark tone={one.published ? 'registered' : 'quiet'}>{t(one.published ? 'editor.published' : 'editor.draft')}</Mark>
        ),
      },
      {
        key: 'order',
        title: t('editor.order'),
        width: 100,
        render: one => (
          <span className="actions">
            <Button
              size="small"
              icon={<ArrowUpOutlined aria-hidden />}
              aria-label={t('editor.up', { name: nameOf(one) })}
              disabled={isBusy || all[0]?.id === one.id}
              onClick={() => move(one, -1)}
            />{' '}
            <Button
              size="small"
              icon={<ArrowDownOutlined aria-hidden />}
              aria-label={t('editor.down', { name: nameOf(one) })}
              disabled={isBusy || all.at(-1)?.id === one.id}
              onClick={() => move(one, 1)}
            />
          </span>
        ),
      },
      {
        key: 'do',
        title: t('editor.do'),
        width: 150,
        render: one => (
          <span className="actions">
            <Button size="small" aria-label={t('editor.editOf', { name: nameOf(one) })} onClick={() => edit(one)}>
              {t('editor.edit')}
            </Button>{' '}
            <Popconfirm
              title={t('editor.sure', { name: nameOf(one) })}
              okText={t('editor.remove')}
              cancelText={t('editor.cancel')}
              onConfirm={() => remove(one.id)}
            >
              <Button size="small" danger aria-label={t('editor.removeOf', { name: nameOf(one) })}>
                {t('editor.remove')}
              </Button>
            </Popconfirm>
          </span>
        ),
      },
    ]
  }
}

const HelpEditorPage = () => {
  const { t } = useTranslation('help')
  const text = useText()
  const queries = useQueryClient()
  const [question, setQuestion] = useState<EditedQuestion | 'new' | null>(null)
  const [video, setVideo] = useState<EditedVideo | 'new' | null>(null)
  const edited = useQuery({ queryKey: ['help', 'edited'], queryFn: readEditedHelp })
  const again = () => queries.invalidateQueries({ queryKey: ['help'] })
  const saved = async () => {
    setQuestion(null)
    setVideo(null)
    await again()
  }
  const order = useMutation({
    mutationFn: ({ what, ids }: { what: What; ids: string[] }) => orderHelp(what, ids, newRequestId()),
    onSettled: again,
  })
  const remove = useMutation<unknown, unknown, { what: What; id: string }>({
    mutationFn: ({ what, id }) =>
      what === 'videos' ? removeHelpVideo(id, newRequestId()) : removeHelpQuestion(id, newRequestId()),
    onSettled: again,
  })

  const add = (label: string, onClick: () => void): ReactNode => (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  )
  const columnsOf = useHandling()
  const handling = <T extends Entry>(what: What, all: readonly T[], nameOf: (one: T) => string, edit: (one: T) => void) =>
    columnsOf({
      all,
      nameOf,
      edit,
      isBusy: order.isPending,
      order: ids => order.mutate({ what, ids }),
      remove: id => remove.mutate({ what, id }),
    })
  const failed = order.error ?? remove.error
  const told = (one: { zh: string; en: string }) => text(one) || one.zh
  return (
    <Page title={t('editor.title')} lead={t('editor.lead')}>
      {failed ? <Failure error={failed} /> : null}
      {edited.isPending ? (
        <Loading rows={8} />
      ) : edited.isError ? (
        <Failure error={edited.error} retry={() => void edited.refetch()} />
      ) : (
        <>
          <Sheet title={t('editor.questions')} extra={add(t('editor.addQuestion'), () => setQuestion('new'))}>
            <Records<EditedQuestion>
              label={t('editor.questions')}
              records={edited.data.questions}
              keyOf={one => one.id}
              empty={<Nothing title={t('editor.noQuestions')} />}
              columns={[
                { key: 'question', title: t('editor.question'), heading: true, render: one => told(one.question) },
                { key: 'section', title: t('editor.section'), render: one => told(one.section) },
                ...handling<EditedQuestion>('questions', edited.data.questions, one => told(one.question), setQuestion),
              ]}
            />
          </Sheet>
          <Sheet title={t('editor.videos')} extra={add(t('editor.addVideo'), () => setVideo('new'))}>
            <Records<EditedVideo>
              label={t('editor.videos')}
              records={edited.data.videos}
              keyOf={one => one.id}
              empty={<Nothing title={t('editor.noVideos')} />}
              columns={[
                { key: 'title', title: t('editor.videoTitle'), heading: true, render: one => told(one.title) },
                { key: 'length', title: t('editor.length'), render: one => lengthOf(one.seconds) },
                { key: 'size', title: t('editor.size'), render: one => formatBytes(one.bytes) },
                {
                  key: 'captions',
                  title: t('editor.captions'),
                  render: one => one.captions.map(({ lang }) => t(`language.${lang}`)).join(' · ') || '–',
                },
                ...handling<EditedVideo>('videos', edited.data.videos, one => told(one.title), setVideo),
              ]}
            />
          </Sheet>
        </>
      )}
      {question ? (
        <QuestionForm question={question === 'new' ? null : question} onSaved={saved} onClose={() => setQuestion(null)} />
      ) : null}
      {video === 'new' ? <NewVideoForm onSaved={saved} onClose={() => setVideo(null)} /> : null}
      {video !== null && video !== 'new' ? <VideoForm video={video} onSaved={saved} onClose={() => setVideo(null)} /> : null}
    </Page>
  )
}

export default HelpEditorPage
