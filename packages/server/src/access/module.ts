/** People and devices: sign-in, accounts, voters' logins, devices; and the gate that every route goes through. */
import type { DemoLogin } from './demo-login/index.ts'
import { deactivateDevice, enrolDevice, findDevices, getDeviceState, registerDeviceRoutes } from './device/index.ts'
import type { Gate, Module } from './gate/index.ts'
import * as staff from './staff/index.ts'
import { type LoginSettings, openVoterLogins, registerVoterLoginRoutes, type VoterLogins } from './voter/index.ts'

export interface AccessOptions extends staff.SessionSettings {
  readonly services: Gate['services']
  /** The address that people type; with https, cookies go over https only. */
  readonly publicUrl?: URL | undefined
  /** Real-name logins that voters may use; without any no voter can sign in. */
  readonly logins?: readonly LoginSettings[] | undefined
  /** Instead of them: an issuer in this server, whose people are made up. */
  readonly demoLogin?: DemoLogin | undefined
  /** Reaches the demo's issuer inside this server. */
  readonly fetchInside?: typeof fetch | undefined
}

export interface OpenAccess {
  readonly gate: Gate
  readonly module: Module
  readonly findLogins: VoterLogins['findLogins']
}

export const openAccess = (options: AccessOptions): OpenAccess => {
  const { services, publicUrl, demoLogin } = options
  const auth = staff.openAuth({ database: services.database, keys: services.keys, https: publicUrl?.protocol === 'https:' })
  const sessions = staff.openSessions(auth, services, options)
  const voterLogins = openVoterLogins({
    services,
    publicUrl,
    logins: demoLogin ? [demoLogin.settings] : (options.logins ?? []),
    demo: demoLogin !== undefined,
    ...(options.fetchInside ? { fetch: options.fetchInside } : {}),
  })
  return {
    gate: { actorOf: sessions.actorOf, voterOf: voterLogins.voterOf, services },
    findLogins: voterLogins.findLogins,
    module: {
      name: 'access',
      register(app) {
        staff.registerSessionRoutes(app, sessions)
        staff.registerOwnAccountRoutes(app, staff.openOwnAccount(auth, sessions, options))
        staff.registerAccountRoutes(app, {
          findColleagues: staff.findColleagues,
          addColleague: staff.addColleague,
          changeColleague: staff.changeColleague,
          disableColleague: staff.disableColleague,
          enableColleague: staff.enableColleague,
          resetPassword: staff.resetPassword,
          resetFactors: staff.resetFactors,
        })
        registerVoterLoginRoutes(app, voterLogins)
        registerDeviceRoutes(app, {
          enrolDevice,
          findDevices,
          deactivateDevice,
          getDeviceState: header => getDeviceState(services, header),
        })
      },
    },
  }
}
