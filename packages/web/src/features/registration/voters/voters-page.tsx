/** 名册: everyone registered in one's area, found by name, pinyin or place. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { readOverview, type VotersFilter } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, Loading, More, Nothing, Page, Records } from '../../../ui/index.ts'
import { useMay, useSession } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { DeskDialog } from './desk-dialog.tsx'
import { NumberDialog } from './number-dialog.tsx'
import { filterOf, queryOf, useVoterDistricts, useVoters, useVotersCount } from './use-voters.ts'
import { ViewTools } from './view-tools.tsx'
import { type Kept, readKept, writeKept } from './views.ts'
import { useVoterColumns } from './voter-columns.tsx'
import { VotersFilters } from './voters-filters.tsx'

/** What the reader keeps in this browser. */
const useKept = (account: string) => {
  const [kept, setKept] = useState<Kept>(() => readKept(account))
  useEffect(() => setKept(readKept(account)), [account])
  const keep = (next: Kept) => {
    writeKept(account, next)
    setKept(next)
  }
  return { kept, keep }
}

const Count = ({ electionId, filter, enabled }: { electionId: string; filter: VotersFilter; enabled: boolean }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const { data } = useVotersCount(electionId, filter, enabled)
  if (!data) return null
  const total = formatCount(data.people, language)
  return (
    <>
      {data.waiting > 0 ? (
        <Alert className="gap" type="info" showIcon title={t('voters.waiting', { total: formatCount(data.waiting, language) })} />
      ) : null}
      <p className="soft" role="status">
        {data.exact ? t('voters.count', { total }) : t('voters.atLeast', { total })}
      </p>
    </>
  )
}

interface FoundProps {
  readonly electionId: string
  readonly filter: VotersFilter
  readonly enabled: boolean
  readonly kept: Kept
}

const Found = ({ electionId, filter, enabled, kept }: FoundProps) => {
  const { t } = useTranslation('registration')
  const may = useMay()
  const columns = useVoterColumns(electionId, kept.columns, may('contact'))
  const list = useVoters(electionId, filter, enabled)
  if (!enabled) return <Nothing title={t('voters.ask')} />
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />
  const people = list.data.pages.flatMap(page => page.items)
  if (people.length === 0)
    return list.isFetchingNextPage ? (
      <Loading rows={8} />
    ) : (
      <Nothing title={t('voters.none')}>
        <p>{t('voters.noneNext')}</p>
        {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t('voters.goOn')}</Button> : null}
      </Nothing>
    )
  return (
    <>
      <Records label={t('voters.title')} records={people} keyOf={keyOfCase} columns={columns} />
      <More
        shown={people.length}
        hasNext={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}

const VotersPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const may = useMay()
  const session = useSession().data
  const isStation = session?.role === 'station'
  const { kept, keep } = useKept(session?.user.username ?? session?.user.name ?? '')
  const [dialog, setDialog] = useState<'number' | 'desk' | null>(null)
  const search = useRef<InputRef>(null)
  const filter = filterOf(params)
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const districts = useVoterDistricts(electionId)
  const show = (query: URLSearchParams | string) => setParams(query, { replace: true, preventScrollReset: true })
  const isAsked = session !== undefined && (!isStation || Boolean(filter.q))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=combobox], dialog')
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      search.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Page
      title={t('voters.title')}
      lead={isStation ? t('voters.leadStation') : t('voters.lead')}
      actions={
        <>
          {may('register') ? <Button onClick={() => setDialog('desk')}>{t('voter.desk')}</Button> : null}
          {may('reveal') ? <Button onClick={() => setDialog('number')}>{t('voters.byNumber')}</Button> : null}
          <ViewTools kept={kept} query={queryOf(filter).toString()} onKeep={keep} onOpen={show} />
          <ListExportButton electionId={electionId} list="voters" filter={filter} columns={['name', ...kept.columns]} />
        </>
      }
    >
      <VotersFilters
        filter={filter}
        communities={overview.data?.communities ?? []}
        districts={districts.data ?? []}
        onlyNames={isStation}
        search={search}
        onChange={next => show(queryOf(next))}
      />
      {[...params.keys()].length > 0 && !isStation ? (
        <Button type="link" className="gap" onClick={() => show('')}>
          {t('voters.clear')}
        </Button>
      ) : null}
      <Count electionId={electionId} filter={filter} enabled={isAsked} />
      <Found electionId={electionId} filter={filter} enabled={isAsked} kept={kept} />
      {dialog === 'number' ? <NumberDialog electionId={electionId} onClose={() => setDialog(null)} /> : null}
      {dialog === 'desk' ? (
        <DeskDialog electionId={electionId} communities={overview.data?.communities ?? []} onClose={() => setDialog(null)} />
      ) : null}
    </Page>
  )
}

export default VotersPage
