/** Certificates taken here: final, waiting for the place of origin, or returned, each with what to do. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { readAcceptances } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatDay, Loading, Mark, More, Nothing, Records, Sheet, shortCommunity } from '../../../ui/index.ts'
import { ACCEPTANCE_STATES, stateIn, toneOfState } from '../certificate-words.ts'

export const AcceptedCertificates = ({ electionId, which }: { electionId: string; which: ReactNode }) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  const [params, setParams] = useSearchParams()
  const state = stateIn(ACCEPTANCE_STATES, params.get('state'))
  const accepted = useInfiniteQuery({
    queryKey: ['certificates', electionId, 'taken', state ?? ''],
    queryFn: ({ pageParam }) => readAcceptances(electionId, state, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = accepted.data?.pages.flatMap(page => page.items) ?? []
  return (
    <Sheet extra={which}>
      <div className="filters">
        <Select
          aria-label={t('field.state')}
          style={{ minWidth: '11rem' }}
          value={state ?? ''}
          onChange={value => setParams(value ? { list: 'taken', state: value } : { list: 'taken' })}
          options={[{ value: '', label: t('all') }, ...ACCEPTANCE_STATES.map(value => ({ value, label: t(`state.${value}`) }))]}
        />
      </div>
      {accepted.isPending ? (
        <Loading rows={6} />
      ) : accepted.isError ? (
        <Failure error={accepted.error} retry={() => void accepted.refetch()} />
      ) : (
        <>
          <Records
            label={t('list.taken')}
            records={items}
            keyOf={each => each.id}
            empty={<Nothing title={state ? t('none.found') : t('none.taken')} />}
            columns={[
              { key: 'name', title: t('field.name'), heading: true, render: each => <strong>{each.name || t('purged')}</strong> },
              { key: 'from', title: t('field.from'), render: each => each.from.name },
              { key: 'community', title: t('field.community'), render: each => shortCommunity(each.community.name) },
              {
                key: 'taken',
                title: t('field.taken'),
                render: each => (
                  <span className="stack">
                    <span>{formatDay(each.takenOn, language)}</span>
                    <span className="soft">{each.takenBy}</span>
                  </span>
                ),
              },
              {
                key: 'state',
                title: t('field.state'),
                render: each => (
                  <span className="stack">
                    <Mark tone={toneOfState[each.state]}>{t(`state.${each.state}`)}</Mark>
                    <span className="soft">
                      {each.state === 'returned' && each.reason ? t(`returned.${each.reason}`) : t(`stateNext.${each.state}`)}
                    </span>
                  </span>
                ),
              },
            ]}
          />
          <More
            shown={items.length}
            hasNext={accepted.hasNextPage}
            loading={accepted.isFetchingNextPage}
            onMore={() => void accepted.fetchNextPage()}
          />
        </>
      )}
    </Sheet>
  )
}
