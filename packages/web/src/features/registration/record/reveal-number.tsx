/**
 * Opens the ID number of one case, with a reason that the voter will read. Shown for a minute and kept nowhere: not in the cache of queries,
 * and gone with the case, the page or the tab.
 */
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId, type ReviewCase, revealNumber } from '../../../api/index.ts'
import { useErrorWords } from '../../../ui/index.ts'
import { keyOfCase } from '../registration-key.ts'

const SHOWN_SECONDS = 60
const SHORTEST = 6

interface RevealProps {
  one: Pick<ReviewCase, 'countyCode' | 'registrationId' | 'name' | 'maskedNumber'>
}

export const RevealNumber = ({ one }: RevealProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const words = useErrorWords()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  // Keyed by its owner, so that a number is never shown beside another person's name.
  const [shown, setShown] = useState<{ readonly of: string; readonly number: string } | null>(null)
  const number = shown?.of === keyOfCase(one) ? shown.number : null
  const [left, setLeft] = useState(0)
  const reveal = useMutation({ mutationFn: (why: string) => revealNumber(one, why, newRequestId()), gcTime: 0 })

  useEffect(() => {
    if (number === null) return
    const until = Date.now() + SHOWN_SECONDS * 1_000
    const hide = () => setShown(null)
    const look = () => {
      const seconds = Math.ceil((until - Date.now()) / 1_000)
      setLeft(seconds)
      if (seconds <= 0) hide()
    }
    const leave = () => {
      if (document.visibilityState === 'hidden') hide()
    }
    look()
    const timer = setInterval(look, 1_000)
    document.addEventListener('visibilitychange', leave)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [number])

  const close = () => {
    setAsking(false)
    setReason('')
    reveal.reset()
    requestAnimationFrame(() => button.current?.focus())
  }
  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim().length < SHORTEST || reveal.isPending) return
    const of = keyOfCase(one)
    reveal.mutate(reason.trim(), {
      onSuccess: revealed => {
        setShown({ of, number: revealed.number })
        close()
      },
    })
  }

  return (
    <section className="reveal" aria-label={t('reveal.title')}>
      <p className="reveal-line">
        {t('case.field.number')} <span className="code">{number ?? one.maskedNumber}</span>{' '}
        {number === null ? (
          <Button
            ref={button}
            size="small"
            icon={<EyeOutlined aria-hidden />}
            aria-expanded={asking}
            onClick={() => setAsking(true)}
          >
            {t('reveal.button')}
          </Button>
        ) : (
          <>
            <Button ref={button} size="small" icon={<EyeInvisibleOutlined aria-hidden />} onClick={() => setShown(null)}>
              {t('reveal.hide')}
            </Button>{' '}
            <span className="soft">{t('reveal.left', { seconds: left })}</span>
          </>
        )}
      </p>
      {asking && number === null ? (
        <form onSubmit={ask}>
          <label htmlFor={id}>{t('reveal.reason', { name: one.name })}</label>
          <Input
            id={id}
            autoFocus
            maxLength={200}
            value={reason}
            placeholder={t('reveal.placeholder')}
            aria-describedby={`${id}-note`}
            onChange={event => setReason(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Escape') close()
            }}
          />
          <p id={`${id}-note`} className="soft">
            {t('reveal.note')}
          </p>
          {reveal.error ? (
            <Alert
              type="error"
              showIcon
              role="alert"
              className="gap"
              title={words(reveal.error).title}
              description={words(reveal.error).next}
            />
          ) : null}
          <div className="form-end">
            <Button type="primary" htmlType="submit" loading={reveal.isPending} disabled={reason.trim().length < SHORTEST}>
              {t('reveal.confirm')}
            </Button>
            <Button onClick={close}>{t('ui:cancel')}</Button>
          </div>
        </form>
      ) : null}
    </section>
  )
}
