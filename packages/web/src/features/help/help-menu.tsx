/** The help menu in the frame: the tour of this page again, the manual, and the page of questions and videos. */
import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ShownTour } from './use-tour.ts'

export const HelpMenu = ({ tour }: { tour: ShownTour }) => {
  const { t } = useTranslation('help')
  const navigate = useNavigate()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...(tour.name ? [{ key: 'tour', label: t('menu.tour'), onClick: tour.start }] : []),
          { key: 'manual', label: t('menu.manual'), onClick: () => void navigate('/help/manual') },
          { key: 'help', label: t('menu.help'), onClick: () => void navigate('/help') },
        ],
      }}
    >
      <Button type="text" icon={<QuestionCircleOutlined aria-hidden />} aria-haspopup="menu">
        {t('menu.title')}
      </Button>
    </Dropdown>
  )
}
