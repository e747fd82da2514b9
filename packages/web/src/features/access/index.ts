/** Staff accounts, signing in, and workers' devices. */
export { DevicesPage } from './device/index.ts'
export { GiveCodePage, SecondOfficer } from './second/index.ts'
export { SESSION_KEY, SignInPage, useIdle, useMay, useSession, useSignOut } from './session/index.ts'
export { AccountPage, AccountsPage } from './staff/index.ts'
