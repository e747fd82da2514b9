/** Findings in words: title, what to do, article, and a mark that does not rest on colour. */
import { ExclamationCircleOutlined, InfoCircleOutlined, StopOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { type Finding, readFindings } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Mark } from '../../../ui/index.ts'

/** The closed set of findings, by code, with the articles of the election that the page is about. */
export const useFindings = (): ReadonlyMap<string, Finding> => {
  const { electionId } = useParams()
  const { data } = useQuery({
    queryKey: ['findings', electionId],
    queryFn: () => readFindings(electionId),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return new Map(data?.map(finding => [finding.code, finding]))
}

const LOOK = {
  refused: { tone: 'refused', icon: <StopOutlined aria-hidden /> },
  review: { tone: 'review', icon: <ExclamationCircleOutlined aria-hidden /> },
  note: { tone: 'quiet', icon: <InfoCircleOutlined aria-hidden /> },
} as const

/** The title of a finding with the mark of its severity; three dots until the titles are there. */
export const FindingMark = ({ code }: { code: string }) => {
  const finding = useFindings().get(code)
  const text = useText()
  const look = LOOK[finding?.severity ?? 'note']
  return (
    <Mark tone={look.tone} icon={look.icon}>
      {finding ? text(finding.title) : '…'}
    </Mark>
  )
}
