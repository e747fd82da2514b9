/** Messages one by one, with masked recipients; and messages from other offices. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MessageState, type NoticeMessage, readNoticeMessages } from '../../api/index.ts'
import { useLanguage, useText } from '../../i18n/index.ts'
import { type Column, Failure, formatMoment, Loading, Mark, More, Nothing, Records, Sheet } from '../../ui/index.ts'
import { deliveryErrorWord, MESSAGE_STATES, toneOf } from './notice-words.ts'

const useMessages = (electionId: string, filter: { state?: MessageState | undefined; office: boolean }) =>
  useInfiniteQuery({
    queryKey: ['notice-messages', electionId, filter],
    queryFn: ({ pageParam }) => readNoticeMessages(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

export const NoticeMessages = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('notices')
  const { language } = useLanguage()
  const text = useText()
  const [state, setState] = useState<MessageState | ''>('')
  const messages = useMessages(electionId, { state: state || undefined, office: false })
  const items = messages.data?.pages.flatMap(page => page.items) ?? []
  const columns: Column<NoticeMessage>[] = [
    {
      key: 'name',
      title: t('messages.name'),
      heading: true,
      width: 170,
      render: one => (
        <span className="stack">
          <strong>{one.name ?? t('messages.noName')}</strong>
          {one.recipient ? <span className="soft number">{one.recipient}</span> : null}
        </span>
      ),
    },
    { key: 'text', title: t('messages.text'), render: one => <Body one={one} /> },
    {
      key: 'state',
      title: t('messages.state'),
      width: 190,
      render: one => {
        const word = one.error ? deliveryErrorWord(one.error) : null
        return (
          <span className="stack">
            <Mark tone={toneOf(one.state)}>{t(`state.${one.state}`)}</Mark>
            {word ? <span className="soft">{t(`errors.${word}.what`)}</span> : null}
            {one.otherRoad ? <span className="soft">{t('write.road', { road: text(one.otherRoad) })}</span> : null}
            {one.attempts > 1 ? <span className="soft">{t('messages.attempts', { count: one.attempts })}</span> : null}
            {one.state === 'failed' && one.nextAt ? (
              <span className="soft">{t('messages.next', { moment: formatMoment(one.nextAt, language) })}</span>
            ) : null}
          </span>
        )
      },
    },
    {
      key: 'when',
      title: t('messages.when'),
      width: 150,
      render: one => formatMoment(one.doneAt ?? one.createdAt, language),
    },
  ]
  return (
    <Sheet
      title={t('messages.title')}
      extra={
        <Select
          aria-label={t('messages.filter')}
          className="filter"
          value={state}
          onChange={setState}
          options={[
            { value: '' as const, label: t('messages.all') },
            ...MESSAGE_STATES.map(one => ({ value: one, label: t(`state.${one}`) })),
          ]}
        />
      }
    >
      {messages.isPending ? (
        <Loading rows={4} />
      ) : messages.isError ? (
        <Failure error={messages.error} retry={() => void messages.refetch()} />
      ) : (
        <>
          <Records
            label={t('messages.title')}
            records={items}
            keyOf={one => `${one.countyCode}-${one.id}`}
            columns={columns}
            empty={<Nothing title={t('messages.none')} />}
          />
          <More
            shown={items.length}
            hasNext={messages.hasNextPage}
            loading={messages.isFetchingNextPage}
            onMore={() => void messages.fetchNextPage()}
          />
        </>
      )}
    </Sheet>
  )
}

/** Many are alike: the subject is enough until someone wants to read one. */
const Body = ({ one }: { one: NoticeMessage }) => (
  <details>
    <summary>{one.subject}</summary>
    {one.body}
  </details>
)

/** Shown where there is anything. */
export const OfficeMessages = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('notices')
  const { language } = useLanguage()
  const messages = useMessages(electionId, { office: true })
  const items = messages.data?.pages.flatMap(page => page.items) ?? []
  if (items.length === 0) return null
  return (
    <Sheet title={t('office.title')}>
      <ul className="events">
        {items.map(one => (
          <li key={`${one.countyCode}-${one.id}`}>
            {one.body}
            <span className="soft">{formatMoment(one.createdAt, language)}</span>
          </li>
        ))}
      </ul>
      <More
        shown={items.length}
        hasNext={messages.hasNextPage}
        loading={messages.isFetchingNextPage}
        onMore={() => void messages.fetchNextPage()}
      />
    </Sheet>
  )
}
