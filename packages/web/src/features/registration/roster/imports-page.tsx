/** What was imported so far, found by kind, state, file and sender, and the way to import more. */
import { ImportOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import type { ImportFilter } from '../../../api/index.ts'
import { Failure, Loading, More, Page } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { KINDS } from '../import-kinds.ts'
import { ImportList } from './import-list.tsx'
import { useImports } from './use-imports.ts'

const STATES = ['running', 'done', 'failed', 'held'] as const

const ImportsPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const filter: ImportFilter = {
    kind: params.get('kind') ?? undefined,
    state: params.get('state') ?? undefined,
    q: params.get('q') ?? undefined,
    mine: params.get('mine') ?? undefined,
  }
  const imports = useImports(electionId, filter)
  const items = imports.data?.pages.flat() ?? []
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="imports" filter={{ ...filter }} />
          <Ways />
        </>
      }
    >
      <Filters
        filter={filter}
        onChange={next =>
          setParams(Object.fromEntries(Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : []))), {
            replace: true,
          })
        }
      />
      {imports.isPending ? (
        <Loading />
      ) : imports.isError ? (
        <Failure error={imports.error} retry={() => void imports.refetch()} />
      ) : (
        <>
          <ImportList imports={items} electionId={electionId} isFiltered={isFiltered} />
          <More
            shown={items.length}
            hasNext={imports.hasNextPage}
            loading={imports.isFetchingNextPage}
            onMore={() => void imports.fetchNextPage()}
          />
        </>
      )}
    </Page>
  )
}

/** One file, several, and who has sent nothing yet. */
const Ways = () => {
  const { t } = useTranslation('registration')
  const may = useMay()
  return (
    <>
      <Link to="senders">{t('senders.title')}</Link>
      {may('import-registrations') ? <Link to="several">{t('batch.link')}</Link> : null}
      {may('import-registers') || may('import-registrations') ? (
        <Link to="new">
          <Button type="primary" icon={<ImportOutlined aria-hidden />} tabIndex={-1}>
            {t('import.start')}
          </Button>
        </Link>
      ) : null}
    </>
  )
}

const Filters = ({ filter, onChange }: { filter: ImportFilter; onChange: (filter: ImportFilter) => void }) => {
  const { t } = useTranslation('registration')
  return (
    <search className="filters">
      <Select
        aria-label={t('import.filterKind')}
        className="filter"
        value={filter.kind ?? ''}
        onChange={kind => onChange({ ...filter, kind: kind || undefined })}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('import.allKinds') },
          ...KINDS.map(value => ({ value, label: t(`import.kind.${value}`) })),
        ]}
      />
      <Select
        aria-label={t('import.filterState')}
        className="filter"
        value={filter.state ?? ''}
        onChange={state => onChange({ ...filter, state: state || undefined })}
        options={[
          { value: '', label: t('import.allStates') },
          ...STATES.map(value => ({ value, label: t(`import.stateOf.${value}`) })),
        ]}
      />
      <Input.Search
        className="filter"
        aria-label={t('import.search')}
        placeholder={t('import.searchPlaceholder')}
        allowClear
        maxLength={60}
        defaultValue={filter.q ?? ''}
        onSearch={q => onChange({ ...filter, q: q.trim() || undefined })}
      />
      <Checkbox
        checked={filter.mine === 'yes'}
        onChange={event => onChange({ ...filter, mine: event.target.checked ? 'yes' : undefined })}
      >
        {t('import.mine')}
      </Checkbox>
    </search>
  )
}

export default ImportsPage
