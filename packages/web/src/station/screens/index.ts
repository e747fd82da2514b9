/** The screens around the form: begin, shift code, queue, settings. */
export { BeginScreen } from './begin-screen.tsx'
export { CodeScreen, UnlockScreen } from './code-screens.tsx'
export { MoreScreen } from './more-screen.tsx'
export { QueueScreen } from './queue-screen.tsx'
