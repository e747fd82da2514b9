/** A Merkle root as people compare it, with a button to copy it. */
import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { groupedRoot } from '../../../ui/index.ts'

export const Root = ({ root }: { root: string }) => {
  const { t } = useTranslation('roll')
  const { message } = App.useApp()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(root)
      void message.success(t('root.copied'))
    } catch {
      void message.info(t('root.notCopied'))
    }
  }
  return (
    <span className="root">
      <code>{groupedRoot(root)}</code>
      <Button
        type="text"
        size="small"
        icon={<CopyOutlined aria-hidden />}
        aria-label={t('root.copy')}
        onClick={() => void copy()}
      />
    </span>
  )
}
