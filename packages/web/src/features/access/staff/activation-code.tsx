/** An activation code, shown once. */
import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ActivationCode } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatMoment } from '../../../ui/index.ts'

export const ActivationCodeDialog = ({ made, onClose }: { made: ActivationCode; onClose: () => void }) => {
  const { t } = useTranslation('account')
  const { language } = useLanguage()
  const { message } = App.useApp()
  const { username, activationCode, until } = made
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
          {activationCode && navigator.clipboard ? (
            <Button
              onClick={() => void navigator.clipboard.writeText(activationCode).then(() => message.success(t('initial.copied')))}
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
      {activationCode ? (
        <>
          <p>{t('initial.lead', { until: formatMoment(until, language) })}</p>
          <dl>
            <dt className="soft">{t('initial.username')}</dt>
            <dd className="shown-once">{username}</dd>
            <dt className="soft">{t('initial.password')}</dt>
            <dd className="shown-once">{activationCode}</dd>
          </dl>
        </>
      ) : (
        <p>{t('initial.again')}</p>
      )}
    </Modal>
  )
}
