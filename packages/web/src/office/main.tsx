/** The office console. */
import '../ui/ui.css'
import { createRoot } from 'react-dom/client'
import { startPage } from '../browser/index.ts'
import { startI18n } from '../i18n/index.ts'
import { Office } from './office.tsx'

startPage(async () => {
  await startI18n()
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<Office />)
})
