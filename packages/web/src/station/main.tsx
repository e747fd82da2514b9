/** The page of station and field workers. It opens offline after it was opened online once. */
import './station.css'
import { createRoot } from 'react-dom/client'
import { startPage } from '../browser/index.ts'
import { openMemory, openStation } from './shift/index.ts'
import { StationPage, Unsupported } from './station-page.tsx'
import { startStationWords } from './ui/index.ts'

startPage(async () => {
  await startStationWords()
  const element = document.getElementById('root')
  // Browsers keep keys and work offline on https alone (and on this machine itself).
  const supported = window.isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window && 'locks' in navigator
  if (element && !supported) createRoot(element).render(<Unsupported />)
  if (element && supported) {
    if (import.meta.env.PROD) void navigator.serviceWorker.register('/station/sw.js', { scope: '/station/' })
    const station = await openStation(await openMemory())
    createRoot(element).render(<StationPage station={station} />)
    void station.send()
    window.addEventListener('online', () => void station.send())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void station.tick().then(() => station.send())
    })
    for (const touch of ['pointerdown', 'keydown']) window.addEventListener(touch, station.touched)
    setInterval(() => {
      if (navigator.onLine && station.current().waiting.length > 0) void station.send()
    }, 60_000)
  }
})
