/** The state of a source: a word with an icon, and what it means for those who register. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DatabaseOutlined,
  MinusCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PopulationSource } from '../../../api/index.ts'
import { Mark, type Tone } from '../../../ui/index.ts'

const LOOKS: Readonly<Record<PopulationSource['state'], { tone: Tone; icon: ReactNode }>> = {
  local: { tone: 'registered', icon: <DatabaseOutlined aria-hidden /> },
  'not-asked': { tone: 'quiet', icon: <ClockCircleOutlined aria-hidden /> },
  closed: { tone: 'registered', icon: <CheckCircleOutlined aria-hidden /> },
  open: { tone: 'refused', icon: <CloseCircleOutlined aria-hidden /> },
  'half-open': { tone: 'review', icon: <SyncOutlined aria-hidden /> },
  ended: { tone: 'quiet', icon: <MinusCircleOutlined aria-hidden /> },
  removed: { tone: 'quiet', icon: <MinusCircleOutlined aria-hidden /> },
}

export const SourceState = ({ source }: { source: PopulationSource }) => {
  const { t } = useTranslation('population')
  const { tone, icon } = LOOKS[source.state]
  return (
    <>
      <Mark tone={tone} icon={icon}>
        {t(`state.${source.state}`)}
      </Mark>
      <br />
      <span className="soft">{t(`meaning.${source.state}`)}</span>
    </>
  )
}
