/** An initial password, shown once. */
import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InitialPassword } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatMoment } from '../../../ui/index.ts'

export const InitialPasswordDialog = ({ made, onClose }: { made: InitialPassword; onClose: () => void }) => {
  const { t } = useTranslation('account')
  const { language } = useLanguage()
  const { message } = App.useApp()
  const { username, initialPassword, until } = made
  return (
    <Modal
      open
      title={t('initial.title')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <>
          {/* The clipboard exists on https only; elsewhere one writes it down. */}
          {initialPassword && navigator.clipboard ? (
            <Button
              onClick={() => void navigator.clipboard.writeText(initialPassword).then(() => message.success(t('initial.copied')))}
            >
              {t('initial.copy')}
            </Button>
          ) : null}
          <Button type="primary" onClick={onClose}>
            {t('initial.done')}
          </Button>
        </>
      }
    >
      {initialPassword ? (
        <>
          <p>{t('initial.lead', { until: formatMoment(until, language) })}</p>
          <dl>
            <dt className="soft">{t('initial.username')}</dt>
            <dd className="shown-once">{username}</dd>
            <dt className="soft">{t('initial.password')}</dt>
            <dd className="shown-once">{initialPassword}</dd>
          </dl>
        </>
      ) : (
        <p>{t('initial.again')}</p>
      )}
    </Modal>
  )
}
