/** Why one of several cases was left as it is, and what to do. */
import type { FailedCase } from '../../../../api/index.ts'
import { useText } from '../../../../i18n/index.ts'

export const FailureText = ({ failure }: { failure: FailedCase }) => {
  const text = useText()
  return (
    <>
      {text(failure.text)}
      {failure.next ? <span className="soft"> {text(failure.next)}</span> : null}
    </>
  )
}
