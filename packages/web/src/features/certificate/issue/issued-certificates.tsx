/** Certificates asked for here, in every state; one opens with what can be done with it. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { type Certificate, readCertificates } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import {
  type Column,
  formatDay,
  formatMoment,
  Mark,
  More,
  Nothing,
  QueryView,
  Records,
  Sheet,
  shortCommunity,
  useNarrow,
} from '../../../ui/index.ts'
import { CERTIFICATE_STATES, stateIn, toneOfState } from '../certificate-words.ts'
import { CertificateView } from './certificate-view.tsx'

export const IssuedCertificates = ({ electionId, which }: { electionId: string; which: ReactNode }) => {
  const { t } = useTranslation('certificate')
  const narrow = useNarrow()
  const [params, setParams] = useSearchParams()
  const state = stateIn(CERTIFICATE_STATES, params.get('state'))
  const q = params.get('q') ?? ''
  const one = params.get('one')
  const [kept, setKept] = useState<Certificate | null>(null)
  const certificates = useInfiniteQuery({
    queryKey: ['certificates', electionId, 'given', state ?? '', q],
    queryFn: ({ pageParam }) => readCertificates(electionId, { state, q }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = certificates.data?.pages.flatMap(page => page.items) ?? []
  // Stays open when a decision moves it out of what is listed.
  const opened = items.find(each => each.id === one) ?? (kept?.id === one ? kept : undefined)
  const show = (next: { state?: string | undefined; q?: string; one?: string }) => {
    const said = { state, q, ...next }
    setParams(Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => Boolean(entry[1]))))
  }
  const columns = useColumns(each => {
    setKept(each)
    show({ one: each.id })
  })
  return (
    <Sheet extra={which}>
      <div className="filters">
        <Select
          aria-label={t('field.state')}
          style={{ minWidth: '11rem' }}
          value={state ?? ''}
          onChange={value => show({ state: value })}
          options={[{ value: '', label: t('all') }, ...CERTIFICATE_STATES.map(value => ({ value, label: t(`state.${value}`) }))]}
        />
        <Input.Search
          aria-label={t('search')}
          placeholder={t('search')}
          style={{ maxWidth: '16rem' }}
          defaultValue={q}
          maxLength={60}
          allowClear
          onSearch={value => show({ q: value.trim() })}
        />
      </div>
      <QueryView query={certificates} rows={6}>
        {() => (
          <>
            <Records
              label={t('list.given')}
              records={items}
              keyOf={each => each.id}
              empty={<Nothing title={state || q ? t('none.found') : t('none.given')} />}
              columns={columns}
            />
            <More
              shown={items.length}
              hasNext={certificates.hasNextPage}
              loading={certificates.isFetchingNextPage}
              onMore={() => void certificates.fetchNextPage()}
            />
          </>
        )}
      </QueryView>
      <Drawer
        open={opened !== undefined}
        size={narrow ? '100%' : 560}
        title={opened ? t('detail.title', { name: opened.name }) : ''}
        onClose={() => show({})}
        destroyOnHidden
      >
        {opened ? <CertificateView key={opened.id} electionId={electionId} certificate={opened} /> : null}
      </Drawer>
    </Sheet>
  )
}

/** The columns of the list; `onOpen` opens one certificate. */
const useColumns = (onOpen: (certificate: Certificate) => void): Column<Certificate>[] => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  return [
    { key: 'name', title: t('field.name'), heading: true, render: each => <strong>{each.name || t('purged')}</strong> },
    { key: 'place', title: t('field.place'), render: each => shortCommunity(each.place.name) },
    { key: 'to', title: t('field.to'), render: each => each.to ?? '–', optional: each => each.to === null },
    {
      key: 'asked',
      title: t('field.asked'),
      render: each => (
        <span className="stack">
          <span>{formatMoment(each.requestedAt, language)}</span>
          <span className="soft">{t(`via.${each.via}`)}</span>
        </span>
      ),
    },
    {
      key: 'until',
      title: t('field.validUntil'),
      render: each => formatDay(each.validUntil, language),
      optional: each => each.validUntil === null,
    },
    {
      key: 'state',
      title: t('field.state'),
      render: each => (
        <span className="stack">
          <Mark tone={toneOfState[each.state]}>{t(`state.${each.state}`)}</Mark>
          {each.releasedTo ? <span className="soft">{each.releasedTo.name}</span> : null}
        </span>
      ),
    },
    {
      key: 'open',
      title: t('open'),
      width: 90,
      render: each => (
        <Button aria-label={`${t('open')} ${each.name}`} onClick={() => onOpen(each)}>
          {t('open')}
        </Button>
      ),
    },
  ]
}
