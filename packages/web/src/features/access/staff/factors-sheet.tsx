/** The own second factors: the app with its backup codes, and passkeys. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Account, makeBackupCodes, type NewApp, type Proof, removeApp, removePasskey, startApp } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatMoment, Mark, Sheet } from '../../../ui/index.ts'
import { ACCOUNT_KEY, SESSION_KEY, supportsPasskeys } from '../session/index.ts'
import { AppDialog } from './app-dialog.tsx'
import { BackupCodesDialog } from './backup-codes.tsx'
import { PasskeyDialog } from './passkey-dialog.tsx'
import { ProofDialog } from './proof-dialog.tsx'

/** What waits for a proof. */
type Wish = { kind: 'app' } | { kind: 'remove-app' } | { kind: 'codes' } | { kind: 'remove-passkey'; id: string; name: string }

export const FactorsSheet = ({ account }: { account: Account }) => {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [wish, setWish] = useState<Wish | null>(null)
  const [app, setApp] = useState<NewApp | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [naming, setNaming] = useState(false)
  const { rule, totp, passkeys, passkeysPossible } = account.secondFactor

  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: SESSION_KEY })
    await queries.invalidateQueries({ queryKey: ACCOUNT_KEY })
  }
  const removed = async () => {
    void message.success(t('factors.removed'))
    await refresh()
  }
  const fulfil = async (password: string, proof: Proof | undefined) => {
    if (wish?.kind === 'app') return setApp(await startApp(password, proof))
    // Whoever has a factor to remove has one to prove with.
    const by = proof ?? { code: '' }
    if (wish?.kind === 'codes') return setCodes((await makeBackupCodes(password, by)).backupCodes)
    if (wish?.kind === 'remove-app') await removeApp(password, by)
    if (wish?.kind === 'remove-passkey') await removePasskey(wish.id, password, by)
    await removed()
  }
  const titleOf = (one: Wish): string => {
    if (one.kind === 'app') return t(totp ? 'factors.replaceApp' : 'factors.addApp')
    if (one.kind === 'codes') return t('factors.codes')
    return one.kind === 'remove-app' ? t('factors.removeApp') : t('factors.removePasskey', { name: one.name })
  }
  const lastOne = rule === 'required' && Number(totp) + passkeys.length <= 1

  return (
    <Sheet title={t('factors.title')}>
      <p className="gap soft">{t(rule === 'required' ? 'factors.required' : 'factors.optional')}</p>
      <AppFactor on={totp} removable={!lastOne} onWish={setWish} />
      <Factor
        title={t('factors.passkeys')}
        mark={passkeys.length === 0 ? <Mark tone="quiet">{t('factors.noPasskeys')}</Mark> : null}
        note={passkeysPossible && supportsPasskeys() ? t('factors.passkeysWhat') : t('factors.impossible')}
      >
        {passkeysPossible && supportsPasskeys() ? (
          <Button onClick={() => setNaming(true)}>{t('factors.addPasskey')}</Button>
        ) : null}
      </Factor>
      {passkeys.map(passkey => (
        <PasskeyFactor key={passkey.id} passkey={passkey} removable={!lastOne} onWish={setWish} />
      ))}
      <BackupCodesFactor secondFactor={account.secondFactor} onWish={setWish} />
      {wish ? <ProofDialog title={titleOf(wish)} account={account} onProven={fulfil} onClose={() => setWish(null)} /> : null}
      {app ? (
        <AppDialog
          app={app}
          onClose={() => setApp(null)}
          onDone={made => {
            setApp(null)
            setCodes(made)
          }}
        />
      ) : null}
      {codes ? (
        <BackupCodesDialog
          codes={codes}
          onClose={() => {
            setCodes(null)
            void refresh()
          }}
        />
      ) : null}
      {naming ? (
        <PasskeyDialog
          onClose={() => setNaming(false)}
          onDone={async made => {
            if (made) setCodes(made)
            await refresh()
          }}
        />
      ) : null}
    </Sheet>
  )
}

/** Backup codes, beside the app or the passkeys. */
const BackupCodesFactor = ({
  secondFactor: { totp, passkeys, backupCodes },
  onWish,
}: {
  secondFactor: Account['secondFactor']
  onWish: (wish: Wish) => void
}) => {
  const { t } = useTranslation('account')
  if (!totp && passkeys.length === 0) return null
  return (
    <Factor
      title={t('codes.title')}
      mark={backupCodes ? null : <Mark tone="review">{t('factors.codesNone')}</Mark>}
      note={t('factors.codesWhat')}
    >
      <Button onClick={() => onWish({ kind: 'codes' })}>{t(backupCodes ? 'factors.codes' : 'factors.codesMake')}</Button>
    </Factor>
  )
}

interface AppFactorProps {
  on: boolean
  removable: boolean
  onWish: (wish: Wish) => void
}

/** The app, and its backup codes. */
const AppFactor = ({ on, removable, onWish }: AppFactorProps) => {
  const { t } = useTranslation('account')
  return (
    <Factor
      title={t('factors.app')}
      mark={<Mark tone={on ? 'registered' : 'quiet'}>{t(on ? 'factors.appOn' : 'factors.appOff')}</Mark>}
      note={t('factors.appWhat')}
    >
      <Button type={on ? 'default' : 'primary'} onClick={() => onWish({ kind: 'app' })}>
        {t(on ? 'factors.replaceApp' : 'factors.addApp')}
      </Button>
      {on && removable ? (
        <Button danger onClick={() => onWish({ kind: 'remove-app' })}>
          {t('factors.removeApp')}
        </Button>
      ) : null}
    </Factor>
  )
}

interface PasskeyFactorProps {
  passkey: Account['secondFactor']['passkeys'][number]
  removable: boolean
  onWish: (wish: Wish) => void
}

const PasskeyFactor = ({ passkey: { id, name, createdAt, lastUsedAt }, removable, onWish }: PasskeyFactorProps) => {
  const { t } = useTranslation('account')
  const { language } = useLanguage()
  const used = lastUsedAt ? t('factors.used', { at: formatMoment(lastUsedAt, language) }) : t('factors.neverUsed')
  return (
    <Factor title={name} note={`${t('factors.made', { at: formatMoment(createdAt, language) })} · ${used}`}>
      {removable ? (
        <Button danger onClick={() => onWish({ kind: 'remove-passkey', id, name })}>
          {t('factors.removePasskey', { name })}
        </Button>
      ) : null}
    </Factor>
  )
}

const Factor = ({ title, mark, note, children }: { title: string; mark?: ReactNode; note: string; children?: ReactNode }) => (
  <div className="factor">
    <div>
      <strong>{title}</strong> {mark}
      <p>{note}</p>
    </div>
    <div className="factor-actions">{children}</div>
  </div>
)
