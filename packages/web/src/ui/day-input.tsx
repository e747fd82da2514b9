/** A day in a form of the console, with the calendar in the reader's language; a day can be typed as offices write it. */
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useLanguage } from '../i18n/index.ts'

interface DayInputProps {
  readonly id?: string
  /** `2026-11-23`; empty: none. A form passes value and change itself. */
  readonly value?: string | null
  readonly onChange?: (day: string) => void
  /** The first and the last day that can be chosen. */
  readonly min?: string | undefined
  readonly max?: string | undefined
  readonly describedBy?: string
}

const ISO = 'YYYY-MM-DD'
/** What can be typed, whatever is shown: also 2026年11月23日. */
const TYPED = ['YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY-M-D', 'YYYY\u5e74M\u6708D\u65e5']

export const DayInput = ({ id, value, onChange, min, max, describedBy }: DayInputProps) => {
  const { language } = useLanguage()
  return (
    <DatePicker
      className="wide"
      value={value ? dayjs(value) : null}
      onChange={day => onChange?.(day ? day.format(ISO) : '')}
      format={[language === 'en' ? 'D MMM YYYY' : 'YYYY\u5e74M\u6708D\u65e5', ISO, ...TYPED]}
      {...(id === undefined ? {} : { id })}
      {...(min ? { minDate: dayjs(min) } : {})}
      {...(max ? { maxDate: dayjs(max) } : {})}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    />
  )
}
