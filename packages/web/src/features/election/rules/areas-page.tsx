/** Areas that offices added to the country's table, and adding them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addAreas, newRequestId, readAddedAreas } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { Failure, formatMoment, Loading, Nothing, Page, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { parseAreaLines } from './rule-file.ts'

const AreasPage = () => {
  const { t } = useTranslation('rules')
  const { language } = useLanguage()
  const may = useMay()
  const areas = useQuery({ queryKey: ['added-areas'], queryFn: readAddedAreas })
  return (
    <Page title={t('areas.title')}>
      <p className="soft">{t('areas.lead')}</p>
      {areas.isPending ? (
        <Loading />
      ) : areas.isError ? (
        <Failure error={areas.error} retry={() => void areas.refetch()} />
      ) : (
        <Sheet title={t('areas.added')}>
          <Records
            label={t('areas.added')}
            records={areas.data}
            keyOf={one => one.code}
            empty={<Nothing title={t('areas.none')} />}
            columns={[
              { key: 'code', title: t('areas.code'), heading: true, render: one => <span className="code">{one.code}</span> },
              { key: 'name', title: t('areas.name'), render: one => one.name },
              { key: 'source', title: t('areas.source'), render: one => one.source },
              {
                key: 'by',
                title: t('areas.by'),
                render: one => `${one.addedBy} · ${formatMoment(String(one.addedAt), language)} · ${one.version}`,
              },
            ]}
          />
        </Sheet>
      )}
      {may('set-up') ? <Add /> : null}
    </Page>
  )
}

const Add = () => {
  const { t } = useTranslation('rules')
  const queries = useQueryClient()
  const [lines, setLines] = useState('')
  const [source, setSource] = useState('')
  const parsed = parseAreaLines(lines)
  const add = useMutation({
    mutationFn: () => addAreas({ areas: parsed, source: source.trim() }, newRequestId()),
    onSuccess: () => {
      setLines('')
      return queries.invalidateQueries({ queryKey: ['added-areas'] })
    },
  })
  return (
    <Sheet title={t('areas.add')}>
      <Failed error={add.error} />
      <Field label={t('areas.lines')}>
        {id => <Input.TextArea id={id} rows={4} value={lines} onChange={event => setLines(event.target.value)} />}
      </Field>
      <Field className="gap" label={t('areas.source')}>
        {id => <Input id={id} maxLength={300} value={source} onChange={event => setSource(event.target.value)} />}
      </Field>
      <div className="form-end">
        <Button
          type="primary"
          loading={add.isPending}
          disabled={parsed.length === 0 || source.trim() === ''}
          onClick={() => add.mutate()}
        >
          {t('areas.addOk', { count: parsed.length })}
        </Button>
      </div>
    </Sheet>
  )
}

export default AreasPage
