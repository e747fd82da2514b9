/** The voters' door. Until the portal is built it says so, and leads the people of the office to their console. */
import '../ui/ui.css'
import { createRoot } from 'react-dom/client'
import { startI18n } from '../i18n/index.ts'
import { Portal } from './portal.tsx'

await startI18n()
const root = document.getElementById('root')
if (root) createRoot(root).render(<Portal />)
