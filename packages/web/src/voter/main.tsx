/** The voters' portal at `/`: one page for phones first. Nothing of the office's console is loaded here. */
import './portal.css'
import { createRoot } from 'react-dom/client'
import { preferredLanguage } from '../i18n/language.ts'
import { startPortalI18n } from '../i18n/portal.ts'
import { readParameters, returnPath } from './address.ts'
import { loginUrl, readLogins, readMe } from './calls.ts'
import { recall, remember } from './memory.ts'
import { Portal, readOwn } from './portal.tsx'
import { ReaderProvider } from './reader.tsx'

const parameters = readParameters(location.search)
// An app that hands its user over goes to the log-in at once, and no page is drawn in between; once refused, the page says so.
if (parameters.signIn !== null && parameters.login === null && (await readMe().catch(() => null)) === null) {
  location.replace(loginUrl(parameters.signIn, returnPath(location.search)))
} else {
  // Asked for while the page is put together.
  const first = { me: readMe(), logins: readLogins(), own: parameters.isBack ? readOwn() : null }
  for (const each of Object.values(first)) each?.catch(() => undefined)
  const asked = parameters.language ? preferredLanguage(parameters.language, []) : null
  if (asked) remember('language', asked)
  if (parameters.large !== null) remember('large', parameters.large ? 'yes' : 'no')
  document.documentElement.dataset.embed = parameters.embed ?? 'no'
  await startPortalI18n(asked ?? preferredLanguage(recall('language'), navigator.languages))
  const root = document.getElementById('root')
  if (root)
    createRoot(root).render(
      <ReaderProvider large={recall('large') === 'yes'}>
        <Portal parameters={parameters} first={first} />
      </ReaderProvider>,
    )
}
