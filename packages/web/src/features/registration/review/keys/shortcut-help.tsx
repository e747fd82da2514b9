/** The keys of the queue, to look up. */
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'accept'],
  ['R', 'refuse'],
  ['1–9', 'reason'],
  ['Ctrl Enter', 'confirm'],
  ['X', 'pick'],
  ['U', 'undo'],
  ['/', 'search'],
  ['?', 'help'],
] as const

export const ShortcutHelp = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Modal open={open} title={t('keys.title')} footer={null} onCancel={onClose} width={420}>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
