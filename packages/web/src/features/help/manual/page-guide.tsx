/** The link from a page of the console to the section of the manual that explains it. */

import { PAGES } from 'virtual:mingce-manual-pages'
import { ReadOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useSession } from '../../access/index.ts'
import { sectionFor } from './order.ts'

export const PageGuide = ({ pathname }: { pathname: string }) => {
  const { t } = useTranslation('help')
  const { data } = useSession()
  const section = sectionFor(PAGES, pathname, data?.role)
  if (!section) return null
  return (
    <Link
      className="page-guide"
      to={`/help/manual/${section.manual}#${encodeURIComponent(section.anchor)}`}
      title={t('manual.guideTo', { heading: section.heading })}
    >
      <ReadOutlined aria-hidden /> {t('manual.guide')}
    </Link>
  )
}
