/** Every certificate ever asked for here, every one taken here, and the figures of both. */
import { ExportOutlined, ScanOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { readCertificateFigures } from '../../api/index.ts'
import { Failure, Loading, Page } from '../../ui/index.ts'
import { useMay } from '../access/index.ts'
import { ListExportButton } from '../election/index.ts'
import { AcceptedCertificates, AcceptForm } from './accept/index.ts'
import { Figures } from './figures.tsx'
import { IssuedCertificates, RequestForm } from './issue/index.ts'

const LISTS = ['given', 'taken'] as const

const CertificatesPage = () => {
  const { t } = useTranslation('certificate')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const may = useMay()
  const [form, setForm] = useState<'ask' | 'accept' | null>(null)
  const list = params.get('list') === 'taken' ? 'taken' : 'given'
  const figures = useQuery({
    queryKey: ['certificates', electionId, 'figures'],
    queryFn: () => readCertificateFigures(electionId),
  })
  const which = (
    <Segmented
      aria-label={t('list.label')}
      value={list}
      onChange={value => setParams({ list: value })}
      options={LISTS.map(value => ({ value, label: t(`list.${value}`) }))}
    />
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list={list === 'taken' ? 'certificates-taken' : 'certificates'} />
          {may('register') ? (
            <>
              <Button icon={<ExportOutlined aria-hidden />} onClick={() => setForm('ask')}>
                {t('ask.button')}
              </Button>
              <Button type="primary" icon={<ScanOutlined aria-hidden />} onClick={() => setForm('accept')}>
                {t('accept.button')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {figures.isPending ? (
        <Loading rows={4} />
      ) : figures.isError ? (
        <Failure error={figures.error} retry={() => void figures.refetch()} />
      ) : (
        <Figures figures={figures.data} />
      )}
      {list === 'given' ? (
        <IssuedCertificates electionId={electionId} which={which} />
      ) : (
        <AcceptedCertificates electionId={electionId} which={which} />
      )}
      {form === 'ask' ? <RequestForm electionId={electionId} onClose={() => setForm(null)} /> : null}
      {form === 'accept' ? <AcceptForm electionId={electionId} onClose={() => setForm(null)} /> : null}
    </Page>
  )
}

export default CertificatesPage
