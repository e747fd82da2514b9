/** What was imported so far, and the way to import more. */
import { ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Failure, Loading, Page } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { ImportList } from './import-list.tsx'
import { useImports } from './use-imports.ts'

const ImportsPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const may = useMay()
  const imports = useImports(electionId)
  const canImport = may('import-registers') || may('import-registrations')
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="imports" />
          {canImport ? (
            <Link to="new">
              <Button type="primary" icon={<ImportOutlined aria-hidden />} tabIndex={-1}>
                {t('import.start')}
              </Button>
            </Link>
          ) : null}
        </>
      }
    >
      {imports.isPending ? (
        <Loading />
      ) : imports.isError ? (
        <Failure error={imports.error} retry={() => void imports.refetch()} />
      ) : (
        <ImportList imports={imports.data} electionId={electionId} />
      )}
    </Page>
  )
}

export default ImportsPage
