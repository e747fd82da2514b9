/** Backup codes, shown once. */
import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

export const BackupCodesDialog = ({ codes, onClose }: { codes: string[]; onClose: () => void }) => {
  const { t } = useTranslation('account')
  const { message } = App.useApp()
  return (
    <Modal
      open
      title={t('codes.title')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <>
          {/* The clipboard exists on https only; elsewhere one writes the codes down. */}
          {navigator.clipboard ? (
            <Button
              onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => message.success(t('codes.copied')))}
            >
              {t('codes.copy')}
            </Button>
          ) : null}
          <Button type="primary" onClick={onClose}>
            {t('codes.done')}
          </Button>
        </>
      }
    >
      <p>{t('codes.lead')}</p>
      <ul className="codes" aria-label={t('codes.list')}>
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Modal>
  )
}
